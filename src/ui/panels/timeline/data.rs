//! The marks of each lane in the order of time, kept up to date change by change.
//!
//! Reading a hundred thousand marks costs more than a frame may; comparing which of them are new costs a fraction. Marks are
//! remembered as weak pointers, so a mark that was deleted for good is not kept in memory by its drawing.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Weak},
};

use super::{
    class,
    lane::{Item, Lane, Owner},
};
use crate::{
    domain::{
        codebook::{Codebook, Shape},
        id::{CodeId, MarkId, PersonId, SessionId},
        mark::{Author, Mark, Sureness, When},
        session::Session,
    },
    ui::view::View,
};

/// Up to this many changed marks are put in place one by one; more build everything anew.
const FEW: usize = 24;

/// The lanes of a recording.
#[derive(Debug, Default)]
pub struct Lanes {
    all: Vec<Lane>,
    known: BTreeMap<PersonId, Vec<(MarkId, Weak<Mark>)>>,
    shapes: HashMap<CodeId, Shape>,
    books: Vec<Arc<Codebook>>,
    order: Vec<PersonId>,
    of: Option<(SessionId, u64)>,
    /// They are those of a class.
    class: bool,
    version: u64,
}

enum Change<'a> {
    Gone(usize),
    Changed(usize, &'a Arc<Mark>),
    New(usize, &'a Arc<Mark>),
}

impl Lanes {
    /// In the order of the people, then joint marks.
    #[must_use]
    pub fn all(&self) -> &[Lane] {
        &self.all
    }

    /// Whether they are those of a class, and name nobody.
    #[must_use]
    pub const fn are_of_a_class(&self) -> bool {
        self.class
    }

    /// Rises whenever something changed.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Brings the lanes up to date; `doubt` compares even where the generation says that nothing changed (another record
    /// may have taken the place of this one).
    pub fn update(&mut self, view: &View<'_>, doubt: bool) {
        let Some(desk) = view.desk() else {
            if self.of.is_some() {
                let version = self.version + 1;
                *self = Self {
                    version,
                    ..Self::default()
                };
            }
            return;
        };
        let session = desk.document.session();
        let now = Some((session.info().id, desk.document.generation()));
        let class = view.app.class_lanes();
        if self.of == now && !doubt && self.class == class.is_some() {
            return;
        }
        self.class = class.is_some();
        if let Some(class) = class {
            self.all = class::lanes(view, &class);
            self.of = now;
            // Whoever comes back from them begins anew.
            self.known.clear();
            self.order.clear();
            self.version += 1;
            return;
        }
        let same_record = self.of.map(|of| of.0) == now.map(|now| now.0);
        self.of = now;
        let order = people(session);
        let books = view.app.codebooks().all();
        let same_books = self.books.len() == books.len()
            && self.books.iter().zip(books).all(|(a, b)| Arc::ptr_eq(a, b));
        let small = same_record && same_books && order == self.order && self.follow(view, session);
        if !small {
            self.books = books.to_vec();
            self.order = order;
            self.rebuild(view, session);
        }
        self.version += 1;
    }

    fn rebuild(&mut self, view: &View<'_>, session: &Session) {
        self.shapes.clear();
        self.known.clear();
        let (order, shapes) = (&self.order, &mut self.shapes);
        let mut lanes: Vec<Lane> = order
            .iter()
            .map(|person| Lane::new(Owner::One(person.clone())))
            .collect();
        let mut together = Lane::new(Owner::Together);
        for (keeper, set) in session.sets() {
            let at = order.iter().position(|person| person == keeper);
            let mut known = Vec::with_capacity(set.marks.len());
            for (id, mark) in &set.marks {
                known.push((*id, Arc::downgrade(mark)));
                let lane = match (&mark.author, at) {
                    (Author::One(_), Some(at)) => &mut lanes[at],
                    _ => &mut together,
                };
                let (item, is_point) = item(view, shapes, mark);
                if is_point {
                    &mut lane.points
                } else {
                    &mut lane.spans
                }
                .push(item);
            }
            self.known.insert(keeper.clone(), known);
        }
        if together.len() > 0 {
            lanes.push(together);
        }
        for lane in &mut lanes {
            lane.sort();
            lane.stack();
        }
        self.all = lanes;
    }

    /// Takes in a few changes; false if there are many, or the lanes themselves change.
    fn follow(&mut self, view: &View<'_>, session: &Session) -> bool {
        if self.known.len() != session.sets().len() {
            return false;
        }
        let mut all = Vec::new();
        let mut count = 0;
        for (keeper, set) in session.sets() {
            let Some(known) = self.known.get(keeper) else {
                return false;
            };
            let Some(changes) = changes(known, &set.marks, FEW - count.min(FEW)) else {
                return false;
            };
            count += changes.len();
            all.push((keeper, changes));
        }
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        for (keeper, changes) in all {
            let Some(known) = self.known.get_mut(keeper) else {
                return false;
            };
            // From the back, so that the positions before stay true.
            for change in changes.into_iter().rev() {
                match change {
                    Change::Gone(at) => gone.push(known.remove(at).0),
                    Change::Changed(at, mark) => {
                        known[at].1 = Arc::downgrade(mark);
                        gone.push(mark.id);
                        new.push((keeper, mark));
                    }
                    Change::New(at, mark) => {
                        known.insert(at, (mark.id, Arc::downgrade(mark)));
                        new.push((keeper, mark));
                    }
                }
            }
        }
        // A mark that was given to someone else is gone from one set and new in another: first all that goes.
        let mut touched = vec![false; self.all.len()];
        for id in gone {
            for (lane, touched) in self.all.iter_mut().zip(&mut touched) {
                *touched |= lane.remove(id);
            }
        }
        for (keeper, mark) in new {
            let owner = match &mark.author {
                Author::One(_) => Owner::One(keeper.clone()),
                Author::Together(_) => Owner::Together,
            };
            let Some(at) = self.all.iter().position(|lane| lane.owner == owner) else {
                return false;
            };
            let (item, is_point) = item(view, &mut self.shapes, mark);
            self.all[at].insert(item, is_point);
            touched[at] = true;
        }
        for (lane, touched) in self.all.iter_mut().zip(touched) {
            if touched {
                lane.stack();
            }
        }
        let together_empty = self
            .all
            .last()
            .is_some_and(|lane| lane.owner == Owner::Together && lane.len() == 0);
        if together_empty {
            self.all.pop();
        }
        true
    }
}

/// Everyone who has a lane: the people of the session, then those who keep marks without being named there.
fn people(session: &Session) -> Vec<PersonId> {
    let mut order: Vec<PersonId> = session
        .people()
        .iter()
        .map(|person| person.id.clone())
        .collect();
    for (keeper, set) in session.sets() {
        if session.person(keeper).is_none() && !set.marks.is_empty() {
            order.push(keeper.clone());
        }
    }
    order
}

fn item(view: &View<'_>, shapes: &mut HashMap<CodeId, Shape>, mark: &Mark) -> (Item, bool) {
    let shape = mark.codes.first().map_or(Shape::Circle, |used| {
        if let Some(shape) = shapes.get(&used.code) {
            return *shape;
        }
        let shape = view.shape(&used.code);
        shapes.insert(used.code.clone(), shape);
        shape
    });
    let item = Item {
        start: mark.when.start().as_nanos(),
        end: match mark.when {
            When::Open(_) => i64::MAX,
            when => when.end().as_nanos(),
        },
        id: mark.id,
        shape,
        guess: mark.sureness == Some(Sureness::Guess),
        reply: mark.reply_to().is_some(),
        row: 0,
    };
    (item, matches!(mark.when, When::Point(_)))
}

/// What differs between the known marks of a set and those it has now, in the order of ids; `None` if more than `most`.
fn changes<'a>(
    known: &[(MarkId, Weak<Mark>)],
    marks: &'a BTreeMap<MarkId, Arc<Mark>>,
    most: usize,
) -> Option<Vec<Change<'a>>> {
    let mut changes = Vec::new();
    let mut at = 0;
    for (id, mark) in marks {
        while at < known.len() && known[at].0 < *id {
            changes.push(Change::Gone(at));
            at += 1;
        }
        if at < known.len() && known[at].0 == *id {
            if !std::ptr::eq(known[at].1.as_ptr(), Arc::as_ptr(mark)) {
                changes.push(Change::Changed(at, mark));
            }
            at += 1;
        } else {
            changes.push(Change::New(at, mark));
        }
        if changes.len() > most {
            return None;
        }
    }
    changes.extend((at..known.len()).map(Change::Gone));
    (changes.len() <= most).then_some(changes)
}
