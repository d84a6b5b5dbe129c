//! What people agreed to, who keeps the recording and until when, and erasing what one person keeps.

use chrono::NaiveDate;
use egui::{Align, Label, Layout, RichText, Ui, vec2};

use super::{dialog, folder::Purpose, note, pills, section, text_field};
use crate::{
    app::{
        Command, ConsentCommand, ReportCommand, everything::TakeAlong, keys::KeyState,
        review::consent::LONGER_DAYS,
    },
    domain::{consent::State, entry::ConsentPurpose, id::PersonId, session::Keeping},
    tr,
    ui::{
        action::WindowEffect,
        view::View,
        widgets::chip::{self, Kind},
    },
    words::{about, erasure},
};

/// Width of the names of purposes, so that what can be pressed stands in one line.
const PURPOSE: f32 = 184.0;

/// What the dialog keeps while it is open.
#[derive(Debug, Default)]
pub struct ConsentLook {
    person: Option<PersonId>,
    form: String,
    until: String,
    keeping: Option<(Keeping, String)>,
    planned: bool,
}

fn send(commands: &mut Vec<Command>, command: ConsentCommand) {
    commands.push(Command::Consent(command));
}

/// Shows the dialog. False once it wants to close.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut ConsentLook,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) -> bool {
    let Some(session) = view.session() else {
        return view.recording().is_some();
    };
    let stays = dialog(
        ctx,
        &view.tokens,
        &tr!("consent-title"),
        620.0,
        |ui| {
            let people = session.people();
            let chosen = look
                .person
                .clone()
                .filter(|person| session.person(person).is_some())
                .or_else(|| people.last().map(|person| person.id.clone()));
            let Some(person) = chosen else { return };
            let names: Vec<(String, bool)> = people
                .iter()
                .map(|known| (known.name.clone(), known.id == person))
                .collect();
            if let Some(at) = pills(ui, &view.tokens, &names) {
                look.person = Some(people[at].id.clone());
                look.planned = false;
            }
            agreed(ui, view, &person, look, commands);
            // What was asked about comes first.
            let asked = look.planned || view.app.erasure_plan().is_some();
            if asked {
                erasing(ui, view, &person, look, commands);
            }
            keeping(ui, view, &session.info().keeping, look, commands);
            taking_along(ui, view, &person, commands, effects);
            if !asked {
                erasing(ui, view, &person, look, commands);
            }
        },
        |_| {},
    );
    if !stays {
        *look = ConsentLook::default();
        send(commands, ConsentCommand::ForgetPlan);
    }
    stays
}

fn purpose_name(purpose: ConsentPurpose) -> String {
    match purpose {
        ConsentPurpose::Review => tr!("consent-review"),
        ConsentPurpose::Supervision => tr!("consent-supervision"),
        ConsentPurpose::Training => tr!("consent-training"),
        ConsentPurpose::Research => tr!("consent-research"),
        ConsentPurpose::Group => tr!("consent-group"),
    }
}

/// What no longer happens once it was taken back.
fn locked_words(purpose: ConsentPurpose) -> String {
    match purpose {
        ConsentPurpose::Review => tr!("consent-locked-review"),
        ConsentPurpose::Supervision => tr!("consent-locked-supervision"),
        ConsentPurpose::Training => tr!("consent-locked-training"),
        ConsentPurpose::Research => tr!("consent-locked-research"),
        ConsentPurpose::Group => tr!("consent-locked-group"),
    }
}

fn state_words(state: State) -> String {
    match state {
        State::NotNoted => tr!("consent-not-noted"),
        State::Given { on, until: None } => tr!("consent-given", day = on.to_string()),
        State::Given {
            on,
            until: Some(until),
        } => tr!(
            "consent-given-until",
            day = on.to_string(),
            until = until.to_string()
        ),
        State::EndsSoon { until } => tr!("consent-ends-soon", until = until.to_string()),
        State::Ended { on } => tr!("consent-ended", day = on.to_string()),
        State::Withdrawn { at, erase_after } => {
            let day = at.date_naive().to_string();
            match erase_after {
                Some(by) => tr!(
                    "consent-withdrawn-erase",
                    day = day,
                    by = by.date_naive().to_string()
                ),
                None => tr!("consent-withdrawn", day = day),
            }
        }
    }
}

fn agreed(
    ui: &mut Ui,
    view: &View<'_>,
    person: &PersonId,
    look: &mut ConsentLook,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    section(ui, tr!("consent-agreed"));
    note(ui, tokens, tr!("consent-why"));
    for (purpose, state) in view.app.consent_of(person) {
        let name = purpose_name(purpose);
        ui.horizontal_wrapped(|ui| {
            let height = ui.spacing().interact_size.y;
            let column = Layout::left_to_right(Align::Center);
            ui.allocate_ui_with_layout(vec2(PURPOSE, height), column, |ui| {
                ui.set_min_width(PURPOSE);
                ui.label(&name);
            });
            ui.label(RichText::new(state_words(state)).color(view.muted()));
            if let State::Withdrawn { .. } = state {
                ui.label(RichText::new(locked_words(purpose)).color(view.muted()));
            }
            let (words, gives) = if state.allows() {
                (tr!("consent-take-back", purpose = name.as_str()), false)
            } else {
                (tr!("consent-give", purpose = name.as_str()), true)
            };
            let short = if gives {
                tr!("consent-give-short")
            } else {
                tr!("consent-take-back-short")
            };
            let response = ui.add(chip::small(tokens, short, Kind::Plain));
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::Button, true, words.as_str())
            });
            if response.clicked() && gives {
                let expires = look.until.trim().parse::<NaiveDate>().ok();
                let form = look.form.trim().to_owned();
                let person = person.clone();
                let give = ConsentCommand::Give {
                    person,
                    purpose,
                    form,
                    expires,
                };
                send(commands, give);
            } else if response.clicked() {
                let person = person.clone();
                let plan = ConsentCommand::Plan(person.clone());
                send(commands, ConsentCommand::Withdraw { person, purpose });
                // What depends on it is said at once.
                look.planned = true;
                send(commands, plan);
            }
            if let State::Withdrawn {
                erase_after: Some(_),
                ..
            } = state
            {
                let weeks = LONGER_DAYS / 7;
                let words = tr!(
                    "consent-keep-longer",
                    purpose = purpose_name(purpose),
                    weeks = weeks
                );
                let short = tr!("consent-keep-longer-short", weeks = weeks);
                let response = ui.add(chip::small(tokens, short, Kind::Quiet));
                response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::Button, true, words.as_str())
                });
                if response.clicked() {
                    let person = person.clone();
                    send(commands, ConsentCommand::KeepLonger { person, purpose });
                }
            }
        });
    }
    text_field(ui, tokens, &tr!("consent-form"), &mut look.form, 1);
    text_field(ui, tokens, &tr!("consent-until"), &mut look.until, 1);
    if !look.until.trim().is_empty() && look.until.trim().parse::<NaiveDate>().is_err() {
        note(ui, tokens, tr!("consent-day-form"));
    }
}

fn keeping(
    ui: &mut Ui,
    view: &View<'_>,
    now: &Keeping,
    look: &mut ConsentLook,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    section(ui, tr!("keeping-title"));
    let written = now.delete_by.map(|day| day.to_string()).unwrap_or_default();
    let (draft, day) = look
        .keeping
        .get_or_insert_with(|| (now.clone(), written.clone()));
    text_field(ui, tokens, &tr!("keeping-who"), &mut draft.controller, 1);
    text_field(ui, tokens, &tr!("keeping-basis"), &mut draft.basis, 1);
    text_field(ui, tokens, &tr!("keeping-by"), day, 1);
    let typed = day.trim();
    let parsed = typed.parse::<NaiveDate>();
    if typed.is_empty() {
        note(ui, tokens, tr!("keeping-not-set"));
    } else if parsed.is_err() {
        note(ui, tokens, tr!("consent-day-form"));
    } else if view.app.is_kept_too_long() {
        note(ui, tokens, tr!("keeping-over"));
    }
    draft.delete_by = parsed.ok();
    let fits = typed.is_empty() || draft.delete_by.is_some();
    if *draft != *now && fits && chip::pressed(ui, tokens, tr!("keeping-keep"), Kind::Plain) {
        send(commands, ConsentCommand::Keep(draft.clone()));
    }
}

/// All that is kept by and about a person, for them.
fn taking_along(
    ui: &mut Ui,
    view: &View<'_>,
    person: &PersonId,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let tokens = &view.tokens;
    let name = view.name(person);
    section(ui, tr!("kept-of-title", name = name.as_str()));
    let closed = matches!(
        view.app.key_state(person),
        KeyState::Closed | KeyState::Elsewhere
    );
    note(
        ui,
        tokens,
        if closed {
            tr!("kept-of-closed", name = name.as_str())
        } else {
            tr!("kept-of-about", name = name.as_str())
        },
    );
    let words = tr!("kept-of-write", name = name.as_str());
    if chip::pressed(ui, tokens, words, Kind::Plain)
        && let Some(all) = view.app.everything_of(person)
    {
        let text = about::text(&all).into();
        let name = format!("{}.txt", tr!("kept-of-title", name = name));
        let take = TakeAlong { name, text };
        commands.push(Command::Report(ReportCommand::TakeAlong(take)));
        effects.push(WindowEffect::Choose(Purpose::SaveText));
    }
}

fn erasing(
    ui: &mut Ui,
    view: &View<'_>,
    person: &PersonId,
    look: &mut ConsentLook,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let name = view.name(person);
    section(ui, tr!("erase-title"));
    let plan = view
        .app
        .erasure_plan()
        .filter(|(planned, _)| *planned == person);
    if let Some((_, plan)) = plan {
        let lines = erasure::lines(plan, &name, !look.planned);
        for line in lines {
            ui.add(Label::new(RichText::new(line).color(view.muted())).wrap());
        }
        let possible = look.planned && plan.open == 0 && !plan.is_done();
        let words = tr!("erase-now", name = name);
        if possible && chip::pressed(ui, tokens, words, Kind::Plain) {
            look.planned = false;
            send(commands, ConsentCommand::EraseNow(person.clone()));
        }
        return;
    }
    if view.app.looks_up_erasure() {
        note(ui, tokens, tr!("erase-looking"));
        return;
    }
    if chip::pressed(ui, tokens, tr!("erase-look", name = name), Kind::Plain) {
        look.planned = true;
        send(commands, ConsentCommand::Plan(person.clone()));
    }
}
