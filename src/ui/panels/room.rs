//! When it is too much, or enough: one question, a neutral screen, or a fade. Nothing is counted and nothing is asked afterwards.

use std::time::Duration;

use egui::{
    Align, Button, Color32, CornerRadius, Id, Layout, Margin, Modal, RichText, ScrollArea, Stroke,
    Ui, vec2,
};

use crate::{
    app::{
        Command, RoomCommand, SaveState,
        room::{PLAN_FIELD, Room},
    },
    client,
    ui::{theme, view::View},
};

/// How long the fade takes, in seconds.
const FADE: f64 = 0.15;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Question,
    Neutral,
    Dimmed,
}

/// What the overlay keeps: when it came, for the fade.
#[derive(Clone, Debug, Default)]
pub struct RoomLook {
    shown: Option<(Kind, f64)>,
    /// Our plan is open on the way out.
    plan: bool,
}

/// The overlay that the room needs, if any. True when it covers the whole window, so that nothing below needs drawing.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut RoomLook,
    commands: &mut Vec<Command>,
) -> bool {
    let Some(desk) = view.desk() else {
        look.shown = None;
        return false;
    };
    let kind = match desk.room {
        Room::Here => {
            *look = RoomLook::default();
            return false;
        }
        Room::AskTooMuch { .. } => Kind::Question,
        Room::Neutral { .. } => Kind::Neutral,
        Room::Dimmed { .. } => Kind::Dimmed,
    };
    let now = ctx.input(|input| input.time);
    let since = match look.shown {
        Some((known, since)) if known == kind => since,
        // From the question to the neutral screen nothing flashes: the cover is there at once.
        Some((Kind::Question, _)) => now - FADE,
        _ => now,
    };
    look.shown = Some((kind, since));
    let part = if view.settings().reduced_motion {
        1.0
    } else {
        ((now - since) / FADE).clamp(0.0, 1.0)
    };
    if part < 1.0 {
        ctx.request_repaint_after(Duration::from_millis(16));
    }
    #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
    let part = part as f32;
    match kind {
        Kind::Question => question(ctx, view, commands),
        Kind::Neutral => cover(ctx, view, part, "neutral", |ui| neutral(ui, view, commands)),
        Kind::Dimmed => cover(ctx, view, part, "dimmed", |ui| {
            dimmed(ui, view, &mut look.plan, commands);
        }),
    }
    kind != Kind::Question && part >= 1.0
}

/// A calm tone over everything, with a few words in the middle.
fn cover(ctx: &egui::Context, view: &View<'_>, part: f32, name: &str, add: impl FnOnce(&mut Ui)) {
    Modal::new(Id::unique(("room", name)))
        .backdrop_color(view.tokens.background.gamma_multiply(part))
        .frame(egui::Frame::NONE)
        .show(ctx, |ui| {
            ui.multiply_opacity(part);
            middle(ui, add);
        });
}

fn middle(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let window = ui.ctx().content_rect();
    ui.set_width((window.width() - 48.0).min(620.0));
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0 * theme::GRID;
        add(ui);
    });
}

fn question(ctx: &egui::Context, view: &View<'_>, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    let frame = egui::Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(theme::CLIENT_RADIUS))
        .inner_margin(Margin::symmetric(32, 32));
    Modal::new(Id::unique("too much"))
        .backdrop_color(tokens.background.gamma_multiply(0.94))
        .frame(frame)
        .show(ctx, |ui| {
            let window = ui.ctx().content_rect();
            ui.set_width((window.width() - 112.0).min(560.0));
            ui.spacing_mut().item_spacing.y = 6.0 * theme::GRID;
            ui.vertical_centered(|ui| {
                let words =
                    RichText::new(client!("room-question")).font(theme::bold(theme::QUESTION));
                ui.add(egui::Label::new(words).wrap());
                // Two answers of equal weight.
                let gap = 3.0 * theme::GRID;
                let beside = ui.available_width() > 440.0;
                let width = if beside {
                    (ui.available_width() - gap) / 2.0
                } else {
                    ui.available_width()
                };
                let mut answers = |ui: &mut Ui| {
                    ui.spacing_mut().item_spacing = vec2(gap, gap);
                    for (words, command) in [
                        (client!("room-then"), RoomCommand::TooMuchThen),
                        (client!("room-now"), RoomCommand::TooMuchNow),
                    ] {
                        if ui
                            .add(large(view, &words).min_size(vec2(width, theme::CLIENT_TARGET)))
                            .clicked()
                        {
                            commands.push(Command::Room(command));
                        }
                    }
                };
                if beside {
                    ui.horizontal(&mut answers);
                } else {
                    ui.vertical(&mut answers);
                }
            });
        });
}

fn large<'a>(view: &View<'_>, words: &str) -> Button<'a> {
    let tokens = &view.tokens;
    Button::new(RichText::new(words).size(theme::SECTION).color(tokens.ink))
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(theme::CLIENT_RADIUS))
        .wrap()
        .min_size(vec2(180.0, theme::CLIENT_TARGET))
}

/// The text agreed beforehand, if there is one.
fn plan<'a>(view: &View<'a>) -> Option<&'a str> {
    let fields = &view.session()?.info().fields;
    let text = fields
        .iter()
        .find(|(key, _)| key == PLAN_FIELD)
        .map(|(_, text)| text.trim())?;
    (!text.is_empty()).then_some(text)
}

fn the_plan(ui: &mut Ui, view: &View<'_>, plan: &str) {
    ui.label(RichText::new(client!("room-plan")).color(view.tokens.muted));
    let most = (ui.ctx().content_rect().height() - 220.0).max(80.0);
    ScrollArea::vertical()
        .id_salt("plan")
        .max_height(most)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.with_layout(Layout::top_down(Align::Center), |ui| {
                let text = RichText::new(plan).size(theme::SECTION);
                ui.add(egui::Label::new(text).wrap().halign(Align::Center));
            });
        });
}

fn neutral(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    if let Some(plan) = plan(view) {
        the_plan(ui, view, plan);
    } else {
        let text = RichText::new(client!("room-no-plan")).size(theme::SECTION);
        ui.add(egui::Label::new(text).wrap().halign(Align::Center));
    }
    ui.add_space(2.0 * theme::GRID);
    answers(ui, view, large(view, &client!("room-carry-on")), commands);
}

fn dimmed(ui: &mut Ui, view: &View<'_>, open: &mut bool, commands: &mut Vec<Command>) {
    let safe = match view.desk().map(|desk| desk.document.save_state()) {
        Some(SaveState::NotSaved) => client!("room-not-safe"),
        Some(SaveState::Saving) => client!("room-saving"),
        _ => client!("room-safe"),
    };
    ui.add(
        egui::Label::new(RichText::new(safe).size(theme::SECTION))
            .wrap()
            .halign(Align::Center),
    );
    let quiet = |words: String| {
        Button::new(RichText::new(words).color(view.tokens.muted))
            .fill(Color32::TRANSPARENT)
            .stroke(Stroke::NONE)
    };
    // At hand, and not in the way.
    match plan(view) {
        Some(plan) if *open => the_plan(ui, view, plan),
        Some(_) => *open = ui.add(quiet(client!("room-plan"))).clicked(),
        None => {}
    }
    ui.add_space(2.0 * theme::GRID);
    let quiet = quiet(client!("room-carry-on")).min_size(vec2(180.0, theme::CLIENT_TARGET));
    answers(ui, view, quiet, commands);
}

/// *Carry on* and *Close* side by side, as a pair in the middle.
fn answers(ui: &mut Ui, view: &View<'_>, carry_on: Button<'_>, commands: &mut Vec<Command>) {
    let width = 2.0 * 180.0 + 3.0 * theme::GRID;
    ui.allocate_ui_with_layout(
        vec2(width, theme::CLIENT_TARGET),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 3.0 * theme::GRID;
            if ui.add(carry_on).clicked() {
                commands.push(Command::Room(RoomCommand::CarryOn));
            }
            if ui.add(large(view, &client!("room-close"))).clicked() {
                commands.push(Command::Room(RoomCommand::CloseReview));
            }
        },
    );
}
