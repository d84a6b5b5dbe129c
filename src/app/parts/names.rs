//! Which file name follows which, where a camera or a phone cuts a long recording into files.

/// How much a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinship {
    /// The name says that it is a part.
    Said,
    /// It only counts up, as other recordings of the same camera do: times must agree as well.
    Counted,
}

/// What stands before the number of a part.
const WORDS: [&str; 7] = ["part", "pt", "teil", "deel", "partie", "parte", "cd"];

/// The name of the file that would follow, and how much that says; `None` where the name does not count.
#[must_use]
pub fn next(name: &str) -> Option<(String, Kinship)> {
    count(name, 1)
}

/// The name of the file that would come before.
#[must_use]
pub fn before(name: &str) -> Option<(String, Kinship)> {
    count(name, -1)
}

fn count(name: &str, by: i64) -> Option<(String, Kinship)> {
    let (stem, ending) = name.rsplit_once('.')?;
    let said = |stem: String| (format!("{stem}.{ending}"), Kinship::Said);
    if let Some((kind, number, file)) = chaptered(stem) {
        // A chapter's neighbour is a chapter, never the camera's next recording.
        return chapter(kind, number, file, by).map(said);
    }
    let digits = digits_at_end(stem);
    if let Some(stem) = of_total(stem, by).or_else(|| after_word(stem, digits, by)) {
        return Some(said(stem));
    }
    // (1), or 0001: the camera's own count.
    let (head, tail) = match stem.strip_suffix(')') {
        Some(inner) => (inner, ")"),
        None => (stem, ""),
    };
    let digits = digits_at_end(head);
    let counter = tail == ")" || digits >= 3;
    let (front, number) = head.split_at(head.len() - digits);
    (counter && digits <= 8)
        .then(|| moved(number, by))
        .flatten()
        .map(|number| {
            let name = format!("{front}{number}{tail}.{ending}");
            (name, Kinship::Counted)
        })
}

/// The kind, chapter (empty in the first of `GOPR` files) and number of a sports camera's file.
fn chaptered(stem: &str) -> Option<(&str, &str, &str)> {
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if stem.len() != 8 || !stem.is_ascii() {
        return None;
    }
    let (head, file) = stem.split_at(4);
    let (kind, number) = head.split_at(2);
    let upper = head.to_ascii_uppercase();
    if !all_digits(file) {
        None
    } else if upper == "GOPR" {
        Some((kind, "", file))
    } else {
        let known = ["GH", "GX", "GL", "GP", "GS"].contains(&&upper[..2]);
        (known && all_digits(number)).then_some((kind, number, file))
    }
}

/// A sports camera's chapters: `GH010012` is followed by `GH020012`, and `GOPR0012` by `GP010012`.
fn chapter(kind: &str, number: &str, file: &str, by: i64) -> Option<String> {
    if number.is_empty() {
        return (by > 0).then(|| format!("GP01{file}"));
    }
    match moved(number, by).as_deref() {
        Some("00") | None => kind
            .eq_ignore_ascii_case("GP")
            .then(|| format!("GOPR{file}")),
        Some(number) => Some(format!("{kind}{number}{file}")),
    }
}

/// `talk 1of3` is followed by `talk 2of3`.
fn of_total(stem: &str, by: i64) -> Option<String> {
    let digits = digits_at_end(stem);
    let (head, total) = stem.split_at(stem.len() - digits);
    let spaced = head.trim_end();
    let lower = spaced.to_ascii_lowercase();
    let kept = spaced
        .len()
        .checked_sub(2)
        .filter(|_| lower.ends_with("of"))?;
    let numbered = spaced.get(..kept)?;
    let middle = &head[kept..];
    let bare = numbered.trim_end();
    let gap = &numbered[bare.len()..];
    let (front, number) = bare.split_at(bare.len() - digits_at_end(bare));
    let moved = moved(number, by)?;
    let most: i64 = total.parse().ok()?;
    (moved.parse::<i64>().ok()? <= most).then(|| format!("{front}{moved}{gap}{middle}{total}"))
}

/// `talk_part1` is followed by `talk_part2`.
fn after_word(stem: &str, digits: usize, by: i64) -> Option<String> {
    let (front, number) = stem.split_at(stem.len() - digits);
    let word = front
        .trim_end_matches([' ', '_', '-', '.'])
        .to_ascii_lowercase();
    let is_word = WORDS.iter().any(|known| {
        word.strip_suffix(known)
            .is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphabetic()))
    });
    (is_word && digits > 0 && digits <= 3)
        .then(|| moved(number, by))
        .flatten()
        .map(|number| format!("{front}{number}"))
}

fn digits_at_end(text: &str) -> usize {
    text.bytes().rev().take_while(u8::is_ascii_digit).count()
}

/// The number further on, as wide as it was; there is none before zero.
fn moved(number: &str, by: i64) -> Option<String> {
    let value: i64 = number.parse().ok()?;
    let value = value.checked_add(by).filter(|value| *value >= 0)?;
    Some(format!("{value:0width$}", width = number.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cameras_and_people_write_counts_on() {
        use Kinship::{Counted, Said};
        for (name, follows, kinship) in [
            ("GH010012.MP4", "GH020012.MP4", Said),
            ("GX090345.mp4", "GX100345.mp4", Said),
            ("GOPR0012.MP4", "GP010012.MP4", Said),
            ("GP010012.MP4", "GP020012.MP4", Said),
            ("00001.MTS", "00002.MTS", Counted),
            ("00099.mts", "00100.mts", Counted),
            ("MVI_0999.MOV", "MVI_1000.MOV", Counted),
            ("M2U00003.MPG", "M2U00004.MPG", Counted),
            ("video (1).mp4", "video (2).mp4", Counted),
            ("clip_part1.mp4", "clip_part2.mp4", Said),
            ("clip-part09.mkv", "clip-part10.mkv", Said),
            ("Sitzung Teil 1.mp4", "Sitzung Teil 2.mp4", Said),
            ("talk.pt1.mp4", "talk.pt2.mp4", Said),
            ("talk 1of3.mp4", "talk 2of3.mp4", Said),
            ("talk 2 of 3.mp4", "talk 3 of 3.mp4", Said),
        ] {
            assert_eq!(next(name), Some((follows.to_owned(), kinship)), "{name}");
        }
    }

    #[test]
    fn names_that_number_something_else_have_no_next() {
        for name in [
            "session1.mp4",
            "talk 3of3.mp4",
            "role-play.mp4",
            "apart1.mp4",
            "20260309_142300.mp4x",
            "part.mp4",
            "é1.mp4",
            "",
            "7",
            "12345678901234567890.mp4",
        ] {
            let found = next(name);
            let counted = found
                .as_ref()
                .is_some_and(|(_, kin)| *kin == Kinship::Counted);
            assert!(
                found.is_none() || name.starts_with("2026") && counted,
                "{name}: {found:?}"
            );
        }
    }

    #[test]
    fn the_name_before_is_found_as_well() {
        for (name, before_it) in [
            ("GH020012.MP4", Some("GH010012.MP4")),
            ("GP010012.MP4", Some("GOPR0012.MP4")),
            ("GOPR0012.MP4", None),
            ("GH010012.MP4", None),
            ("clip_part2.mp4", Some("clip_part1.mp4")),
            ("00000.MTS", None),
        ] {
            let found = before(name).map(|(name, _)| name);
            assert_eq!(found.as_deref(), before_it, "{name}");
        }
    }
}
