//! Lining up two recordings: a strip under the pictures, so that both are seen while one of them is stepped.

use egui::{Align, Layout, Margin, Rect, RichText, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo};

use crate::{
    app::{Command, CompanionCommand, companion::Companion},
    domain::{
        alignment::Alignment,
        time::{MediaDelta, MediaTime},
    },
    media::FrameIndex,
    tr,
    ui::{
        dialogs::icon_button,
        icons,
        theme::{self, GRID},
        view::View,
        widgets::{
            chip::{self, Kind},
            digits,
            timecode_edit::TimecodeEdit,
        },
    },
};

/// Height of the strip with this many rows.
const HEIGHTS: [f32; 2] = [84.0, 118.0];
/// Above this width everything is in one row under the heading, and above the second if there is more to say.
const WIDE: [f32; 2] = [860.0, 1200.0];

/// What the strip keeps.
pub(super) struct LiningLook {
    offset: TimecodeEdit,
}

impl Default for LiningLook {
    fn default() -> Self {
        Self {
            offset: TimecodeEdit::signed(),
        }
    }
}

/// The stage without the strip, and the strip; no strip while nothing is lined up.
pub(super) fn divide(view: &View<'_>, stage: Rect) -> (Rect, Option<Rect>) {
    if view.app.lining().is_none() {
        return (stage, None);
    }
    let height = HEIGHTS[usize::from(!is_wide(view, stage.width()))];
    let at = (stage.bottom() - height).max(stage.top());
    let strip = Rect::from_min_max(egui::pos2(stage.left(), at), stage.max);
    let mut rest = stage;
    rest.max.y = (at - 2.0 * GRID).max(stage.top());
    (rest, Some(strip))
}

/// Whether the figures have room beside the buttons.
fn is_wide(view: &View<'_>, width: f32) -> bool {
    let second = view.recording().and_then(|open| open.companion());
    let more = view.app.lining().is_some_and(|lining| lining.apart)
        || second.is_some_and(|second| second.alignment.second.is_some());
    width > WIDE[usize::from(more)]
}

/// Shows the strip.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut LiningLook,
    strip: Option<Rect>,
    commands: &mut Vec<Command>,
) {
    let (Some(strip), Some(second)) = (strip, view.recording().and_then(|open| open.companion()))
    else {
        return;
    };
    let tokens = &view.tokens;
    ui.painter().rect(
        strip,
        theme::RADIUS,
        tokens.panel,
        Stroke::new(1.0, tokens.line),
        StrokeKind::Inside,
    );
    let inner = strip
        - Margin {
            left: 14,
            right: 8,
            top: 6,
            bottom: 8,
        };
    let shown = ui.scope_builder(
        UiBuilder::new()
            .id_salt("line up")
            .max_rect(inner)
            .layout(Layout::top_down(Align::Min)),
        |ui| {
            ui.set_clip_rect(strip.intersect(ui.clip_rect()));
            ui.spacing_mut().item_spacing = egui::vec2(2.0 * GRID, GRID);
            heading(ui, view, commands);
            let wide = is_wide(view, strip.width());
            ui.horizontal(|ui| {
                ui.set_min_height(theme::TARGET);
                steps(ui, view, second, commands);
                if wide {
                    ui.add_space(2.0 * GRID);
                    figures(ui, view, look, second, commands);
                }
            });
            if !wide {
                ui.horizontal(|ui| {
                    ui.set_min_height(28.0);
                    figures(ui, view, look, second, commands);
                });
            }
        },
    );
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(egui::Role::Group, true, tr!("lining-title")));
}

fn heading(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("lining-title")).font(theme::bold(theme::BODY)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let words = tr!("lining-done");
            if icon_button(ui, &view.tokens, icons::CLOSE, &words).clicked() {
                commands.push(Command::Companion(CompanionCommand::LinedUp));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = RichText::new(hint(view))
                    .size(theme::SMALL)
                    .color(view.tokens.muted);
                ui.add(egui::Label::new(text).truncate());
            });
        });
    });
}

/// What to do next.
fn hint(view: &View<'_>) -> String {
    let apart = view.app.lining().is_some_and(|lining| lining.apart);
    if apart {
        tr!("lining-hint-apart")
    } else {
        tr!("lining-hint")
    }
}

fn steps(ui: &mut Ui, view: &View<'_>, second: &Companion, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    let own = second.position();
    ui.label(
        RichText::new(tr!("lining-second"))
            .size(theme::SMALL)
            .color(tokens.muted),
    );
    let mut move_by = |ui: &mut Ui, sign: &str, words: String, command: CompanionCommand| {
        let button = chip::button(tokens, sign, Kind::Plain)
            .min_size(egui::vec2(theme::TARGET, theme::TARGET));
        let response = ui.add_enabled(second.is_open(), button);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, second.is_open(), &words));
        if response.on_hover_text(&words).clicked() {
            commands.push(Command::Companion(command));
        }
    };
    ui.spacing_mut().item_spacing.x = GRID;
    let second_long = MediaDelta::from_millis(1000);
    let back = MediaDelta::from_millis(-1000);
    move_by(
        ui,
        &tr!("lining-second-back-sign"),
        tr!("lining-second-back"),
        CompanionCommand::Jump(back),
    );
    move_by(
        ui,
        icons::LEFT,
        tr!("lining-frame-back"),
        CompanionCommand::Step(-1),
    );
    time(ui, view, own);
    move_by(
        ui,
        icons::RIGHT,
        tr!("lining-frame-on"),
        CompanionCommand::Step(1),
    );
    move_by(
        ui,
        &tr!("lining-second-on-sign"),
        tr!("lining-second-on"),
        CompanionCommand::Jump(second_long),
    );
    ui.spacing_mut().item_spacing.x = 2.0 * GRID;
    ui.add_space(GRID);
    let may = view.app.moment_of_both().is_some();
    let same = ui.add_enabled(may, chip::button(tokens, tr!("lining-same"), Kind::Main));
    if same.on_hover_text(tr!("lining-same-hint")).clicked() {
        commands.push(Command::Companion(CompanionCommand::SameMoment));
    }
    if view.app.lining().is_some_and(|lining| lining.apart)
        && chip::pressed(ui, tokens, tr!("lining-together"), Kind::Plain)
    {
        commands.push(Command::Companion(CompanionCommand::Together));
    }
}

/// Where the second stands, in a place that does not move.
fn time(ui: &mut Ui, view: &View<'_>, own: MediaTime) {
    let words = digits::layout(ui, &own.short(), theme::BODY, view.tokens.ink);
    let wide = words.size().x.max(72.0);
    let (rect, response) =
        ui.allocate_exact_size(egui::vec2(wide, theme::TARGET), egui::Sense::hover());
    let said = tr!("lining-second-at", time = own.short());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &said));
    ui.painter()
        .galley(rect.center() - words.size() / 2.0, words, view.tokens.ink);
}

fn figures(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut LiningLook,
    second: &Companion,
    commands: &mut Vec<Command>,
) {
    let (tokens, alignment) = (&view.tokens, &second.alignment);
    let quiet = |text: String| RichText::new(text).size(theme::SMALL).color(tokens.muted);
    ui.label(quiet(tr!("lining-offset")))
        .on_hover_text(tr!("lining-offset-hint"));
    let now = MediaTime::ZERO + alignment.offset();
    let typed = look
        .offset
        .show(ui, tokens, &tr!("lining-offset"), now, |_| Ok(()));
    if let Some(typed) = typed {
        let offset = typed - MediaTime::ZERO;
        commands.push(Command::Companion(CompanionCommand::SetOffset(offset)));
    }
    if let Some(reason) = look.offset.refused() {
        ui.label(quiet(reason.to_owned()));
    }
    ui.add_space(GRID);
    let drift = ui.label(quiet(drift_words(alignment, fineness(view, second))));
    if alignment.drift_is_known() {
        drift.on_hover_text(tr!(
            "lining-drift-ppm",
            ppm = format!("{:+.1}", alignment.drift_ppm())
        ));
    }
    if alignment.second.is_some() && chip_pressed(ui, view, tr!("lining-drop")) {
        commands.push(Command::Companion(CompanionCommand::DropSecondMoment));
    }
}

fn chip_pressed(ui: &mut Ui, view: &View<'_>, words: String) -> bool {
    ui.add(chip::small(&view.tokens, words, Kind::Plain))
        .clicked()
}

/// A frame of each recording, together. Each of two moments lies anywhere within the frames that show it, so this is the most
/// by which the distance between them may be wrong.
fn fineness(view: &View<'_>, second: &Companion) -> MediaDelta {
    let frame = |index: &FrameIndex| {
        let frames = i64::try_from(index.len()).unwrap_or(i64::MAX).max(1);
        index.end.as_nanos() / frames
    };
    let first = view.transport().map_or(0, |first| frame(&first.index));
    MediaDelta::from_nanos(first.saturating_add(frame(&second.index)))
}

/// How the clocks differ, in words; `fineness` is how exactly their distance is known.
fn drift_words(alignment: &Alignment, fineness: MediaDelta) -> String {
    let Some(second) = alignment.second else {
        return if alignment.is_typed() {
            tr!("lining-drift-none")
        } else {
            tr!("lining-drift-one")
        };
    };
    if !alignment.drift_is_known() {
        return tr!("lining-drift-unclear");
    }
    let minute = MediaDelta::from_millis(60_000);
    let drift = alignment.drift_over(minute);
    let apart = (second.session - alignment.first.session).magnitude();
    let margin = fineness
        .as_nanos()
        .saturating_mul(minute.as_nanos() / 1_000_000)
        / (apart.as_nanos() / 1_000_000).max(1);
    let (millis, margin) = (tenths(drift), tenths(MediaDelta::from_nanos(margin)));
    match (millis.as_str(), drift > MediaDelta::ZERO) {
        ("0.0", _) => tr!("lining-drift-alike", margin = margin),
        (_, true) => tr!("lining-drift-fast", millis = millis, margin = margin),
        (_, false) => tr!("lining-drift-slow", millis = millis, margin = margin),
    }
}

/// Milliseconds with one decimal, without sign.
fn tenths(distance: MediaDelta) -> String {
    let rounded = (distance.as_nanos().unsigned_abs() + 50_000) / 100_000;
    format!("{}.{}", rounded / 10, rounded % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::alignment::AlignedPoint;

    fn point(session: i64, own: i64) -> AlignedPoint {
        AlignedPoint {
            session: MediaTime::from_millis(session),
            own: MediaTime::from_millis(own),
        }
    }

    #[test]
    fn the_drift_is_told_with_how_exactly_it_is_known() {
        let frames = MediaDelta::from_millis(80);
        let first = Alignment::at(point(12_345, 10_000));
        let words = |alignment: Alignment| drift_words(&alignment, frames);
        assert_eq!(words(first), tr!("lining-drift-one"));
        assert_eq!(
            words(Alignment::default()),
            tr!("lining-drift-none"),
            "nothing was lined up"
        );
        let near = first.and(point(72_344, 70_000));
        assert_eq!(words(near), tr!("lining-drift-unclear"));
        let hour = first.and(point(3_612_345, 3_610_192));
        assert_eq!(
            words(hour),
            tr!("lining-drift-fast", millis = "3.2", margin = "1.3")
        );
        let slow = first.and(point(132_345, 129_996));
        assert_eq!(
            words(slow),
            tr!("lining-drift-slow", millis = "2.0", margin = "40.0")
        );
    }
}
