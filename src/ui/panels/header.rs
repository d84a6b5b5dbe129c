//! The line at the top: which recording, who marks about whom, then or now, who sees it, and that it is saved.

use egui::{Align, Layout, RichText, Ui, vec2};

use crate::{
    app::{Command, MarkingCommand, RoomCommand, SaveState},
    domain::{
        mark::{About, Audience, Tense},
        session::SessionKind,
    },
    tr,
    ui::{
        action::Action,
        dialogs::readers::audience_name,
        icons, keymap, theme,
        view::View,
        widgets::{badge, chip},
    },
    words::names,
};

/// How much room the line has, and the list of marks behind its button where there is little.
pub struct Room<'a> {
    /// Whether the line is broken in two and the list is behind a button.
    pub narrow: bool,
    /// Whether there is one line only, for what must always be seen.
    pub low: bool,
    /// Whether that list is open.
    pub side_open: &'a mut bool,
}

/// Shows the line.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    room: &mut Room<'_>,
    commands: &mut Vec<Command>,
    open_details: &mut bool,
    open_readers: &mut bool,
) {
    let (narrow, low) = (room.narrow, room.narrow && room.low);
    line(ui, |ui| {
        let tokens = &view.tokens;
        let back = if narrow {
            icons::LEFT.to_owned()
        } else {
            format!("{} {}", icons::LEFT, tr!("header-recordings"))
        };
        let response = ui.add(chip::button(tokens, back, chip::Kind::Quiet));
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Button, true, tr!("header-recordings"))
        });
        if response
            .on_hover_text(keymap::named(view.settings(), Action::CloseRecording))
            .clicked()
        {
            commands.push(Command::Close);
        }
        let taken = if narrow { 330.0 } else { 640.0 };
        if low {
            *open_readers |= choices(ui, view, commands, true);
        } else {
            title(ui, view, taken, open_details);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let words = if low {
                tr!("header-enough-short")
            } else {
                tr!("header-enough")
            };
            let enough = chip::button(tokens, words, chip::Kind::Plain);
            if ui
                .add(enough)
                .on_hover_text(tr!("header-enough-hint"))
                .clicked()
            {
                commands.push(Command::Room(RoomCommand::Enough));
            }
            if narrow {
                let kind = chip::Kind::Choice {
                    on: *room.side_open,
                };
                if ui
                    .add(chip::button(tokens, tr!("header-marks"), kind))
                    .clicked()
                {
                    *room.side_open = !*room.side_open;
                }
            }
            saved(ui, view, low);
            if !narrow {
                *open_readers |= choices(ui, view, commands, false);
            }
        });
    });
    if narrow && !low && view.desk().is_some() {
        line(ui, |ui| *open_readers |= choices(ui, view, commands, true));
    }
}

fn line(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), 34.0);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        add(ui);
    });
}

fn title(ui: &mut Ui, view: &View<'_>, taken: f32, open_details: &mut bool) {
    let Some(open) = view.recording() else { return };
    let file = open
        .path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let info = view.session().map(crate::domain::session::Session::info);
    let name = info.map_or("", |info| info.title.as_str());
    let name = if name.is_empty() {
        file
    } else {
        name.to_owned()
    };
    let mut under = Vec::new();
    if let Some(info) = info {
        if info.kind != SessionKind::Session {
            under.push(names::kind(info.kind).to_lowercase());
        }
        if let Some(take) = info.take {
            under.push(tr!("header-take", number = take));
        }
        if let Some(started) = info.started {
            under.push(started.format("%-d %b %Y, %H:%M").to_string());
        }
    }
    let room = (ui.available_width() - taken).max(60.0);
    ui.allocate_ui_with_layout(
        vec2(room, 32.0),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.set_max_width(room);
            let name = egui::Button::new(RichText::new(name).font(theme::bold(theme::BODY)))
                .frame(false)
                .truncate();
            if ui
                .add(name)
                .on_hover_text(keymap::named(view.settings(), Action::SessionDetails))
                .clicked()
            {
                *open_details = true;
            }
            if ui.available_width() > 120.0 && !under.is_empty() {
                let text = RichText::new(under.join(" · ")).color(view.muted());
                ui.add(egui::Label::new(text).truncate());
            }
        },
    );
}

/// *Then*, *now* or *later* in words.
#[must_use]
pub fn tense_words(tense: Tense) -> String {
    match tense {
        Tense::Then => tr!("tense-then"),
        Tense::Now => tr!("tense-now"),
        Tense::AboutThen => tr!("tense-later"),
    }
}

fn saved(ui: &mut Ui, view: &View<'_>, low: bool) {
    let Some(desk) = view.desk() else { return };
    let (text, hint) = match desk.document.save_state() {
        SaveState::Untouched => return,
        SaveState::Saved => (
            format!("{} {}", icons::CHECK, tr!("saved")),
            tr!("saved-hint"),
        ),
        SaveState::Saving => (tr!("saving"), tr!("saving-hint")),
        SaveState::NotSaved => (
            format!("{} {}", icons::WARNING, tr!("not-saved")),
            tr!("not-saved-hint"),
        ),
        SaveState::ReadOnly => (tr!("read-only"), tr!("read-only-hint")),
    };
    let shown = if low {
        text.split(' ').next().unwrap_or_default()
    } else {
        text.as_str()
    };
    let shown = RichText::new(shown).size(theme::SMALL).color(view.muted());
    let label = ui.label(shown).on_hover_text(hint);
    label.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text.as_str()));
    let others = desk.document.others().len();
    if others > 0 {
        let text = format!("{} {}", icons::PEOPLE, tr!("others-here", count = others));
        let text = RichText::new(text).size(theme::SMALL).color(view.muted());
        ui.label(text).on_hover_text(tr!("others-here-hint"));
    }
}

/// Who marks, about whom, then or now, who sees it; in this order whichever way the line runs.
/// True when the last was pressed.
fn choices(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>, forwards: bool) -> bool {
    let mut pressed = false;
    let mut sees = |ui: &mut Ui| pressed |= who_sees(ui, view);
    if !forwards {
        sees(ui);
    }
    let mut parts: [fn(&mut Ui, &View<'_>, &mut Vec<Command>); 3] =
        [who_marks, about_whom, then_now];
    if !forwards {
        parts.reverse();
    }
    for part in parts {
        part(ui, view, commands);
    }
    if forwards {
        sees(ui);
    }
    pressed
}

fn who_sees(ui: &mut Ui, view: &View<'_>) -> bool {
    let Some(desk) = view.desk() else {
        return false;
    };
    let audience = if desk.document.marks_alone().is_some() {
        Audience::Sealed
    } else {
        desk.marking.audience
    };
    let words = if view.app.client_here() {
        tr!("room-client-here")
    } else {
        audience_name(audience)
    };
    let chip = chip::button(&view.tokens, words, chip::Kind::Choice { on: false });
    ui.add(chip)
        .on_hover_text(keymap::named(view.settings(), Action::Readers))
        .clicked()
}

fn then_now(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(desk) = view.desk() else { return };
    let words = tense_words(desk.marking.tense);
    let response = ui
        .add(chip::button(
            &view.tokens,
            words,
            chip::Kind::Choice { on: false },
        ))
        .on_hover_text(keymap::named(view.settings(), Action::ThenNow));
    if response.clicked() {
        commands.push(Command::Marking(MarkingCommand::NextTense));
    }
    response.context_menu(|ui| {
        for tense in [Tense::Then, Tense::Now, Tense::AboutThen] {
            if ui.button(tense_words(tense)).clicked() {
                commands.push(Command::Marking(MarkingCommand::SetTense(tense)));
            }
        }
    });
}

fn about_whom(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(desk) = view.desk() else { return };
    let session = desk.document.session();
    let about = desk.marking.about_for(None, session);
    let words = about_choice(view, &about, desk);
    let response = ui
        .add(chip::button(
            &view.tokens,
            words,
            chip::Kind::Choice { on: false },
        ))
        .on_hover_text(keymap::named(view.settings(), Action::AboutWhom));
    if response.clicked() {
        commands.push(Command::Marking(MarkingCommand::NextAbout));
    }
    response.context_menu(|ui| {
        for choice in desk.marking.about_choices(session) {
            if ui.button(about_choice(view, &choice, desk)).clicked() {
                commands.push(Command::Marking(MarkingCommand::SetAbout(choice)));
            }
        }
    });
}

/// Words for a choice of *about whom*.
#[must_use]
pub fn about_choice(view: &View<'_>, about: &About, desk: &crate::app::Desk) -> String {
    match about {
        About::People(people) if people.as_slice() == [desk.marking.author.clone()] => {
            tr!("about-self", name = view.name(&desk.marking.author))
        }
        _ => view.about_words(about, None),
    }
}

fn who_marks(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(desk) = view.desk() else { return };
    let tokens = &view.tokens;
    let author = &desk.marking.author;
    let short = ui.ctx().content_rect().width() < 760.0;
    let words = if short {
        view.name(author)
    } else {
        tr!("marking-as", name = view.name(author))
    };
    let words = format!("      {words}");
    let response = ui
        .add(chip::button(
            tokens,
            words,
            chip::Kind::Choice { on: false },
        ))
        .on_hover_text(keymap::named(view.settings(), Action::WhoMarks));
    response.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::Role::Button,
            true,
            tr!("marking-as", name = view.name(author)),
        )
    });
    let centre = response.rect.left_center() + vec2(19.0, 0.0);
    let initial = view
        .person(author)
        .map_or_else(|| "?".to_owned(), crate::domain::person::Person::initial);
    badge::paint(ui.painter(), centre, 10.0, &initial, view.colours(author));
    let several = desk.document.session().people().len() > 2;
    if several {
        egui::Popup::menu(&response).show(|ui| {
            for person in desk.document.session().people() {
                if ui
                    .button(tr!("marking-as", name = person.name.as_str()))
                    .clicked()
                {
                    commands.push(Command::Marking(MarkingCommand::SetAuthor(
                        person.id.clone(),
                    )));
                }
            }
        });
    } else if response.clicked() {
        commands.push(Command::Marking(MarkingCommand::NextAuthor));
    }
}
