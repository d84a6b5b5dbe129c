//! What is always on the client's screen: whose turn, about whom, then or now, who sees it, and the way out.

use egui::{
    Align, Button, Layout, Rect, RichText, Sense, Stroke, Ui, Vec2, WidgetInfo,
    containers::menu::MenuButton, pos2, vec2,
};

use super::{super::view_menu, region};
use crate::{
    app::{Command, Desk, MarkingCommand, RoomCommand, TransportCommand, transport::Transport},
    client,
    domain::mark::{About, Audience, Tense},
    ui::{
        icons, theme,
        view::View,
        widgets::{
            badge,
            chip::{self, Kind},
        },
    },
};

/// Width of a menu.
const MENU: f32 = 220.0;
/// Height of the row.
const TOP: f32 = theme::TARGET;

/// Whose turn, about whom, then or now, who sees it; at the right sound and the way out. Returns its lower edge.
pub(super) fn top_row(
    ui: &mut Ui,
    view: &View<'_>,
    desk: &Desk,
    transport: &Transport,
    inner: Rect,
    commands: &mut Vec<Command>,
) -> f32 {
    let tokens = &view.tokens;
    let row = Rect::from_min_size(inner.min, vec2(inner.width(), TOP));
    let small = inner.width() < 760.0;
    let right = region(
        ui,
        row,
        "way out",
        Layout::right_to_left(Align::Center),
        |ui| {
            let words = client!("client-enough");
            let enough = if small {
                chip::small(tokens, words, Kind::Plain)
            } else {
                chip::button(tokens, words, Kind::Plain)
            };
            if ui.add(enough.min_size(vec2(0.0, TOP))).clicked() {
                commands.push(Command::Room(RoomCommand::Enough));
            }
            let (icon, words) = if transport.muted {
                (icons::SILENT, client!("client-sound-on"))
            } else {
                (icons::SOUND, client!("client-sound-off"))
            };
            let sound = ui.add(chip::button(tokens, icon, Kind::Plain).min_size(Vec2::splat(TOP)));
            sound.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
            let clicked = sound.clicked();
            sound.on_hover_text(words);
            if clicked {
                commands.push(Command::Transport(TransportCommand::ToggleMute));
            }
            let room = match row.width() {
                width if width > 1160.0 => view_menu::Room::Words,
                width if width > 760.0 => view_menu::Room::Icons,
                _ => view_menu::Room::Few,
            };
            // What is added or taken away is not asked for on this screen.
            view_menu::show(ui, view, room, commands, &mut Vec::new());
            ui.min_rect().left()
        },
    );
    let left = Rect::from_min_max(row.min, pos2(right - 8.0, inner.bottom()));
    region(ui, left, "always there", Layout::default(), |ui| {
        ui.spacing_mut().interact_size.y = TOP;
        ui.horizontal_wrapped(|ui| always_there(ui, view, desk, small, commands));
        ui.min_rect().bottom().max(row.bottom())
    })
}

fn always_there(
    ui: &mut Ui,
    view: &View<'_>,
    desk: &Desk,
    small: bool,
    commands: &mut Vec<Command>,
) {
    ui.spacing_mut().item_spacing = vec2(if small { 4.0 } else { 8.0 }, 6.0);
    if small {
        ui.spacing_mut().button_padding.x = 8.0;
    }
    turn_chip(ui, view, desk, small, commands);
    about_chip(ui, view, desk, small, commands);
    tense_chip(ui, view, desk, small, commands);
    let (words, more) = match (desk.document.marks_alone(), desk.marking.audience) {
        (None, Audience::Everyone) => (client!("client-audience"), client!("client-audience-more")),
        _ => (
            client!("client-audience-own"),
            client!("client-audience-own-more"),
        ),
    };
    let audience = pill(view, words.clone(), small).sense(Sense::hover());
    let response = ui.add(audience);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &words));
    response.on_hover_text(more);
}

fn pill<'a>(view: &View<'_>, text: impl Into<String>, small: bool) -> Button<'a> {
    let kind = Kind::Choice { on: false };
    if small {
        chip::small(&view.tokens, text, kind).min_size(vec2(0.0, TOP))
    } else {
        chip::button(&view.tokens, text, kind)
    }
}

fn turn_chip(ui: &mut Ui, view: &View<'_>, desk: &Desk, small: bool, commands: &mut Vec<Command>) {
    let author = &desk.marking.author;
    let words = client!("client-turn", name = short_name(&view.name(author)));
    // The initial's disc is painted over the space that these leave.
    let button = pill(
        view,
        format!(
            "{}{words}",
            if small {
                "\u{2003}\u{2003}"
            } else {
                "\u{2003}\u{2002}"
            }
        ),
        small,
    );
    let (response, _) = MenuButton::from_button(button).ui(ui, |ui| {
        choices(ui, view, client!("client-turn-change"), |ui| {
            for person in desk.document.session().people() {
                let words = client!("client-turn", name = &person.name);
                if choice(ui, view, &words, person.id == *author) {
                    commands.push(Command::Marking(MarkingCommand::SetAuthor(
                        person.id.clone(),
                    )));
                }
            }
        });
    });
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
    let initial = desk
        .author()
        .map_or_else(|| "?".to_owned(), crate::domain::person::Person::initial);
    let centre = pos2(
        response.rect.left() + if small { 18.0 } else { 20.0 },
        response.rect.center().y,
    );
    badge::paint(ui.painter(), centre, 10.0, &initial, view.colours(author));
}

fn about_words(view: &View<'_>, desk: &Desk, about: &About) -> String {
    match about {
        About::Us => client!("client-about-us"),
        About::Group => client!("client-about-group"),
        About::People(people) if people.as_slice() == [desk.marking.author.clone()] => {
            client!("client-about-me")
        }
        About::People(people) => {
            let names = people
                .iter()
                .map(|id| short_name(&view.name(id)))
                .collect::<Vec<_>>();
            client!("client-about-other", name = names.join(", "))
        }
    }
}

fn about_chip(ui: &mut Ui, view: &View<'_>, desk: &Desk, small: bool, commands: &mut Vec<Command>) {
    let session = desk.document.session();
    let now = desk.marking.about_for(None, session);
    let button = pill(view, about_words(view, desk, &now), small);
    MenuButton::from_button(button).ui(ui, |ui| {
        choices(ui, view, client!("client-about-change"), |ui| {
            for about in desk.marking.about_choices(session) {
                if choice(ui, view, &about_words(view, desk, &about), about == now) {
                    commands.push(Command::Marking(MarkingCommand::SetAbout(about)));
                }
            }
        });
    });
}

fn tense_words(tense: Tense) -> String {
    match tense {
        Tense::Then => client!("client-then"),
        Tense::Now => client!("client-now"),
        Tense::AboutThen => client!("client-later"),
    }
}

fn tense_chip(ui: &mut Ui, view: &View<'_>, desk: &Desk, small: bool, commands: &mut Vec<Command>) {
    let now = desk.marking.tense;
    let button = pill(view, tense_words(now), small);
    MenuButton::from_button(button).ui(ui, |ui| {
        choices(ui, view, client!("client-tense-change"), |ui| {
            for tense in [Tense::Then, Tense::Now, Tense::AboutThen] {
                if choice(ui, view, &tense_words(tense), tense == now) {
                    commands.push(Command::Marking(MarkingCommand::SetTense(tense)));
                }
            }
        });
    });
}

fn choices(ui: &mut Ui, view: &View<'_>, title: String, add: impl FnOnce(&mut Ui)) {
    ui.set_width(MENU);
    ui.spacing_mut().item_spacing.y = theme::GRID;
    ui.spacing_mut().button_padding.x = 2.0 * theme::GRID;
    ui.label(
        RichText::new(title)
            .size(theme::SMALL)
            .color(view.tokens.muted),
    );
    add(ui);
}

fn choice(ui: &mut Ui, view: &View<'_>, words: &str, on: bool) -> bool {
    let kind = if on {
        Kind::Choice { on: true }
    } else {
        Kind::Quiet
    };
    let text = RichText::new(words).color(view.tokens.ink);
    let fill = if kind == Kind::Quiet {
        egui::Color32::TRANSPARENT
    } else {
        view.tokens.accent_soft
    };
    let button = Button::new(text)
        .fill(fill)
        .stroke(Stroke::NONE)
        .min_size(vec2(ui.available_width(), theme::TARGET));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, words));
    response.clicked()
}

/// A name that fits a chip; the whole of it is in the menu.
fn short_name(name: &str) -> String {
    const MOST: usize = 18;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(MOST - 1).collect();
    short.push('…');
    short
}
