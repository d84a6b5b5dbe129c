//! Krippendorff's alpha for stretches (alpha-u): agreement on where stretches begin and end, and on what they are called.
//!
//! Definition: everybody's codes cut the same continuum of length `L` into stretches and gaps. Each pair of people adds, for every
//! two categories (gaps are one of them), the length on which one meets the other, divided by (people - 1), to the table `l`;
//! its row totals are `l.`, its total `l..` = people * L. What chance would give is
//! `e(c, k) = (l.(c) l.(k) - [c = k] s(c)) / (l.. - S / l..)`, where `s(c)` is the sum of the squared lengths of the stretches of
//! `c` (for gaps, which are no units, the sum of their lengths in time units), and `S` the sum of all `s`. Then
//! `alpha = 1 - (l.. - sum of l(c, c)) / (e.. - sum of e(c, c))`.
//!
//! * *overall*: boundaries and codes; * *boundaries*: all codes taken as one against gaps; * *one code*: this code against all else,
//!   taken as gaps; * *coding*: codes only, where stretches of two people meet.
//!
//! Source: Krippendorff, Mathet, Bouvry and Widloecher 2016, Quality & Quantity 50:2347; Krippendorff 2019, Content Analysis (4th ed.),
//! section 12.6. The older definition of 1995 (Sociological Methodology 25:47; Content Analysis 2nd ed. 2004, p. 251), which was
//! withdrawn for more than two people, is [`alpha_u_1995`], so that older results can be checked.
//!
//! Example: two people, a continuum of 10, one stretch of one code at 2 to 6 and 4 to 8: l = [[4+4, 4], [4, 2+2]] with gaps first,
//! l.. = 20, s = (12, 32), S = 44; e(gap, code) = 12 * 8 / (20 - 2.2) = 5.393; alpha = 1 - 8 / 10.787 = 0.258. Published: Krippendorff
//! 2004, p. 254, alpha-u of 1995 = 0.859, of code c 0.729, of code k 1.
//!
//! Units: none; lengths are counted in time units. Undefined without stretches, and where one category covers everything.

use super::{Measured, Table, Undefined, ratio, real};

/// What alpha-u is worked out from. Gaps are category 0, codes follow. Additive, so that blocks can be added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unitized {
    met: Table,
    /// Sum of the squared lengths of each code's stretches.
    squares: Vec<f64>,
    /// The same of the part of each stretch on which another person has a stretch, too.
    shared_squares: Vec<f64>,
}

/// One stretch of one person on the continuum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Where it begins, in time units.
    pub from: f64,
    /// Where it ends, in time units.
    pub to: f64,
    /// Which code, from 0.
    pub code: usize,
}

impl Unitized {
    /// Nothing yet, for so many codes.
    #[must_use]
    pub fn new(codes: usize) -> Self {
        Self {
            met: Table::new(codes + 1),
            squares: vec![0.0; codes + 1],
            shared_squares: vec![0.0; codes + 1],
        }
    }

    /// A piece of the continuum on which everybody's category stays the same: how many people have each (gaps first).
    pub fn add_piece(&mut self, length: f64, people: &[usize]) {
        let all: usize = people.iter().sum();
        if all < 2 {
            return;
        }
        let share = length / real(all - 1);
        for (row, count) in people.iter().enumerate().filter(|(_, count)| **count > 0) {
            for (column, other) in people.iter().enumerate().filter(|(_, count)| **count > 0) {
                let pairs = count * (other - usize::from(row == column));
                self.met.add(row, column, real(pairs) * share);
            }
        }
    }

    /// A whole stretch of one person, and the length of it on which any other has one, too.
    pub fn add_stretch(&mut self, code: usize, length: f64, shared: f64) {
        if let (Some(square), Some(part)) = (
            self.squares.get_mut(code + 1),
            self.shared_squares.get_mut(code + 1),
        ) {
            *square += length * length;
            *part += shared * shared;
        }
    }

    /// Adds another's, so many times.
    pub fn add_times(&mut self, other: &Self, times: f64) {
        self.met.add_times(&other.met, times);
        let both = |own: &mut [f64], more: &[f64]| {
            for (own, more) in own.iter_mut().zip(more) {
                *own += more * times;
            }
        };
        both(&mut self.squares, &other.squares);
        both(&mut self.shared_squares, &other.shared_squares);
    }

    /// Of everybody's stretches on a continuum from 0 to `length`. One person's stretches lie in order and do not overlap.
    #[must_use]
    pub fn of(people: &[Vec<Stretch>], length: f64, codes: usize) -> Self {
        let mut unitized = Self::new(codes);
        let mut edges: Vec<f64> = people
            .iter()
            .flatten()
            .flat_map(|stretch| [stretch.from, stretch.to])
            .chain([0.0, length])
            .collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        let mut next = vec![0; people.len()];
        let mut shared: Vec<Vec<f64>> = people.iter().map(|own| vec![0.0; own.len()]).collect();
        for piece in edges.windows(2) {
            let (from, to) = (piece[0], piece[1]);
            let mut counts = vec![0; codes + 1];
            let mut inside = Vec::new();
            for (person, own) in people.iter().enumerate() {
                while own.get(next[person]).is_some_and(|held| held.to <= from) {
                    next[person] += 1;
                }
                match own.get(next[person]).filter(|held| held.from <= from) {
                    Some(held) if held.code < codes => {
                        counts[held.code + 1] += 1;
                        inside.push((person, next[person]));
                    }
                    _ => counts[0] += 1,
                }
            }
            if inside.len() > 1 {
                for (person, at) in inside {
                    shared[person][at] += to - from;
                }
            }
            unitized.add_piece(to - from, &counts);
        }
        for (own, shared) in people.iter().zip(&shared) {
            for (stretch, shared) in own.iter().zip(shared) {
                unitized.add_stretch(stretch.code, stretch.to - stretch.from, *shared);
            }
        }
        unitized
    }

    /// Boundaries and codes.
    ///
    /// # Errors
    /// Why it is undefined: see the top of this module.
    pub fn overall(&self) -> Measured {
        self.alpha(&|row, column| row != column, |at| at)
    }

    /// Boundaries alone: every code is the same, against gaps.
    ///
    /// # Errors
    /// Why it is undefined: see the top of this module.
    pub fn boundaries(&self) -> Measured {
        self.alpha(&|row, column| (row == 0) != (column == 0), |at| at)
    }

    /// One code against everything else, which counts as gaps.
    ///
    /// # Errors
    /// Why it is undefined: see the top of this module.
    pub fn of_code(&self, code: usize) -> Measured {
        let own = code + 1;
        self.alpha(&|row, column| (row == own) != (column == own), |at| {
            if at == own { at } else { 0 }
        })
    }

    /// One minus observed by expected disagreement of the categories that `apart` tells apart; `counts_as` says which categories
    /// are units (and which are no more than gaps).
    fn alpha(
        &self,
        apart: &dyn Fn(usize, usize) -> bool,
        counts_as: impl Fn(usize) -> usize,
    ) -> Measured {
        let (totals, total) = (self.met.row_totals(), self.met.total());
        let units: f64 = totals.iter().skip(1).sum();
        if total <= 0.0 {
            return Err(Undefined::Nothing);
        }
        if units <= 0.0 {
            return Err(Undefined::NoStretches);
        }
        let own: f64 = (0..totals.len())
            .map(|at| {
                if counts_as(at) == 0 {
                    totals[at]
                } else {
                    self.squares[at]
                }
            })
            .sum();
        let (mut observed, mut expected) = (0.0, 0.0);
        for row in 0..totals.len() {
            for column in 0..totals.len() {
                if apart(row, column) {
                    observed += self.met.get(row, column);
                    expected += totals[row] * totals[column];
                }
            }
        }
        let expected = expected / (total - own / total);
        if expected <= 0.0 {
            return Err(Undefined::OneCategory);
        }
        ratio(expected - observed, expected, Undefined::OneCategory)
    }

    /// Codes alone, where stretches of two people meet: what is called what.
    ///
    /// # Errors
    /// Why it is undefined; [`Undefined::NoneMeet`] where no stretches meet.
    pub fn coding(&self) -> Measured {
        let size = self.met.size();
        let mut met = self.met.clone();
        for at in 0..size {
            let (row, column) = (met.get(0, at), met.get(at, 0));
            met.add(0, at, -row);
            if at > 0 {
                met.add(at, 0, -column);
            }
        }
        let total = met.total();
        if total <= 0.0 {
            return Err(Undefined::NoneMeet);
        }
        let own: f64 = self.shared_squares.iter().sum();
        let totals = met.row_totals();
        let expected: f64 = total * total - totals.iter().map(|one| one * one).sum::<f64>();
        let expected = expected / (total - own / total);
        if expected <= 0.0 || !expected.is_finite() {
            return Err(Undefined::OneCategory);
        }
        Ok(1.0 - (total - met.diagonal()) / expected)
    }
}

/// Alpha-u of 1995, of all codes together and of each: for two people and for checking older results.
pub fn alpha_u_1995(
    people: &[Vec<Stretch>],
    length: f64,
    codes: usize,
) -> (Measured, Vec<Measured>) {
    if people.len() < 2 {
        return (
            Err(Undefined::TooFewRaters),
            vec![Err(Undefined::TooFewRaters); codes],
        );
    }
    let each: Vec<[f64; 2]> = (0..codes)
        .map(|code| {
            let cut: Vec<Vec<Cut>> = people.iter().map(|own| cut(own, length, code)).collect();
            [observed_1995(&cut, length), expected_1995(&cut, length)]
        })
        .collect();
    let one = |[observed, expected]: [f64; 2]| {
        ratio(expected - observed, expected, Undefined::NoStretches)
    };
    let sums = each
        .iter()
        .fold([0.0, 0.0], |sum, one| [sum[0] + one[0], sum[1] + one[1]]);
    (one(sums), each.into_iter().map(one).collect())
}

/// A stretch of one code, or a gap between two of them.
struct Cut {
    from: f64,
    length: f64,
    unit: bool,
}

fn cut(own: &[Stretch], length: f64, code: usize) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut end = 0.0;
    let gap = |from: f64, to: f64| Cut {
        from,
        length: to - from,
        unit: false,
    };
    for stretch in own.iter().filter(|stretch| stretch.code == code) {
        if stretch.from > end {
            cuts.push(gap(end, stretch.from));
        }
        cuts.push(Cut {
            from: stretch.from,
            length: stretch.to - stretch.from,
            unit: true,
        });
        end = stretch.to;
    }
    if length > end {
        cuts.push(gap(end, length));
    }
    cuts
}

fn observed_1995(people: &[Vec<Cut>], length: f64) -> f64 {
    let mut sum = 0.0;
    for (at, own) in people.iter().enumerate() {
        for (other_at, other) in people.iter().enumerate() {
            if at != other_at {
                for one in own {
                    sum += other.iter().map(|two| apart_1995(one, two)).sum::<f64>();
                }
            }
        }
    }
    let raters = real(people.len());
    sum / (raters * (raters - 1.0) * length * length)
}

fn apart_1995(one: &Cut, two: &Cut) -> f64 {
    let later = one.from - two.from;
    match (one.unit, two.unit) {
        (true, true) if -one.length < later && later < two.length => {
            later.powi(2) + (later + one.length - two.length).powi(2)
        }
        (true, false) if later >= 0.0 && later <= two.length - one.length => one.length.powi(2),
        (false, true) if later <= 0.0 && -later <= one.length - two.length => two.length.powi(2),
        _ => 0.0,
    }
}

fn expected_1995(people: &[Vec<Cut>], length: f64) -> f64 {
    let all = || people.iter().flatten();
    let units = || all().filter(|cut| cut.unit);
    let count = real(units().count());
    let sum: f64 = units()
        .map(|unit| {
            let own = unit.length;
            let among_units = (count - 1.0) / 3.0 * (2.0 * own.powi(3) - 3.0 * own.powi(2) + own);
            let gaps = all().filter(|cut| !cut.unit && cut.length >= own);
            let among_gaps: f64 = gaps.map(|gap| gap.length - own + 1.0).sum();
            among_units + own.powi(2) * among_gaps
        })
        .sum();
    let whole = real(people.len()) * length;
    let within: f64 = units().map(|unit| unit.length * (unit.length - 1.0)).sum();
    2.0 / length * sum / (whole * (whole - 1.0) - within)
}
