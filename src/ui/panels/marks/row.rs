//! One row of the list: when, whose, what, about whom, and the words below.

use std::sync::Arc;

use egui::{
    Color32, Galley, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
};

use super::{EDGE, rows::Columns};
use crate::{
    app::marking::Face,
    domain::mark::{Author, Intensity, Mark, Sureness, Tense, When},
    tr,
    ui::{
        icons,
        theme::{self, GRID, Pair},
        view::View,
        widgets::{badge, digits, pill::elided, shape},
    },
};

const BADGE: f32 = 10.0;
const SHAPE: f32 = 6.5;
/// Centre of the first line and of the words below it, from the top of the row, in points.
const FIRST: f32 = 5.0 * GRID;
const SECOND: f32 = 11.0 * GRID;

/// What a row shows.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// The mark.
    pub mark: &'a Mark,
    /// How far it is moved in.
    pub depth: u8,
    /// Whether it is selected.
    pub on: bool,
}

/// Draws a row at its place.
pub fn show(ui: &mut Ui, view: &View<'_>, columns: Columns, rect: Rect, row: Row<'_>) -> Response {
    let mark = row.mark;
    let response = ui.interact(rect, ui.scope_id().with(mark.id), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::ListBoxOption, true, row.on, spoken(view, mark))
    });
    let tokens = &view.tokens;
    let painter = ui.painter();
    ground(ui, view, rect, row.on, &response);

    let line = rect.top() + FIRST;
    let middle = |galley: &Galley, x: f32, y: f32| pos2(x, y - galley.size().y / 2.0);
    let mut x = rect.left() + EDGE;
    let time = digits::layout(ui, &mark.when.start().short(), theme::SMALL, tokens.muted);
    if row.depth == 0 {
        painter.galley(
            middle(&time, x + columns.time - time.size().x, line),
            time,
            tokens.muted,
        );
    }
    x += columns.time + 2.0 * GRID + f32::from(row.depth) * 5.0 * GRID;
    let colours = view.author_colours(&mark.author);
    if row.depth > 0 {
        let sign = painter.layout_no_wrap(
            icons::REPLY.to_owned(),
            theme::regular(theme::SMALL),
            tokens.muted,
        );
        painter.galley(middle(&sign, x - 5.0 * GRID, line), sign, tokens.muted);
    }
    let disc = Pair {
        tint: if row.on { tokens.raised } else { colours.tint },
        ..colours
    };
    badge::paint(
        painter,
        pos2(x + BADGE, line),
        BADGE,
        &view.author_initial(&mark.author),
        disc,
    );
    x += 2.0 * BADGE + 2.0 * GRID;
    let words_at = x;
    let bare_reply = mark.codes.is_empty() && mark.reply_to().is_some();
    if !bare_reply {
        let look = shape::Look {
            ink: colours.ink,
            fill: Color32::TRANSPARENT,
            dashed: mark.sureness == Some(Sureness::Guess),
            line: theme::LINE,
        };
        shape::paint(
            painter,
            view.mark_shape(mark),
            pos2(x + SHAPE, line),
            SHAPE,
            look,
        );
        x += 2.0 * SHAPE + 2.0 * GRID;
    }

    let right = rect.right() - EDGE;
    let (label, about) = first_line(ui, view, mark, right - x);
    painter.galley(middle(&label, x, line), label, tokens.ink);
    let told = about.is_some();
    if let Some(about) = about {
        painter.galley(
            middle(&about, right - about.size().x, line),
            about,
            tokens.muted,
        );
    }
    let mut whole = told;
    if let Some(words) = &mark.words {
        let quoted = tr!("words-quoted", words = words.replace('\n', " "));
        let words = elided(
            ui,
            &quoted,
            theme::regular(theme::BODY),
            tokens.ink,
            right - words_at,
        );
        whole &= !words.elided;
        let at = middle(&words, words_at, rect.top() + SECOND);
        ui.painter().galley(at, words, tokens.ink);
    }
    hover(response, view, mark, whole)
}

/// What lies under a row: the selection, the hairline, the ring of the focus.
fn ground(ui: &Ui, view: &View<'_>, rect: Rect, on: bool, response: &Response) {
    let (tokens, painter) = (&view.tokens, ui.painter());
    if on {
        painter.rect_filled(rect, 0, tokens.accent_soft);
    } else if response.hovered() {
        painter.rect_filled(rect, 0, tokens.raised);
    }
    painter.hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        Stroke::new(1.0, tokens.line),
    );
    if response.has_focus() {
        painter.rect_stroke(
            rect.shrink(1.0),
            2,
            Stroke::new(1.0, tokens.accent),
            StrokeKind::Inside,
        );
    }
}

/// The label and what stands at the right: as much of it as leaves the label whole, since the label matters more.
fn first_line(
    ui: &Ui,
    view: &View<'_>,
    mark: &Mark,
    room: f32,
) -> (Arc<Galley>, Option<Arc<Galley>>) {
    let whole = view.mark_label(mark);
    let short = mark
        .codes
        .first()
        .and_then(|used| view.code(&used.code)?.short.as_deref())
        .filter(|short| view.face() == Face::Therapist && short.len() < whole.len());
    let choices = about_choices(view, mark);
    for label in [Some(whole.as_str()), short].into_iter().flatten() {
        let label = named(ui, view, mark, label, f32::INFINITY);
        let left = room - label.size().x - 2.0 * GRID;
        for words in &choices {
            let about = elided(
                ui,
                words,
                theme::regular(theme::SMALL),
                view.tokens.muted,
                left,
            );
            if !about.elided {
                return (label, Some(about));
            }
        }
    }
    (named(ui, view, mark, &whole, room), None)
}

/// The label with the strength and the number of further codes.
fn named(ui: &Ui, view: &View<'_>, mark: &Mark, label: &str, room: f32) -> Arc<Galley> {
    let tokens = &view.tokens;
    let format = |font_id: egui::FontId, ink: Color32| egui::TextFormat {
        font_id,
        color: ink,
        valign: egui::Align::Center,
        ..Default::default()
    };
    let mut job = egui::text::LayoutJob::default();
    job.append(label, 0.0, format(theme::bold(theme::BODY), tokens.ink));
    if let Some(strength) = strength(view, mark) {
        job.append(
            &strength.get().to_string(),
            2.0 * GRID,
            format(theme::bold(theme::BODY), tokens.ink),
        );
    }
    let others = mark.codes.len().saturating_sub(1);
    if others > 0 {
        let more = tr!("marks-more-codes", count = others);
        job.append(
            &more,
            1.5 * GRID,
            format(theme::regular(theme::SMALL), tokens.muted),
        );
    }
    job.break_on_newline = false;
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// How strong it was; a mark about a risk has no number.
fn strength(view: &View<'_>, mark: &Mark) -> Option<Intensity> {
    mark.intensity.filter(|_| !view.is_about_risk(mark))
}

/// What stands at the right, from long to short.
fn about_choices(view: &View<'_>, mark: &Mark) -> Vec<String> {
    let author = match &mark.author {
        Author::One(person) => Some(person),
        Author::Together(_) => None,
    };
    let about = view.about_words(&mark.about, author);
    let tense = tense_words(mark.tense);
    let guess = (mark.sureness == Some(Sureness::Guess)).then(|| tr!("sureness-guess"));
    let mut choices = Vec::with_capacity(3);
    if let Some(guess) = guess {
        choices.push(format!("{about}, {tense}, {guess}"));
        if mark.tense == Tense::Then {
            choices.push(format!("{about}, {guess}"));
        }
    }
    choices.push(format!("{about}, {tense}"));
    choices.push(about);
    choices
}

/// The word for when a state was there.
#[must_use]
pub fn tense_words(tense: Tense) -> String {
    match tense {
        Tense::Then => tr!("tense-then"),
        Tense::Now => tr!("tense-now"),
        Tense::AboutThen => tr!("tense-later"),
    }
}

fn hover(response: Response, view: &View<'_>, mark: &Mark, whole: bool) -> Response {
    let stretch = match mark.when {
        When::Point(_) => None,
        When::Span(span) => Some(tr!(
            "time-from-to",
            from = span.start().short(),
            to = span.end().short()
        )),
        When::Open(start) => Some(tr!("time-from", from = start.short())),
    };
    let more = mark.codes.len() > 1;
    if whole && stretch.is_none() && !more {
        return response;
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(90.0 * GRID);
        if let Some(stretch) = stretch {
            ui.label(stretch);
        }
        if more {
            let codes: Vec<String> = mark
                .codes
                .iter()
                .map(|used| view.code_label(&used.code))
                .collect();
            ui.label(codes.join(", "));
        }
        if !whole {
            ui.label(
                about_choices(view, mark)
                    .into_iter()
                    .next()
                    .unwrap_or_default(),
            );
            if let Some(words) = &mark.words {
                ui.label(words);
            }
        }
    })
}

/// All of a row in the order in which one would read it out.
fn spoken(view: &View<'_>, mark: &Mark) -> String {
    let time = match mark.when {
        When::Point(time) => time.short(),
        When::Span(span) => tr!(
            "time-from-to",
            from = span.start().short(),
            to = span.end().short()
        ),
        When::Open(start) => tr!("time-from", from = start.short()),
    };
    let mut parts = vec![time, author_name(view, &mark.author)];
    let original = mark.reply_to().and_then(|id| view.session()?.mark(id));
    if let Some(original) = original {
        parts.push(tr!(
            "mark-reply-to",
            name = author_name(view, &original.author)
        ));
    }
    if mark.codes.is_empty() {
        if original.is_none() {
            parts.push(view.mark_label(mark));
        }
    } else {
        parts.extend(mark.codes.iter().map(|used| view.code_label(&used.code)));
    }
    if let Some(strength) = strength(view, mark) {
        parts.push(tr!("strength-of", value = strength.get()));
    }
    parts.extend(about_choices(view, mark).into_iter().next());
    if let Some(words) = &mark.words {
        parts.push(tr!("words-quoted", words = words.as_str()));
    }
    parts.join(", ")
}

/// The pseudonyms of a mark's author.
#[must_use]
pub fn author_name(view: &View<'_>, author: &Author) -> String {
    match author {
        Author::One(person) => view.name(person),
        Author::Together(people) => people
            .iter()
            .map(|id| view.name(id))
            .collect::<Vec<_>>()
            .join(", "),
    }
}
