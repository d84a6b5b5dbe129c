//! What people marked at one moment: rows, and who stood where.

use egui::{
    Align2, Color32, CornerRadius, Frame, Label, Margin, Rect, RichText, Role, Sense, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::{
    domain::{
        id::PersonId,
        mark::{CodeUse, When},
        training::{Consensus, Voice},
    },
    tr,
    ui::{
        theme::{self, GRID, Pair},
        view::View,
        widgets::{badge, shape},
    },
};

/// Radius of a mark's shape in a row.
const MARK: f32 = 5.5;
/// Room for the time in a row.
const TIME: f32 = 46.0;

/// Where it lies: `0:32`, or `0:32–0:56`.
pub(super) fn time(when: When) -> String {
    match when {
        When::Point(at) | When::Open(at) => at.whole_seconds(),
        When::Span(span) => format!(
            "{}–{}",
            span.start().whole_seconds(),
            span.end().whole_seconds()
        ),
    }
}

/// What it means that there is no code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Blank {
    /// It is in words only.
    #[default]
    Words,
    /// What it is called comes later.
    Moment,
    /// It was given no name.
    NoName,
}

impl Blank {
    fn words(self) -> String {
        match self {
            Self::Words => tr!("training-own-words"),
            Self::Moment => tr!("training-moment"),
            Self::NoName => tr!("training-no-name"),
        }
    }
}

/// The words for codes, or for none.
pub(super) fn codes(view: &View<'_>, codes: &[CodeUse], blank: Blank) -> String {
    if codes.is_empty() {
        return blank.words();
    }
    let labels: Vec<String> = codes
        .iter()
        .map(|used| view.code_label(&used.code))
        .collect();
    labels.join(" · ")
}

/// What a rater is called: by name where that is told, else by number.
pub(super) fn name(view: &View<'_>, consensus: &Consensus, rater: &PersonId) -> String {
    let known = consensus.name_of(rater);
    if !known.is_empty() {
        return known.to_owned();
    }
    let number = consensus
        .raters
        .iter()
        .position(|known| known.person == *rater);
    number.map_or_else(
        || view.name(rater),
        |at| {
            let number = at + 1;
            tr!("training-expert", number = number)
        },
    )
}

fn colours(view: &View<'_>, consensus: &Consensus, rater: &PersonId) -> Pair {
    if view.person(rater).is_some() {
        return view.colours(rater);
    }
    let at = consensus
        .raters
        .iter()
        .position(|known| known.person == *rater);
    let hue = at.and_then(|at| u8::try_from(at).ok()).unwrap_or(0);
    view.tokens.person(hue + 2)
}

/// A row that can be chosen.
pub(super) struct Row<'a> {
    pub when: When,
    pub codes: &'a [CodeUse],
    /// What is shown where there is no code, if not the usual.
    pub instead: Option<String>,
    pub blank: Blank,
    pub right: String,
    pub on: bool,
}

impl Row<'_> {
    /// Shows it over the whole width; true when it was pressed.
    pub(super) fn show(&self, ui: &mut Ui, view: &View<'_>) -> bool {
        let tokens = &view.tokens;
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), theme::TARGET), Sense::click());
        let words = match &self.instead {
            Some(words) if self.codes.is_empty() => words.clone(),
            _ => codes(view, self.codes, self.blank),
        };
        let at = self.when.start().whole_seconds();
        response.widget_info(|| {
            let said = [at.as_str(), &words, &self.right];
            let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
            WidgetInfo::selected(
                Role::ListBoxOption,
                ui.is_enabled(),
                self.on,
                said.join(", "),
            )
        });
        if !ui.is_rect_visible(rect) {
            return response.clicked();
        }
        let ground = rect.expand2(vec2(6.0, 0.0));
        let painter = ui.painter();
        if self.on {
            painter.rect_filled(ground, theme::RADIUS, tokens.accent_soft);
        } else if response.hovered() || response.has_focus() {
            painter.rect_filled(ground, theme::RADIUS, tokens.raised);
        }
        let small = theme::regular(theme::SMALL);
        painter.text(
            rect.left_center(),
            Align2::LEFT_CENTER,
            &at,
            small.clone(),
            tokens.muted,
        );
        let right = painter.text(
            rect.right_center(),
            Align2::RIGHT_CENTER,
            &self.right,
            small,
            tokens.muted,
        );
        let mut left = rect.left() + TIME;
        if let Some(first) = self.codes.first() {
            let look = shape::Look {
                ink: tokens.muted,
                fill: Color32::TRANSPARENT,
                dashed: false,
                line: theme::LINE,
            };
            let centre = pos2(left + MARK, rect.center().y);
            shape::paint(painter, view.shape(&first.code), centre, MARK, look);
        }
        left += 2.0 * MARK + 2.0 * GRID;
        let width = (right.left() - 2.0 * GRID - left).max(20.0);
        let waits = self.codes.is_empty() && self.blank == Blank::NoName;
        let ink = if waits { tokens.muted } else { tokens.ink };
        let galley = elided(ui, &words, width, ink);
        let top = rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(pos2(left, top), galley, ink);
        response.clicked()
    }
}

fn elided(ui: &Ui, words: &str, width: f32, ink: Color32) -> std::sync::Arc<egui::Galley> {
    let mut job =
        egui::text::LayoutJob::simple(words.to_owned(), theme::regular(theme::BODY), ink, width);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    ui.painter().layout_job(job)
}

/// A raised card.
pub(super) fn raised<R>(ui: &mut Ui, view: &View<'_>, add: impl FnOnce(&mut Ui) -> R) -> R {
    Frame::new()
        .fill(view.tokens.raised)
        .stroke(Stroke::new(1.0, view.tokens.line))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::symmetric(12, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 1.5 * GRID;
            add(ui)
        })
        .inner
}

/// Who stood where: each rater with a badge, what they called it, when, and their words.
pub(super) fn voices(
    ui: &mut Ui,
    view: &View<'_>,
    consensus: &Consensus,
    voices: &[Voice],
    blank: Blank,
) {
    for voice in voices {
        let name = name(view, consensus, &voice.rater);
        let initial: String = if consensus.name_of(&voice.rater).is_empty() {
            name.chars().filter(char::is_ascii_digit).collect()
        } else {
            name.chars().take(1).collect()
        };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0 * GRID;
            badge::show(ui, &initial, &name, colours(view, consensus, &voice.rater));
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let words = voice.words.as_deref();
                let blank = if words.is_some() && blank == Blank::NoName {
                    Blank::Words
                } else {
                    blank
                };
                let title = codes(view, &voice.codes, blank);
                said(ui, view, &title, voice.when, Some(&name), words);
            });
        });
    }
    let silent: Vec<String> = consensus
        .raters
        .iter()
        .filter(|rater| !voices.iter().any(|voice| voice.rater == rater.person))
        .map(|rater| name(view, consensus, &rater.person))
        .collect();
    if !silent.is_empty() {
        let words = tr!("training-silent", names = silent.join(", "));
        let words = RichText::new(words).size(theme::SMALL).color(view.muted());
        ui.add(Label::new(words).wrap());
    }
}

/// What somebody marked: what it is called, who marked it where, and their own words.
pub(super) fn said(
    ui: &mut Ui,
    view: &View<'_>,
    title: &str,
    when: When,
    who: Option<&str>,
    words: Option<&str>,
) {
    ui.add(Label::new(RichText::new(title).color(view.tokens.ink)).wrap());
    let words = words.map(|words| {
        // What was quoted from the recording is in quotes already.
        if words.contains('“') {
            words.to_owned()
        } else {
            format!("“{words}”")
        }
    });
    let parts = who.map(str::to_owned).into_iter().chain([time(when)]);
    let words: Vec<String> = parts.chain(words).collect();
    let words = words.join(" · ");
    let words = RichText::new(words).size(theme::SMALL).color(view.muted());
    ui.add(Label::new(words).wrap());
}

/// Adds something to a page.
pub(super) type Add<'a> = &'a mut dyn FnMut(&mut Ui);

/// Two things beside each other, each with what it is above it.
pub(super) fn side_by_side(ui: &mut Ui, view: &View<'_>, both: [(&str, Add<'_>); 2]) {
    let gap = 3.0 * GRID;
    let width = ((ui.available_width() - gap) / 2.0).max(60.0);
    let top = ui.cursor().min;
    let mut bottom = top.y;
    for (at, (title, add)) in both.into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "two at most")]
        let x = top.x + at as f32 * (width + gap);
        let rect = Rect::from_min_size(pos2(x, top.y), vec2(width, f32::INFINITY));
        let builder = egui::UiBuilder::new().id_salt(at).max_rect(rect);
        let shown = ui.scope_builder(builder, |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.5 * GRID;
            let title = RichText::new(title)
                .size(theme::SMALL)
                .color(view.tokens.muted);
            ui.add(Label::new(title).wrap());
            add(ui);
        });
        bottom = bottom.max(shown.response.rect.bottom());
    }
    let used = Rect::from_min_max(top, pos2(top.x + 2.0 * width + gap, bottom));
    ui.advance_cursor_after_rect(used);
}
