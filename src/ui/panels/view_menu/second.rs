//! The menu's part about a second recording of the same event.

use egui::{RichText, Ui, Vec2, WidgetInfo};

use super::rule;
use crate::{
    app::{
        Command, CompanionCommand,
        companion::{Companion, CompanionState},
        marking::Face,
    },
    client,
    store::{Corner, SecondLayout, SecondView},
    tr,
    ui::{
        action::{Action, Effect, WindowEffect},
        theme::{self, GRID},
        view::View,
        widgets::{
            chip::{self, Kind},
            pill,
        },
    },
};

/// Side of the button for one corner.
const CORNER: Vec2 = Vec2::new(44.0, 30.0);

/// Least size of the button for one of the sounds or sizes.
const HEARD: Vec2 = Vec2::new(68.0, 28.0);

pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let client = view.face() == Face::Client;
    let second = view.recording().and_then(|open| open.companion());
    match second {
        Some(second) => {
            if client && second.state != CompanionState::There {
                return;
            }
            rule(ui);
            heading(
                ui,
                view,
                if client {
                    client!("client-view-second")
                } else {
                    tr!("view-second")
                },
            );
            if second.state == CompanionState::There && second.has_picture() {
                layouts(ui, view, commands);
            }
            heard(ui, view, second, commands);
        }
        None if client || Action::AddSecond.effect(view).is_none() => return,
        None => rule(ui),
    }
    if client {
        return;
    }
    for action in [Action::AddSecond, Action::LineUp, Action::RemoveSecond] {
        let Some(effect) = action.effect(view) else {
            continue;
        };
        let words = match (action, second) {
            (Action::AddSecond, Some(_)) => tr!("action-find-second"),
            _ => action.label(),
        };
        if pill::item(ui, &view.tokens, &words, false, None).clicked() {
            match effect {
                Effect::Command(command) => commands.push(command),
                Effect::Window(effect) => effects.push(effect),
            }
            ui.close();
        }
    }
}

fn heading(ui: &mut Ui, view: &View<'_>, words: String) {
    ui.horizontal(|ui| {
        ui.add_space(2.0 * GRID);
        ui.label(RichText::new(words).size(theme::SMALL).color(view.muted()));
    });
}

fn layouts(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let client = view.face() == Face::Client;
    let now = view.app.recording_view();
    let say = |general: String, plain: String| if client { plain } else { general };
    let layouts = [
        (
            SecondLayout::Beside,
            say(tr!("view-second-beside"), client!("client-second-beside")),
        ),
        (
            SecondLayout::Inset,
            say(tr!("view-second-inset"), client!("client-second-inset")),
        ),
        (
            SecondLayout::Hidden,
            say(tr!("view-second-hidden"), client!("client-second-hidden")),
        ),
    ];
    for (layout, words) in layouts {
        let on = now.second_layout() == layout;
        if pill::item(ui, &view.tokens, &words, on, None).clicked() {
            commands.push(Command::Companion(CompanionCommand::Show(layout)));
        }
        if layout == SecondLayout::Inset && on && !client {
            inset(ui, view, commands);
        }
    }
}

/// In which corner, and how large.
fn inset(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    let now = view.app.recording_view().second;
    ui.horizontal(|ui| {
        ui.add_space(4.0 * GRID);
        ui.spacing_mut().item_spacing.x = GRID;
        for corner in Corner::ALL {
            let words = corner_words(corner);
            let on = now.corner == corner;
            let button = chip::small(tokens, "", Kind::Choice { on: false })
                .corner_radius(4)
                .min_size(CORNER);
            let response = ui.add(button);
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, &words));
            let place = corner_of(response.rect.shrink(5.0), corner);
            let ink = if on { tokens.accent } else { tokens.wave };
            ui.painter().rect_filled(place, 2, ink);
            if response.on_hover_text(&words).clicked() {
                commands.push(Command::Companion(CompanionCommand::Inset(corner)));
            }
        }
    });
    ui.add_space(GRID);
    ui.horizontal(|ui| {
        ui.add_space(4.0 * GRID);
        ui.spacing_mut().item_spacing.x = GRID;
        for (share, words) in [
            (SecondView::SMALL, tr!("view-second-small")),
            (SecondView::MEDIUM, tr!("view-second-medium")),
            (SecondView::LARGE, tr!("view-second-large")),
        ] {
            let on = (now.share - share).abs() < 0.01;
            let chip = chip::small(tokens, &words, Kind::Choice { on });
            let response = ui.add(chip.min_size(HEARD));
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, &words));
            if response.clicked() {
                commands.push(Command::Companion(CompanionCommand::Size(share)));
            }
        }
    });
    ui.add_space(GRID);
}

fn corner_words(corner: Corner) -> String {
    match corner {
        Corner::TopLeft => tr!("view-second-top-left"),
        Corner::TopRight => tr!("view-second-top-right"),
        Corner::BottomLeft => tr!("view-second-bottom-left"),
        Corner::BottomRight => tr!("view-second-bottom-right"),
    }
}

/// The quarter of a button that stands for a corner.
fn corner_of(rect: egui::Rect, corner: Corner) -> egui::Rect {
    let size = rect.size() * 0.45;
    let x = if corner.is_left() {
        rect.left()
    } else {
        rect.right() - size.x
    };
    let y = if corner.is_top() {
        rect.top()
    } else {
        rect.bottom() - size.y
    };
    egui::Rect::from_min_size(egui::pos2(x, y), size)
}

/// Which of the two is heard.
fn heard(ui: &mut Ui, view: &View<'_>, second: &Companion, commands: &mut Vec<Command>) {
    let closed = view.app.recording_view().second_layout() == SecondLayout::Hidden;
    if closed || !second.has_sound() {
        return;
    }
    let client = view.face() == Face::Client;
    let say = |general: String, plain: String| if client { plain } else { general };
    let on = view.app.recording_view().second.heard;
    ui.horizontal(|ui| {
        ui.add_space(2.0 * GRID);
        ui.set_min_height(theme::TARGET);
        ui.label(say(tr!("view-hear"), client!("client-hear")));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(2.0 * GRID);
            ui.spacing_mut().item_spacing.x = GRID;
            for (of_second, words) in [
                (
                    true,
                    say(tr!("view-hear-second"), client!("client-hear-second")),
                ),
                (
                    false,
                    say(tr!("view-hear-first"), client!("client-hear-first")),
                ),
            ] {
                let chosen = on == of_second;
                let chip = chip::small(&view.tokens, &words, Kind::Choice { on: chosen });
                let response = ui.add(chip.min_size(HEARD));
                response
                    .widget_info(|| WidgetInfo::selected(egui::Role::Button, true, chosen, &words));
                if response.clicked() {
                    commands.push(Command::Companion(CompanionCommand::Hear(of_second)));
                }
            }
        });
    });
}
