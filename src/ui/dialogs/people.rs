//! The people of a session: pseudonyms and roles.

use egui::{ComboBox, Ui, vec2};

use super::{add_button, bare_field, icon_button, note, section};
use crate::{
    app::ids,
    domain::{
        person::{Person, Role},
        session::{Session, SessionInfo},
    },
    tr,
    ui::{icons, theme, view::View, widgets::badge},
    words::names,
};

/// Most people that the colours and lanes keep apart.
const MOST: usize = 12;

/// Rows in which people are renamed, given another role, added, and taken out where they have marked nothing.
pub(super) fn rows(ui: &mut Ui, view: &View<'_>, session: &Session, info: &mut SessionInfo) {
    let tokens = &view.tokens;
    section(ui, tr!("people-title"));
    note(ui, tokens, tr!("people-pseudonyms"));
    let mut gone = None;
    let several = info.people.len() > 1;
    for (at, person) in info.people.iter_mut().enumerate() {
        let number = at + 1;
        let salt = person.id.clone();
        ui.push_id(salt.as_str(), |ui| {
            ui.horizontal(|ui| {
                badge::show(
                    ui,
                    &person.initial(),
                    &person.name,
                    tokens.person(person.hue),
                );
                let room = ui.available_width() - 168.0 - theme::TARGET - 3.0 * 8.0;
                ui.allocate_ui(vec2(room.max(80.0), theme::TARGET), |ui| {
                    bare_field(
                        ui,
                        &tr!("people-name", number = number),
                        &mut person.name,
                        1,
                    );
                });
                role(ui, number, person);
                let unmarked = session.set(&person.id).is_none_or(|set| {
                    set.marks.is_empty() && set.tracks.is_empty() && set.watched.is_empty()
                });
                if unmarked && several {
                    let words = tr!("people-remove", name = person.name.clone());
                    if icon_button(ui, tokens, icons::TRASH, &words).clicked() {
                        gone = Some(at);
                    }
                }
            });
        });
    }
    if let Some(at) = gone {
        let person = info.people.remove(at);
        info.cast.retain(|casting| casting.person != person.id);
    }
    if info.people.len() < MOST && add_button(ui, tokens, &tr!("people-add")) {
        add(info);
    }
}

fn role(ui: &mut Ui, number: usize, person: &mut Person) {
    let name = tr!("people-role", number = number);
    let combo = ComboBox::from_id_salt("role")
        .selected_text(names::role(person.role))
        .width(160.0)
        .show_ui(ui, |ui| {
            for role in Role::ALL {
                ui.selectable_value(&mut person.role, role, names::role(role));
            }
        });
    ui.ctx()
        .accesskit_node_builder(combo.response.id, |node| node.set_label(name));
}

fn add(info: &mut SessionInfo) {
    let id = ids::person();
    // The first hue that nobody has yet.
    let hue = (0..=u8::MAX)
        .find(|hue| info.people.iter().all(|person| person.hue != *hue))
        .unwrap_or_default();
    let number = info.people.len() + 1;
    info.people.push(Person {
        id,
        name: tr!("people-new", number = number),
        role: Role::Other,
        hue,
        key: None,
        zones: None,
        fields: Vec::new(),
    });
}
