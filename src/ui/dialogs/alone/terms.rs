//! What is agreed before a round: which stretch, and until when.

use chrono::{Days, NaiveDate};
use egui::Ui;

use super::super::pills;
use crate::{
    app::{review::alone::Terms, transport::Loop},
    client,
    domain::time::MediaSpan,
    tr,
    ui::view::View,
};

/// How many days may be given.
const DAYS: [u64; 3] = [3, 7, 14];

/// What is chosen for a round that is not begun yet.
#[derive(Debug, Default)]
pub(super) struct TermsLook {
    /// The stretch that is looped, instead of the whole recording.
    stretch: bool,
    /// For so many days; no day is set where it is `None`.
    days: Option<u64>,
}

impl TermsLook {
    /// The choices, and what they come to.
    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>) -> Terms {
        let looped = looped(view);
        ui.label(tr!("alone-stretch"));
        let mut stretches = vec![(tr!("alone-whole"), !self.stretch || looped.is_none())];
        if let Some(span) = looped {
            stretches.push((span_words(span), self.stretch));
        }
        if let Some(at) = pills(ui, &view.tokens, &stretches) {
            self.stretch = at == 1;
        }
        if looped.is_none() {
            super::note(ui, &view.tokens, tr!("alone-stretch-hint"));
        }
        ui.label(tr!("alone-until"));
        let mut days = vec![(tr!("alone-no-day"), self.days.is_none())];
        days.extend(DAYS.map(|days| (tr!("alone-days", days = days), self.days == Some(days))));
        if let Some(at) = pills(ui, &view.tokens, &days) {
            self.days = at.checked_sub(1).map(|at| DAYS[at]);
        }
        let until = self.days.and_then(|days| {
            let today = view.app.reading().wall.date_naive();
            today.checked_add_days(Days::new(days))
        });
        Terms {
            span: looped.filter(|_| self.stretch),
            until,
        }
    }
}

fn looped(view: &View<'_>) -> Option<MediaSpan> {
    match view.transport()?.looping {
        Loop::Between(span) => Some(span),
        Loop::Off | Loop::From(_) => None,
    }
}

fn span_words(span: MediaSpan) -> String {
    client!(
        "compare-from-to",
        from = span.start().whole_seconds(),
        to = span.end().whole_seconds()
    )
}

/// A day as people write it.
fn day_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// The terms in one line; `None` where it is the whole recording and no day is set.
#[must_use]
pub fn line(terms: &Terms) -> Option<String> {
    let span = terms.span.map(span_words);
    let until = terms
        .until
        .map(|day| client!("alone-until-day", day = day_words(day)));
    match (span, until) {
        (Some(span), Some(until)) => Some(format!("{span} · {until}")),
        (one, other) => one.or(other),
    }
}
