//! Lining up two recordings: a strip under the pictures, so that both are seen while one of them is stepped.

use egui::{Align, Layout, Margin, Rect, RichText, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo};

use crate::{
    app::{Command, CompanionCommand, companion::Companion},
    domain::{
        alignment::Alignment,
        time::{MediaDelta, MediaTime},
    },
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

/// Height of the strip where there is room for one row of controls, and where there is not.
const HEIGHT: f32 = 88.0;
const TALL: f32 = 128.0;
/// Below this width the controls need a second row.
const WIDE: f32 = 880.0;

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
    let height = if stage.width() < WIDE { TALL } else { HEIGHT };
    let at = (stage.bottom() - height).max(stage.top());
    let strip = Rect::from_min_max(egui::pos2(stage.left(), at), stage.max);
    let mut rest = stage;
    rest.max.y = (at - 2.0 * GRID).max(stage.top());
    (rest, Some(strip))
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
            ui.horizontal_wrapped(|ui| {
                ui.set_min_height(theme::TARGET);
                steps(ui, view, second, commands);
                ui.add_space(2.0 * GRID);
                figures(ui, view, look, &second.alignment, commands);
            });
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
    let own = second
        .frame
        .as_ref()
        .map(|frame| frame.time)
        .unwrap_or_default();
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
    alignment: &Alignment,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
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
    let drift = ui.label(quiet(drift_words(alignment)));
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

/// How the clocks differ, in words.
#[must_use]
pub fn drift_words(alignment: &Alignment) -> String {
    if alignment.second.is_none() {
        return if alignment.is_typed() {
            tr!("lining-drift-none")
        } else {
            tr!("lining-drift-one")
        };
    }
    if !alignment.drift_is_known() {
        return tr!("lining-drift-unclear");
    }
    let minute = alignment
        .drift_over(MediaDelta::from_millis(60_000))
        .as_nanos();
    let rounded = (minute.unsigned_abs() + 50_000) / 100_000;
    let millis = format!("{}.{}", rounded / 10, rounded % 10);
    match (rounded, minute > 0) {
        (0, _) => tr!("lining-drift-alike"),
        (_, true) => tr!("lining-drift-fast", millis = millis),
        (_, false) => tr!("lining-drift-slow", millis = millis),
    }
}
