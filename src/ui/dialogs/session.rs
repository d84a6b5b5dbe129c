//! The facts of a session: what it is, who is in it, when it was, and the plan for when it gets too much.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use egui::Ui;

use super::{
    add_button, bare_field, dialog, icon_button, note, people, pills, section, text_field,
};
use crate::{
    app::{Command, room::PLAN_FIELD},
    domain::session::{Casting, Session, SessionInfo, SessionKind},
    tr,
    ui::{
        icons, theme,
        view::View,
        widgets::chip::{self, Kind},
    },
    words::names,
};

/// What the dialog keeps while it is open.
#[derive(Clone, Debug, Default)]
pub struct SessionLook {
    draft: Option<Draft>,
}

#[derive(Clone, Debug)]
struct Draft {
    /// The facts when the dialog opened.
    before: SessionInfo,
    /// The facts as they are typed, without those below.
    info: SessionInfo,
    take: String,
    date: String,
    time: String,
    plan: String,
    fields: Vec<(String, String)>,
}

impl Draft {
    fn new(info: &SessionInfo) -> Self {
        let plan = info.fields.iter().find(|(key, _)| key == PLAN_FIELD);
        Self {
            before: info.clone(),
            info: info.clone(),
            take: info.take.map(|take| take.to_string()).unwrap_or_default(),
            date: info
                .started
                .map(|at| at.format("%Y-%m-%d").to_string())
                .unwrap_or_default(),
            time: info
                .started
                .map(|at| at.format("%H:%M:%S").to_string())
                .unwrap_or_default(),
            plan: plan.map(|(_, text)| text.clone()).unwrap_or_default(),
            fields: info
                .fields
                .iter()
                .filter(|(key, _)| key != PLAN_FIELD)
                .cloned()
                .collect(),
        }
    }

    /// The start by the clock as typed: `Ok(None)` where nothing is typed.
    fn started(&self) -> Result<Option<DateTime<FixedOffset>>, ()> {
        let (date, time) = (self.date.trim(), self.time.trim());
        if date.is_empty() && time.is_empty() {
            return Ok(None);
        }
        let near = self.before.started.unwrap_or(self.before.created);
        let date = if date.is_empty() {
            near.date_naive()
        } else {
            NaiveDate::parse_from_str(date, "%Y-%m-%d").map_err(|_| ())?
        };
        let time = ["%H:%M:%S", "%H:%M"]
            .iter()
            .find_map(|form| NaiveTime::parse_from_str(time, form).ok())
            .ok_or(())?;
        date.and_time(time)
            .and_local_timezone(*near.offset())
            .single()
            .map(Some)
            .ok_or(())
    }

    /// The facts as typed. A time that is no time stays as it was.
    fn result(&self) -> SessionInfo {
        let mut info = self.info.clone();
        info.title = info.title.trim().to_owned();
        info.take = self.take.trim().parse().ok();
        if let Ok(started) = self.started() {
            info.started = started;
        }
        for person in &mut info.people {
            person.name = person.name.trim().to_owned();
        }
        // A person always has a name: an emptied one stays as it was.
        for person in info
            .people
            .iter_mut()
            .filter(|person| person.name.is_empty())
        {
            let known = self
                .before
                .people
                .iter()
                .find(|before| before.id == person.id);
            person.name =
                known.map_or_else(|| names::role(person.role), |known| known.name.clone());
        }
        info.fields = self
            .fields
            .iter()
            .filter(|(key, value)| !(key.trim().is_empty() && value.trim().is_empty()))
            .cloned()
            .collect();
        if !self.plan.trim().is_empty() {
            info.fields
                .push((PLAN_FIELD.to_owned(), self.plan.trim_end().to_owned()));
        }
        info.cast.retain(|casting| !casting.part.trim().is_empty());
        info
    }
}

/// Brings what was changed here into the newest facts, so that what others changed meanwhile stays.
fn merged(newest: &SessionInfo, before: &SessionInfo, after: &SessionInfo) -> SessionInfo {
    let mut info = newest.clone();
    macro_rules! take {
        ($($field:ident),*) => {
            $(if after.$field != before.$field {
                info.$field = after.$field.clone();
            })*
        };
    }
    take!(title, kind, started, cast, scene, take);
    let without_plan = |info: &SessionInfo| -> Vec<(String, String)> {
        info.fields
            .iter()
            .filter(|(key, _)| key != PLAN_FIELD)
            .cloned()
            .collect()
    };
    let plan = |info: &SessionInfo| {
        info.fields
            .iter()
            .find(|(key, _)| key == PLAN_FIELD)
            .cloned()
    };
    let free = if without_plan(after) == without_plan(before) {
        without_plan(newest)
    } else {
        without_plan(after)
    };
    let plan = if plan(after) == plan(before) {
        plan(newest)
    } else {
        plan(after)
    };
    let fields: Vec<(String, String)> = free.into_iter().chain(plan).collect();
    // The order of the fields alone is no change.
    let mut sorted = (fields.clone(), newest.fields.clone());
    sorted.0.sort();
    sorted.1.sort();
    if sorted.0 != sorted.1 {
        info.fields = fields;
    }
    for person in &after.people {
        let was = before.people.iter().find(|known| known.id == person.id);
        if was == Some(person) {
            continue;
        }
        match info.people.iter_mut().find(|known| known.id == person.id) {
            Some(known) => known.clone_from(person),
            None => info.people.push(person.clone()),
        }
    }
    let removed = |id| {
        before.people.iter().any(|known| known.id == id)
            && !after.people.iter().any(|known| known.id == id)
    };
    info.people.retain(|person| !removed(person.id.clone()));
    info
}

/// False once it wants to close; what was changed is handed over then, as one change that can be taken back.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut SessionLook,
    commands: &mut Vec<Command>,
) -> bool {
    let Some(desk) = view.desk() else {
        look.draft = None;
        return false;
    };
    let session = desk.document.session();
    let draft = look.draft.get_or_insert_with(|| Draft::new(session.info()));
    let tokens = &view.tokens;
    let (mut done, mut leave) = (false, false);
    let open = dialog(
        ctx,
        tokens,
        &tr!("session-title"),
        600.0,
        |ui| {
            ui.add_enabled_ui(desk.document.writable(), |ui| {
                body(ui, view, session, draft);
            });
        },
        |ui| {
            done = ui
                .add(chip::button(tokens, tr!("dialog-done"), Kind::Main))
                .clicked();
            leave = ui
                .add(chip::button(tokens, tr!("session-leave"), Kind::Quiet))
                .clicked();
        },
    );
    if open && !done && !leave {
        return true;
    }
    if leave {
        look.draft = None;
    }
    finish(view, look, commands);
    false
}

/// Hands over what was typed. The dialog does so when it closes; the window does before it leaves the recording.
pub fn finish(view: &View<'_>, look: &mut SessionLook, commands: &mut Vec<Command>) {
    if let Some(draft) = look.draft.take()
        && let Some(session) = view.session()
    {
        let info = merged(session.info(), &draft.before, &draft.result());
        if info != *session.info() {
            commands.push(Command::SetInfo(Box::new(info)));
        }
    }
}

fn body(ui: &mut Ui, view: &View<'_>, session: &Session, draft: &mut Draft) {
    let tokens = &view.tokens;
    text_field(ui, tokens, &tr!("session-name"), &mut draft.info.title, 1);
    note(ui, tokens, tr!("session-name-note"));
    section(ui, tr!("session-kind"));
    let choices: Vec<(String, bool)> = SessionKind::ALL
        .iter()
        .map(|kind| (names::kind(*kind), draft.info.kind == *kind))
        .collect();
    if let Some(kind) = pills(ui, tokens, &choices).and_then(|at| SessionKind::ALL.get(at)) {
        draft.info.kind = *kind;
    }
    people::rows(ui, view, session, &mut draft.info);
    if draft.info.kind == SessionKind::RolePlay || !draft.info.scene.is_empty() {
        role_play(ui, view, draft);
    }
    started(ui, view, draft);
    section(ui, tr!("session-plan"));
    note(ui, tokens, tr!("session-plan-note"));
    bare_field(ui, &tr!("session-plan"), &mut draft.plan, 3);
    free_fields(ui, view, draft);
}

fn role_play(ui: &mut Ui, view: &View<'_>, draft: &mut Draft) {
    let tokens = &view.tokens;
    section(ui, tr!("session-role-play"));
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            text_field(
                left,
                tokens,
                &tr!("session-scene"),
                &mut draft.info.scene,
                1,
            );
            text_field(right, tokens, &tr!("session-take"), &mut draft.take, 1);
        }
    });
    draft.take.retain(|c| c.is_ascii_digit());
    let people: Vec<_> = draft
        .info
        .people
        .iter()
        .map(|person| (person.id.clone(), person.name.clone()))
        .collect();
    for (id, name) in people {
        let known = draft
            .info
            .cast
            .iter()
            .position(|casting| casting.person == id);
        let mut part = known
            .map(|at| draft.info.cast[at].part.clone())
            .unwrap_or_default();
        ui.push_id(id.as_str(), |ui| {
            let changed =
                text_field(ui, tokens, &tr!("session-plays", name = name), &mut part, 1).changed();
            match known {
                Some(at) if changed => draft.info.cast[at].part = part,
                None if changed => draft.info.cast.push(Casting {
                    person: id.clone(),
                    part,
                }),
                _ => {}
            }
        });
    }
}

fn started(ui: &mut Ui, view: &View<'_>, draft: &mut Draft) {
    let tokens = &view.tokens;
    section(ui, tr!("session-started"));
    note(ui, tokens, tr!("session-started-note"));
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            text_field(left, tokens, &tr!("session-date"), &mut draft.date, 1);
            text_field(right, tokens, &tr!("session-time"), &mut draft.time, 1);
        }
    });
    if draft.started().is_err() {
        ui.add(egui::Label::new(tr!("session-time-wrong")).wrap());
    }
}

fn free_fields(ui: &mut Ui, view: &View<'_>, draft: &mut Draft) {
    let tokens = &view.tokens;
    section(ui, tr!("session-fields"));
    note(ui, tokens, tr!("session-fields-note"));
    let mut gone = None;
    for (at, (key, value)) in draft.fields.iter_mut().enumerate() {
        let number = at + 1;
        ui.push_id(("field", at), |ui| {
            ui.horizontal(|ui| {
                let room = ui.available_width() - theme::TARGET - 2.0 * 8.0;
                ui.allocate_ui(egui::vec2(room * 0.36, theme::TARGET), |ui| {
                    bare_field(ui, &tr!("session-field-name", number = number), key, 1);
                });
                ui.allocate_ui(egui::vec2(room * 0.64, theme::TARGET), |ui| {
                    bare_field(ui, &tr!("session-field-value", number = number), value, 1);
                });
                if icon_button(
                    ui,
                    tokens,
                    icons::TRASH,
                    &tr!("session-field-remove", number = number),
                )
                .clicked()
                {
                    gone = Some(at);
                }
            });
        });
    }
    if let Some(at) = gone {
        draft.fields.remove(at);
    }
    if add_button(ui, tokens, &tr!("session-field-add")) {
        draft.fields.push((String::new(), String::new()));
    }
}
