//! Looking for words in what is said: the field, how many there are, the next and the one before.

use std::ops::Range;

use egui::{Key, RichText, TextEdit, Ui, vec2};

use crate::{
    app::marking::Face,
    client,
    interop::captions::Line,
    tr,
    ui::{
        icons,
        theme::{self, GRID},
        view::View,
    },
};

/// What the search keeps.
#[derive(Debug, Default)]
pub(super) struct FindLook {
    text: String,
    /// The lines that have it, for this text and these lines.
    hits: Vec<usize>,
    key: Option<(String, usize, usize)>,
    /// Which of the hits was gone to last.
    at: Option<usize>,
}

impl FindLook {
    /// What is looked for, in small letters; nothing while the field is empty.
    pub fn needle(&self) -> Vec<char> {
        small(self.text.trim())
    }

    /// Brings the hits up to date; true if what is looked for changed.
    fn refresh(&mut self, lines: &[Line]) -> bool {
        let key = Some((self.text.clone(), lines.as_ptr() as usize, lines.len()));
        if self.key == key {
            return false;
        }
        self.key = key;
        self.at = None;
        let needle = self.needle();
        self.hits = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| {
                let named = line.speaker.as_deref().unwrap_or_default();
                !find_all(&line.text, &needle).is_empty() || !find_all(named, &needle).is_empty()
            })
            .map(|(at, _)| at)
            .collect();
        true
    }

    /// One hit on or back, around the end; the line it is in.
    fn step(&mut self, on: bool, from: Option<usize>) -> Option<usize> {
        let count = self.hits.len();
        if count == 0 {
            return None;
        }
        let next = match (self.at, on) {
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
            // The first at or after the line that is heard, or the last before it.
            (None, _) => {
                let after = self
                    .hits
                    .partition_point(|line| Some(*line) < from.or(Some(0)));
                if on {
                    after % count
                } else {
                    (after + count - 1) % count
                }
            }
        };
        self.at = Some(next);
        self.hits.get(next).copied()
    }
}

/// Letters in their small form, for comparing.
fn small(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Where in `text` the small letters of `needle` stand, whatever their case, one after the other.
#[must_use]
pub fn find_all(text: &str, needle: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if needle.is_empty() {
        return found;
    }
    // A letter may become several when it is made small: each remembers the letter it came from.
    let mut letters: Vec<(char, Range<usize>)> = Vec::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let from = at..at + letter.len_utf8();
        letters.extend(letter.to_lowercase().map(|small| (small, from.clone())));
    }
    let mut at = 0;
    while let Some(window) = letters.get(at..at + needle.len()) {
        if window.iter().map(|(letter, _)| letter).eq(needle) {
            let start = letters[at].1.start;
            let end = letters[at + needle.len() - 1].1.end;
            // Two forms of one letter must not be counted twice.
            if found
                .last()
                .is_none_or(|last: &Range<usize>| last.end <= start)
            {
                found.push(start..end);
            }
            at += needle.len();
        } else {
            at += 1;
        }
    }
    found
}

/// Shows the field; returns the line to bring into view.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut FindLook,
    focus: bool,
    current: Option<usize>,
) -> Option<usize> {
    let lines = view
        .recording()
        .map_or(&[][..], |open| open.captions.lines());
    let mut wanted = None;
    let hint = if view.face() == Face::Client {
        client!("client-find-words")
    } else {
        tr!("transcript-find")
    };
    ui.horizontal(|ui| {
        let taken = if look.text.trim().is_empty() {
            0.0
        } else {
            132.0
        };
        let field = TextEdit::singleline(&mut look.text)
            .hint_text(hint.as_str())
            .desired_width((ui.available_width() - taken).max(60.0))
            .margin(vec2(2.0 * GRID, 5.0));
        let response = ui.add(field);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label(hint.as_str()));
        if focus {
            response.request_focus();
        }
        let searching = !look.text.trim().is_empty();
        if look.refresh(lines) && searching {
            wanted = look.step(true, current);
        }
        let (enter, back, escape) = ui.input(|input| {
            (
                input.key_pressed(Key::Enter),
                input.modifiers.shift,
                input.key_pressed(Key::Escape),
            )
        });
        if response.lost_focus() && enter {
            wanted = look.step(!back, current).or(wanted);
            response.request_focus();
        }
        if response.lost_focus() && escape {
            look.text.clear();
        }
        if !searching {
            return;
        }
        let words = match (look.at, look.hits.len()) {
            (_, 0) => tr!("transcript-find-none"),
            (at, count) => tr!(
                "transcript-find-count",
                at = at.map_or(0, |at| at + 1),
                count = count
            ),
        };
        for (icon, spoken, on) in [
            (icons::LEFT, tr!("transcript-find-back"), false),
            (icons::RIGHT, tr!("transcript-find-next"), true),
        ] {
            if super::small(ui, view, icon, &spoken) {
                wanted = look.step(on, current).or(wanted);
            }
        }
        ui.label(
            RichText::new(words)
                .size(theme::SMALL)
                .color(view.tokens.muted),
        );
    });
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_whatever_their_case() {
        let found = |text: &str, needle: &str| find_all(text, &small(needle));
        assert_eq!(found("You're late. LATE!", "late"), [7..11, 13..17]);
        assert_eq!(found("İstanbul", "st"), vec![Range { start: 2, end: 4 }]);
        assert_eq!(found("größer", "ÖSS"), Vec::<Range<usize>>::new());
        assert_eq!(found("GRÖẞE", "öß"), vec![Range { start: 2, end: 7 }]);
        assert!(found("aaa", "").is_empty());
        assert_eq!(found("aaa", "aa"), vec![Range { start: 0, end: 2 }]);
    }
}
