//! The lines under a picture, and the moments behind the one that is chosen.

use egui::{
    Align, Color32, Label, Layout, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo,
    pos2, vec2,
};

use super::{Scene, lines::Line, push};
use crate::{
    analysis::insight::{Insight, Moment},
    app::{Command, InsightCommand, PlaylistCommand, review::playlist::Clip},
    tr,
    ui::{
        icons,
        theme::{self, GRID, Tokens},
        view::View,
        widgets::{
            chip::{self, Kind},
            pill::elided,
        },
    },
};

/// Height of a line.
const HEIGHT: f32 = 32.0;
/// From this many lines on, only those in sight are drawn.
const MANY: usize = 60;
/// Height of a moment: what it is, and words.
const MOMENT: f32 = 44.0;

/// One line that can be chosen: what it is on the left, how much on the right; beneath it where there is no room beside it.
pub(super) fn row(
    ui: &mut Ui,
    tokens: &Tokens,
    label: &str,
    value: &str,
    ink: Option<Color32>,
    on: bool,
) -> egui::Response {
    let width = ui.available_width();
    let before = ink.map_or(0.0, |_| 6.0 * GRID);
    let room = width - 4.0 * GRID - before;
    let font = theme::regular(theme::BODY);
    let label_drawn = elided(ui, label, font, tokens.ink, room);
    let small = theme::regular(theme::SMALL);
    let painter = ui.painter().clone();
    let beside = painter.layout_no_wrap(value.to_owned(), small.clone(), tokens.muted);
    let below = label_drawn.size().x + beside.size().x + 4.0 * GRID > room;
    let value_drawn = if below {
        painter.layout(value.to_owned(), small, tokens.muted, room)
    } else {
        beside
    };
    let height = if below {
        HEIGHT + value_drawn.size().y
    } else {
        HEIGHT
    };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let spoken = if value.is_empty() {
        label.to_owned()
    } else {
        format!("{label}: {value}")
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &spoken));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let hot = response.hovered() || response.has_focus();
    if on || hot {
        let fill = if on {
            tokens.accent_soft
        } else {
            tokens.accent_soft.gamma_multiply(0.5)
        };
        painter.rect_filled(rect, theme::RADIUS, fill);
    }
    let inner = rect.shrink2(vec2(2.0 * GRID, 0.0));
    let middle = rect.top() + HEIGHT / 2.0;
    if let Some(ink) = ink {
        // As the line is drawn in the picture.
        let line = inner.left()..=inner.left() + 4.0 * GRID;
        painter.hline(line, middle, Stroke::new(2.5, ink));
    }
    let at = pos2(inner.left() + before, middle - label_drawn.size().y / 2.0);
    painter.galley(at, label_drawn, tokens.ink);
    let at = if below {
        pos2(inner.left(), rect.top() + HEIGHT - 1.5 * GRID)
    } else {
        let size = value_drawn.size();
        pos2(inner.right() - size.x, middle - size.y / 2.0)
    };
    painter.galley(at, value_drawn, tokens.muted);
    response
}

/// Every bar and point of the picture, in words.
pub(super) fn list(ui: &mut Ui, view: &View<'_>, chosen: &mut Option<usize>, lines: &[Line]) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (at, line) in lines.iter().enumerate() {
            let on = *chosen == Some(at);
            if lines.len() > MANY && !on {
                // Of very many, those out of sight have a place and no words.
                let size = vec2(ui.available_width(), HEIGHT);
                let place = Rect::from_min_size(ui.cursor().min, size);
                if !ui.is_rect_visible(place) {
                    ui.allocate_exact_size(size, Sense::hover());
                    continue;
                }
            }
            if row(ui, &view.tokens, &line.label, &line.value, line.ink, on).clicked() {
                *chosen = (!on).then_some(at);
            }
        }
    });
}

/// Puts what came before an onset into the list of clips: the chosen one, or all.
pub(super) fn clips(
    ui: &mut Ui,
    scene: &Scene<'_>,
    chosen: Option<usize>,
    found: &Insight,
    commands: &mut Vec<Command>,
) {
    let each = &found.triggers.each;
    let clip = |before: &crate::analysis::insight::Before| Clip {
        span: before.span,
        title: tr!("insight-clip", time = before.onset.whole_seconds()),
        mark: None,
        good: false,
        // Where mentalizing was lost is the team's reading; whoever is seen there is asked before it is played to them.
        for_team: true,
    };
    let writable = scene
        .view
        .desk()
        .is_some_and(|desk| desk.document.writable());
    let tokens = &scene.view.tokens;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        let all = tr!("insight-clips-all", count = each.len());
        if ui
            .add_enabled(writable, chip::button(tokens, all, Kind::Plain))
            .clicked()
        {
            let clips = each.iter().map(clip).collect();
            commands.push(Command::Playlist(PlaylistCommand::Add(clips)));
        }
        let one = chosen.and_then(|at| each.get(at));
        if let Some(before) = one {
            let words = tr!("insight-clips-one");
            if ui
                .add_enabled(writable, chip::button(tokens, words, Kind::Plain))
                .clicked()
            {
                commands.push(Command::Playlist(PlaylistCommand::Add(vec![clip(before)])));
            }
        }
    });
}

/// The moments of a line; each is heard from a little before it.
pub(super) fn moments(
    ui: &mut Ui,
    scene: &Scene<'_>,
    line: Option<&Line>,
    commands: &mut Vec<Command>,
) {
    match line {
        Some(line) => {
            let title = format!("{} · {}", line.label, tr!("insight-moments"));
            listed(ui, scene, &title, &line.moments, commands);
        }
        None => super::quiet(ui, scene.view, &tr!("insight-choose")),
    }
}

/// Moments under a heading.
pub(super) fn listed(
    ui: &mut Ui,
    scene: &Scene<'_>,
    title: &str,
    moments: &[Moment],
    commands: &mut Vec<Command>,
) {
    let title = RichText::new(title).font(theme::bold(theme::BODY));
    ui.add(Label::new(title).truncate());
    ui.add_space(GRID);
    if moments.is_empty() {
        super::quiet(ui, scene.view, &tr!("insight-no-moments"));
        return;
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    ScrollArea::vertical()
        .id_salt("moments")
        .auto_shrink(false)
        .show_rows(ui, MOMENT, moments.len(), |ui, range| {
            for moment in moments.get(range).unwrap_or_default() {
                one(ui, scene, moment, commands);
            }
        });
}

fn one(ui: &mut Ui, scene: &Scene<'_>, moment: &Moment, commands: &mut Vec<Command>) {
    let view = scene.view;
    let tokens = &view.tokens;
    let mark = moment.mark.and_then(|id| scene.session.mark(id));
    let (start, end) = (moment.span.start(), moment.span.end());
    let time = if start < end {
        format!("{}–{}", start.whole_seconds(), end.whole_seconds())
    } else {
        start.short()
    };
    let what = match (&moment.code, mark) {
        (Some(code), _) => view.code_label(code),
        (None, Some(mark)) => view.mark_label(mark),
        (None, None) => tr!("insight-this-stretch"),
    };
    let author = mark.map(|mark| view.author_initial(&mark.author));
    let words = mark
        .and_then(|mark| mark.words.as_deref())
        .unwrap_or_default();
    let on = mark.is_some_and(|mark| {
        view.desk()
            .is_some_and(|desk| desk.selected == Some(mark.id))
    });
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), MOMENT), Sense::click());
    let spoken = || {
        let said = [Some(time.as_str()), Some(what.as_str()), author.as_deref()]
            .into_iter()
            .flatten()
            .chain((!words.is_empty()).then_some(words));
        tr!("insight-hear", what = said.collect::<Vec<_>>().join(", "))
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, spoken()));
    if ui.is_rect_visible(rect) {
        let hot = response.hovered() || response.has_focus();
        let fill = match (on, hot) {
            (true, _) => Some(tokens.accent_soft),
            (false, true) => Some(tokens.accent_soft.gamma_multiply(0.5)),
            (false, false) => None,
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(rect, theme::RADIUS, fill);
        }
        let inner = rect.shrink2(vec2(2.0 * GRID, GRID));
        let line = Rect::from_min_size(inner.min, vec2(inner.width(), inner.height() / 2.0));
        let small = theme::regular(theme::SMALL);
        let icon = elided(ui, icons::PLAY, theme::regular(11.0), tokens.muted, 16.0);
        let time = elided(ui, &time, small.clone(), tokens.muted, inner.width());
        let place = |galley: &egui::Galley, x: f32, row: Rect| {
            pos2(x, row.center().y - galley.size().y / 2.0)
        };
        let mut x = line.left();
        let at = place(&icon, x, line);
        ui.painter().galley(at, icon, tokens.muted);
        x += 16.0;
        let width = time.size().x;
        let at = place(&time, x, line);
        ui.painter().galley(at, time, tokens.muted);
        x += width + 2.0 * GRID;
        let initial = author.as_deref().map(|author| {
            let ink = mark.map_or(tokens.muted, |mark| view.author_colours(&mark.author).ink);
            elided(ui, author, theme::bold(theme::SMALL), ink, 40.0)
        });
        let room = line.right() - x - initial.as_ref().map_or(0.0, |of| of.size().x + 2.0 * GRID);
        let what = elided(ui, &what, theme::regular(theme::BODY), tokens.ink, room);
        let at = place(&what, x, line);
        ui.painter().galley(at, what, tokens.ink);
        if let Some(initial) = initial {
            let at = place(&initial, line.right() - initial.size().x, line);
            ui.painter().galley(at, initial, tokens.muted);
        }
        if !words.is_empty() {
            let below = line.translate(vec2(16.0, inner.height() / 2.0));
            let said = format!("“{words}”");
            let words = elided(ui, &said, small, tokens.muted, line.width() - 16.0);
            let at = place(&words, below.left(), below);
            ui.painter().galley(at, words, tokens.muted);
        }
    }
    if response.clicked() {
        push(
            commands,
            InsightCommand::Play {
                from: start,
                mark: moment.mark,
            },
        );
    }
}

/// A heading with a quiet second part at the right.
pub(super) fn heading(ui: &mut Ui, view: &View<'_>, title: &str, note: &str) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(title).font(theme::bold(theme::BODY)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let note = RichText::new(note).size(theme::SMALL).color(view.muted());
            ui.add(Label::new(note).truncate());
        });
    });
}
