//! The words of the timeline: what a screen reader says of a mark, and the card under the pointer.

use egui::{RichText, Ui};

use super::layout::{Bin, Hit, What};
use crate::{
    domain::{
        mark::{Author, Mark, Sureness, Tense, When},
        time::{MediaSpan, MediaTime},
    },
    tr,
    ui::{
        theme::{self, Tokens},
        view::View,
    },
};

/// So many marks of a bin are named on its card.
const NAMED: usize = 6;
/// Widest card.
const WIDTH: f32 = 320.0;

/// “Hard to think here, Robin, about Sam, 0:32.200”.
#[must_use]
pub fn of_mark(view: &View<'_>, mark: &Mark) -> String {
    tr!(
        "timeline-mark",
        label = view.mark_label(mark),
        who = who(view, mark),
        about = about(view, mark),
        time = when(mark.when)
    )
}

/// “12 marks, 0:32.200 to 0:40.000”.
#[must_use]
pub fn of_bin(view: &View<'_>, bin: &Bin) -> String {
    if view.client_present() {
        // Nothing is counted on a client's screen.
        return tr!("timeline-several-at", time = bin.from.short());
    }
    tr!(
        "timeline-bin",
        count = bin.count,
        time = stretch(bin.from, bin.to)
    )
}

fn who(view: &View<'_>, mark: &Mark) -> String {
    match &mark.author {
        Author::One(person) => view.name(person),
        Author::Together(people) => people
            .iter()
            .map(|id| view.name(id))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn about(view: &View<'_>, mark: &Mark) -> String {
    let author = match &mark.author {
        Author::One(person) => Some(person),
        Author::Together(_) => None,
    };
    view.about_words(&mark.about, author)
}

fn when(when: When) -> String {
    match when {
        When::Point(time) => time.short(),
        When::Span(span) => stretch(span.start(), span.end()),
        When::Open(time) => tr!("timeline-since", time = time.short()),
    }
}

/// “0:32.200”, or “0:32.200 to 0:40.000”.
#[must_use]
pub fn stretch_of(span: MediaSpan) -> String {
    if span.start() == span.end() {
        span.start().short()
    } else {
        stretch(span.start(), span.end())
    }
}

fn stretch(from: MediaTime, to: MediaTime) -> String {
    tr!("timeline-stretch", from = from.short(), to = to.short())
}

fn tense(mark: &Mark) -> String {
    match mark.tense {
        Tense::Then => tr!("timeline-then"),
        Tense::Now => tr!("timeline-now"),
        Tense::AboutThen => tr!("timeline-later"),
    }
}

/// The card of what the pointer is on.
pub fn card(ui: &mut Ui, view: &View<'_>, hit: &Hit) {
    ui.set_max_width(WIDTH);
    ui.spacing_mut().item_spacing.y = theme::GRID;
    let tokens = &view.tokens;
    let Some(session) = view.session() else {
        return;
    };
    match &hit.what {
        What::Mark(item) => {
            if let Some(mark) = session.mark(item.id) {
                mark_card(ui, view, mark);
            }
        }
        What::Bin(bin) => {
            ui.label(
                RichText::new(if view.client_present() {
                    tr!("timeline-several")
                } else {
                    tr!("timeline-many", count = bin.count)
                })
                .font(theme::bold(theme::BODY)),
            );
            secondary(ui, tokens, stretch(bin.from, bin.to));
            for mark in bin
                .ids
                .iter()
                .take(NAMED)
                .filter_map(|id| session.mark(*id))
            {
                ui.label(
                    RichText::new(format!(
                        "{}  {}",
                        mark.when.start().short(),
                        view.mark_label(mark)
                    ))
                    .size(theme::SMALL),
                );
            }
            if bin.count > NAMED {
                let more = if view.client_present() {
                    tr!("timeline-and-more")
                } else {
                    tr!("timeline-more", count = (bin.count - NAMED))
                };
                secondary(ui, tokens, more);
            }
        }
    }
}

fn mark_card(ui: &mut Ui, view: &View<'_>, mark: &Mark) {
    let tokens = &view.tokens;
    ui.label(RichText::new(view.mark_label(mark)).font(theme::bold(theme::BODY)));
    let mut facts = vec![who(view, mark), about(view, mark), tense(mark)];
    if mark.sureness == Some(Sureness::Guess) {
        facts.push(tr!("timeline-guess"));
    }
    secondary(ui, tokens, facts.join(", "));
    secondary(ui, tokens, when(mark.when));
    if let Some(words) = &mark.words {
        let words = if words.chars().count() > 240 {
            words.chars().take(239).chain(['…']).collect()
        } else {
            words.clone()
        };
        ui.label(RichText::new(tr!("timeline-quote", words = words)).size(theme::BODY));
    }
}

fn secondary(ui: &mut Ui, tokens: &Tokens, text: String) {
    ui.label(RichText::new(text).size(theme::SMALL).color(tokens.muted));
}
