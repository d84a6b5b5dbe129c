//! The line under the picture: play, jumps, frames, speed, loop, sound, and the time of the frame that is shown.

use egui::{Align, Layout, RichText, Ui};

use super::view_menu;
use crate::{
    app::{
        Command, TransportCommand,
        transport::{Loop, SPEEDS},
    },
    tr,
    ui::{
        action::{Action, Effect, WindowEffect},
        icons, keymap, theme,
        view::View,
        widgets::chip,
    },
};

/// What the line asks of the window.
#[derive(Debug, Default)]
pub struct TransportLook {
    /// The typed time, while its field is open.
    pub typed: Option<String>,
    /// The typed text was not a time.
    pub refused: bool,
}

/// What there is room for. Where there is little, the keys and the view menu have what the line leaves out.
#[derive(Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that is left out"
)]
struct Room {
    wide: bool,
    small: bool,
    slider: bool,
    switches: view_menu::Room,
    tiny: bool,
}

impl Room {
    fn of(width: f32) -> Self {
        Self {
            wide: width > 980.0,
            small: width < 800.0,
            slider: width > 1120.0,
            switches: match width {
                width if width > 1320.0 => view_menu::Room::Words,
                width if width > 940.0 => view_menu::Room::Icons,
                width if width > 740.0 => view_menu::Room::Few,
                _ => view_menu::Room::Menu,
            },
            tiny: width < 940.0,
        }
    }
}

/// Shows the line.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TransportLook,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let Some(transport) = view.transport() else {
        return;
    };
    let tokens = &view.tokens;
    let room = Room::of(ui.available_width());
    let (wide, small) = (room.wide, room.small);
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if wide {
            press(
                ui,
                view,
                commands,
                Action::Start,
                icons::SKIP_BACK,
                chip::Kind::Plain,
            );
        }
        if !small {
            press(
                ui,
                view,
                commands,
                Action::Back,
                &tr!("bar-back"),
                chip::Kind::Plain,
            );
        }
        press(
            ui,
            view,
            commands,
            Action::FrameBack,
            &if room.tiny {
                icons::LEFT.to_owned()
            } else {
                format!("{} {}", icons::LEFT, tr!("bar-frame"))
            },
            chip::Kind::Plain,
        );
        let play = if transport.playing {
            format!("{} {}", icons::PAUSE, tr!("bar-pause"))
        } else {
            format!("{} {}", icons::PLAY, tr!("bar-play"))
        };
        let main =
            chip::button(tokens, play, chip::Kind::Main).min_size(egui::vec2(96.0, theme::TARGET));
        if ui
            .add(main)
            .on_hover_text(keymap::named(view.settings(), Action::PlayPause))
            .clicked()
        {
            commands.push(Command::Transport(TransportCommand::TogglePlay));
        }
        press(
            ui,
            view,
            commands,
            Action::FrameForward,
            &if room.tiny {
                icons::RIGHT.to_owned()
            } else {
                format!("{} {}", tr!("bar-frame"), icons::RIGHT)
            },
            chip::Kind::Plain,
        );
        if !small {
            press(
                ui,
                view,
                commands,
                Action::Forward,
                &tr!("bar-forward"),
                chip::Kind::Plain,
            );
        }
        let (action, words, on) = match transport.looping {
            Loop::Off => (Action::Loop, tr!("bar-loop"), false),
            Loop::From(_) => (Action::Loop, tr!("bar-loop-from"), true),
            // The way out is where the way out of a loop is.
            Loop::Between(_) if transport.before_slow.is_some() => {
                (Action::SlowView, tr!("bar-slow-view"), true)
            }
            Loop::Between(_) => (Action::Loop, tr!("bar-loop-on"), true),
        };
        let kind = if on {
            chip::Kind::Choice { on }
        } else {
            chip::Kind::Plain
        };
        if !small || on {
            press(ui, view, commands, action, &words, kind);
        }
        speed(ui, view, commands);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            time(ui, view, look, commands);
            sound(ui, view, commands, room);
            view_menu::show(ui, view, room.switches, commands, effects);
        });
    });
}

fn press(
    ui: &mut Ui,
    view: &View<'_>,
    commands: &mut Vec<Command>,
    action: Action,
    text: &str,
    kind: chip::Kind,
) {
    let response = ui.add(chip::button(&view.tokens, text, kind));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, action.label()));
    if response
        .on_hover_text(keymap::named(view.settings(), action))
        .clicked()
        && let Some(Effect::Command(command)) = action.effect(view)
    {
        commands.push(command);
    }
}

/// A speed in words: `1.0×`, `0.25×`.
#[must_use]
pub fn speed_words(rate: f64) -> String {
    let digits = format!("{rate:.2}");
    let digits = digits.strip_suffix('0').unwrap_or(&digits);
    format!("{digits}×")
}

fn speed(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(transport) = view.transport() else {
        return;
    };
    let response = ui.add(chip::button(
        &view.tokens,
        speed_words(transport.rate),
        chip::Kind::Plain,
    ));
    response.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::Role::Button,
            true,
            tr!("bar-speed", speed = speed_words(transport.rate)),
        )
    });
    egui::Popup::menu(&response).show(|ui| {
        for rate in SPEEDS {
            let on = (rate - transport.rate).abs() < 1e-6;
            if ui.selectable_label(on, speed_words(rate)).clicked() {
                commands.push(Command::Transport(TransportCommand::SetRate(rate)));
            }
        }
        ui.separator();
        let on = transport.before_slow.is_some();
        let hint = keymap::named(view.settings(), Action::SlowView);
        if ui
            .selectable_label(on, tr!("bar-slow-view"))
            .on_hover_text(hint)
            .clicked()
        {
            commands.push(Command::Transport(TransportCommand::ToggleSlowView));
        }
    });
    response.on_hover_text(tr!("bar-speed-hint"));
}

fn sound(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>, room: Room) {
    let Some(transport) = view.transport() else {
        return;
    };
    let silent = transport
        .info
        .as_ref()
        .is_some_and(|info| info.audio.is_empty());
    if silent {
        // Said where there is room; the missing button says it, too.
        if room.wide {
            let words = RichText::new(tr!("bar-no-sound")).size(theme::SMALL);
            ui.label(words.color(view.muted()));
        }
        return;
    }
    if room.slider {
        let mut volume = transport.volume;
        let slider = egui::Slider::new(&mut volume, 0.0..=1.0)
            .show_value(false)
            .trailing_fill(true);
        ui.spacing_mut().slider_width = 72.0;
        let response = ui.add(slider);
        response.widget_info(|| egui::WidgetInfo::slider(true, volume, tr!("bar-volume")));
        if response.changed() {
            commands.push(Command::Transport(TransportCommand::SetVolume(volume)));
        }
    }
    let icon = if transport.muted {
        icons::SILENT
    } else {
        icons::SOUND
    };
    let kind = if transport.muted {
        chip::Kind::Choice { on: true }
    } else {
        chip::Kind::Quiet
    };
    let words = if transport.muted {
        format!("{icon} {}", tr!("bar-muted"))
    } else {
        icon.to_owned()
    };
    press(ui, view, commands, Action::Mute, &words, kind);
}

/// The time of the frame that is shown; pressed, it becomes a field to type one.
fn time(ui: &mut Ui, view: &View<'_>, look: &mut TransportLook, commands: &mut Vec<Command>) {
    let Some(transport) = view.transport() else {
        return;
    };
    if look.typed.is_some() {
        type_time(ui, look, commands);
        return;
    }
    // The number is that of the last exact frame; beside a picture that is only near it would be wrong.
    let rest = match transport.frame_number.filter(|_| transport.exact) {
        Some(number) => tr!(
            "bar-of-frame",
            total = transport.duration().whole_seconds(),
            number = number
        ),
        None => tr!("bar-of", total = transport.duration().whole_seconds()),
    };
    ui.label(RichText::new(rest).size(theme::SMALL).color(view.muted()));
    let shown = if transport.exact {
        transport.playhead.short()
    } else {
        format!("≈ {}", transport.place().short())
    };
    let text = RichText::new(shown).font(theme::bold(theme::SECTION));
    let response = ui.add(egui::Button::new(text).frame(false));
    response.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::Role::Button,
            true,
            if transport.exact {
                tr!("bar-time", time = transport.playhead.short())
            } else {
                tr!("bar-time-about", time = transport.place().short())
            },
        )
    });
    if response
        .on_hover_text(keymap::named(view.settings(), Action::GoToTime))
        .clicked()
    {
        look.typed = Some(String::new());
        look.refused = false;
    }
}

fn type_time(ui: &mut Ui, look: &mut TransportLook, commands: &mut Vec<Command>) {
    let Some(text) = &mut look.typed else { return };
    let hint = if look.refused {
        tr!("bar-time-refused")
    } else {
        tr!("bar-time-hint")
    };
    let field = egui::TextEdit::singleline(text)
        .hint_text(hint)
        .desired_width(148.0)
        .margin(egui::vec2(8.0, 6.0));
    let response = ui.add(field);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("action-go-to-time"))
    });
    if !response.has_focus() && !response.lost_focus() {
        response.request_focus();
    }
    let entered = ui.input(|input| input.key_pressed(egui::Key::Enter));
    if response.lost_focus() {
        match (entered, text.trim().parse()) {
            (true, Ok(time)) => {
                commands.push(Command::Transport(TransportCommand::Seek(time)));
                look.typed = None;
            }
            (true, Err(_)) if !text.trim().is_empty() => {
                text.clear();
                look.refused = true;
                response.request_focus();
            }
            _ => look.typed = None,
        }
    }
    if ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        look.typed = None;
    }
}
