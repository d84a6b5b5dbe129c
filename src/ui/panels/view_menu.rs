//! How the recording is looked at: three switches that are always there, and a menu with the rest.

use egui::{Popup, PopupCloseBehavior, RichText, ScrollArea, Ui, Vec2, WidgetInfo, vec2};

use super::transcript::bar::{language_words, source_words};
use crate::{
    app::{CaptionCommand, Command, StillCommand, TransportCommand, ViewCommand, marking::Face},
    client,
    store::{DARKEST, Region, Showing},
    tr,
    ui::{
        action::{Action, WindowEffect},
        icons, keymap,
        theme::{self, GRID},
        view::View,
        widgets::{
            chip::{self, Kind},
            pill,
        },
    },
};

mod second;

/// Width of the menu.
const WIDTH: f32 = 260.0;

/// More letters of a title have no room in it.
const MOST_LETTERS: usize = 22;

/// How much room the switches have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Enough for their words.
    Words,
    /// Enough for icons, which have their words for a screen reader.
    Icons,
    /// The captions' switch is in the menu only.
    Few,
    /// All of them are in the menu only.
    Menu,
}

/// The switches and the menu.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    room: Room,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let short = room != Room::Words;
    let now = view.app.recording_view();
    let client = view.face() == Face::Client;
    let has_words = has_captions(view);
    let has_picture = has_picture(view);
    let mut parts: Vec<(Action, &str, String, bool, Command)> = Vec::new();
    if has_words && matches!(room, Room::Words | Room::Icons) {
        parts.push((
            Action::Captions,
            icons::CAPTIONS,
            if client {
                client!("client-captions")
            } else {
                tr!("view-captions")
            },
            view.settings().captions,
            Command::Captions(CaptionCommand::Toggle),
        ));
    }
    if has_picture && room != Room::Menu {
        parts.push((
            Action::HidePart,
            icons::HIDDEN,
            if client {
                client!("client-hide-part")
            } else {
                tr!("view-hide-part")
            },
            now.covered,
            Command::View(ViewCommand::ToggleHidden),
        ));
        parts.push((
            Action::SoundOnly,
            icons::LISTEN,
            if client {
                client!("client-only-sound")
            } else {
                tr!("view-sound-only")
            },
            now.showing == Showing::Sound,
            Command::View(ViewCommand::ToggleSound),
        ));
    }
    let backwards = ui.layout().prefer_right_to_left();
    if backwards {
        parts.reverse();
        menu_button(ui, view, short, commands, effects);
    }
    for (action, icon, words, on, command) in parts {
        // The captions' sign is known everywhere; it needs no words.
        let bare = short || action == Action::Captions;
        let text = if bare { icon } else { words.as_str() };
        let kind = if on {
            Kind::Choice { on: true }
        } else {
            Kind::Plain
        };
        let mut button = chip::button(&view.tokens, text, kind);
        if bare {
            button = button.min_size(Vec2::splat(theme::TARGET));
        }
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, &words));
        let hint = format!("{words}  ({})", keymap::text(view.settings(), action));
        if response.on_hover_text(hint).clicked() {
            commands.push(command);
        }
    }
    if !backwards {
        menu_button(ui, view, short, commands, effects);
    }
}

/// Whether there is anything said that could be shown.
fn has_captions(view: &View<'_>) -> bool {
    view.recording()
        .is_some_and(|open| open.captions.shown().is_some())
}

fn has_picture(view: &View<'_>) -> bool {
    view.transport()
        .and_then(|transport| transport.info.as_ref())
        .is_none_or(|info| info.video.is_some())
}

fn menu_button(
    ui: &mut Ui,
    view: &View<'_>,
    short: bool,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let client = view.face() == Face::Client;
    let words = if client {
        client!("client-view")
    } else {
        tr!("view-menu")
    };
    let text = if short {
        icons::VIEW.to_owned()
    } else {
        format!("{words} {}", icons::DOWN)
    };
    let button = chip::button(&view.tokens, text, Kind::Plain).min_size(Vec2::splat(theme::TARGET));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
    Popup::menu(&response)
        .gap(GRID)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 0.0;
            let most = ui.ctx().content_rect().height() * 0.8;
            ScrollArea::vertical()
                .max_height(most)
                .min_scrolled_height(most)
                .show(ui, |ui| {
                    contents(ui, view, commands, effects);
                });
        });
}

fn contents(
    ui: &mut Ui,
    view: &View<'_>,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let client = view.face() == Face::Client;
    let now = view.app.recording_view();
    let tokens = &view.tokens;
    let say = |general: String, plain: String| if client { plain } else { general };
    let mut showings = Vec::new();
    if has_picture(view) {
        showings.extend([
            (
                Showing::Picture,
                say(tr!("view-picture"), client!("client-view-picture")),
            ),
            (
                Showing::Small,
                say(tr!("view-small"), client!("client-view-small")),
            ),
            (
                Showing::Sound,
                say(tr!("view-sound"), client!("client-view-sound")),
            ),
        ]);
    } else {
        showings.push((
            Showing::Picture,
            say(tr!("view-sound"), client!("client-view-sound")),
        ));
    }
    if has_captions(view) {
        showings.push((
            Showing::Words,
            say(tr!("view-words"), client!("client-view-words")),
        ));
    }
    for (showing, words) in showings {
        if pill::item(ui, tokens, &words, now.showing == showing, None).clicked() {
            commands.push(Command::View(ViewCommand::Show(showing)));
        }
    }
    if has_picture(view) {
        rule(ui);
        let halves = [
            (
                Region::LEFT,
                say(tr!("view-hide-left"), client!("client-hide-left")),
            ),
            (
                Region::RIGHT,
                say(tr!("view-hide-right"), client!("client-hide-right")),
            ),
        ];
        for (region, words) in halves {
            let on = now.hidden() == Some(region);
            if pill::item(ui, tokens, &words, on, None).clicked() {
                commands.push(Command::View(ViewCommand::Hide(region)));
            }
        }
        let words = say(tr!("view-hide-none"), client!("client-hide-none"));
        if pill::item(ui, tokens, &words, now.hidden().is_none(), None).clicked() && now.covered {
            commands.push(Command::View(ViewCommand::ToggleHidden));
        }
    }
    second::show(ui, view, commands, effects);
    if has_captions(view) {
        rule(ui);
        captions(ui, view, commands);
    }
    if !client && has_picture(view) {
        rule(ui);
        thumbnails(ui, view, commands);
    }
    rule(ui);
    brightness(ui, view, commands);
    loudness(ui, view, commands);
    tracks(ui, view, commands);
    if !client && Action::Still.effect(view).is_some() {
        rule(ui);
        if pill::item(ui, tokens, &Action::Still.label(), false, None).clicked() {
            commands.push(Command::Still(StillCommand::Ask));
            ui.close();
        }
    }
}

fn rule(ui: &mut Ui) {
    ui.add_space(GRID);
    ui.separator();
    ui.add_space(GRID);
}

fn captions(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(open) = view.recording() else { return };
    let client = view.face() == Face::Client;
    let mut on = view.settings().captions;
    let words = if client {
        client!("client-captions")
    } else {
        tr!("view-captions")
    };
    ui.horizontal(|ui| {
        ui.add_space(GRID);
        ui.set_min_height(theme::TARGET);
        if ui.checkbox(&mut on, words).changed() {
            commands.push(Command::Captions(CaptionCommand::Toggle));
        }
    });
    let choices = open.captions.choices();
    if choices.len() > 1 {
        for (at, choice) in choices.iter().enumerate() {
            let shown = open.captions.shown_choice() == Some(at);
            let words = source_words(&choice.source);
            if pill::item(ui, &view.tokens, &words, shown, None).clicked() {
                commands.push(Command::Captions(CaptionCommand::Show(at)));
            }
        }
    }
}

fn thumbnails(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let mut on = view.settings().thumbnails;
    ui.horizontal(|ui| {
        ui.add_space(GRID);
        ui.set_min_height(theme::TARGET);
        if ui.checkbox(&mut on, tr!("view-thumbnails")).changed() {
            commands.push(Command::View(ViewCommand::ToggleThumbnails));
        }
    });
}

fn loudness(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(transport) = view.transport() else {
        return;
    };
    let silent = transport
        .info
        .as_ref()
        .is_some_and(|info| info.audio.is_empty());
    if silent {
        return;
    }
    let words = if view.face() == Face::Client {
        client!("client-loudness")
    } else {
        tr!("bar-volume")
    };
    ui.horizontal(|ui| {
        ui.add_space(2.0 * GRID);
        ui.set_min_height(theme::TARGET);
        ui.label(&words);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(2.0 * GRID);
            ui.spacing_mut().slider_width = 112.0;
            let mut volume = transport.volume;
            let slider = egui::Slider::new(&mut volume, 0.0..=1.0)
                .show_value(false)
                .trailing_fill(true);
            let response = ui.add(slider);
            response.widget_info(|| WidgetInfo::slider(true, volume, &words));
            if response.changed() {
                commands.push(Command::Transport(TransportCommand::SetVolume(volume)));
            }
        });
    });
}

/// Which of several sound tracks is heard.
fn tracks(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(info) = view
        .transport()
        .and_then(|transport| transport.info.as_ref())
    else {
        return;
    };
    if info.audio.len() < 2 {
        return;
    }
    let client = view.face() == Face::Client;
    let heading = if client {
        client!("client-tracks")
    } else {
        tr!("view-tracks")
    };
    rule(ui);
    ui.horizontal(|ui| {
        ui.add_space(2.0 * GRID);
        ui.label(
            RichText::new(heading)
                .size(theme::SMALL)
                .color(view.muted()),
        );
    });
    for (at, track) in info.audio.iter().enumerate() {
        let name = match (track.title.as_str(), track.language.as_str()) {
            ("", "") => None,
            ("", code) => Some(shortened(&language_words(code))),
            (title, _) => Some(shortened(title)),
        };
        let number = at + 1;
        let words = match (name, client) {
            (Some(name), false) => tr!("view-track-named", number = number, name = name),
            (None, false) => tr!("view-track", number = number),
            (Some(name), true) => client!("client-track-named", number = number, name = name),
            (None, true) => client!("client-track", number = number),
        };
        let heard = view.app.recording_view().track.min(info.audio.len() - 1) == at;
        if pill::item(ui, &view.tokens, &words, heard, None).clicked() {
            commands.push(Command::View(ViewCommand::Track(at)));
        }
    }
}

/// A title that fits into the menu.
fn shortened(title: &str) -> String {
    let mut end = title.char_indices().map(|(at, _)| at).skip(MOST_LETTERS);
    match end.next() {
        Some(end) => format!("{}…", title[..end].trim_end()),
        None => title.to_owned(),
    }
}

fn brightness(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let client = view.face() == Face::Client;
    let percent = view.settings().brightness;
    let (name, less, more) = if client {
        (
            client!("client-brightness"),
            client!("client-darker"),
            client!("client-brighter"),
        )
    } else {
        (
            tr!("view-brightness"),
            Action::Darker.label(),
            Action::Brighter.label(),
        )
    };
    ui.horizontal(|ui| {
        ui.add_space(2.0 * GRID);
        ui.label(name);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let side = |ui: &mut Ui, sign: &str, words: &str, possible: bool| {
                let button = chip::button(&view.tokens, sign, Kind::Plain)
                    .min_size(Vec2::splat(theme::TARGET));
                let response = ui.add_enabled(possible, button);
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, possible, words));
                response.on_hover_text(words).clicked()
            };
            if side(ui, "+", &more, percent < 100) {
                commands.push(Command::View(ViewCommand::Brighter));
            }
            let place = ui
                .allocate_exact_size(vec2(56.0, theme::TARGET), egui::Sense::hover())
                .0;
            let text = RichText::new(tr!("settings-percent", value = u32::from(percent)));
            ui.put(place, egui::Label::new(text).halign(egui::Align::Center));
            if side(ui, "–", &less, percent > DARKEST) {
                commands.push(Command::View(ViewCommand::Darker));
            }
        });
    });
}
