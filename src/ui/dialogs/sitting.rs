//! The screen with which a sitting begins: filled in already, so that Enter is all it takes.

use egui::{Key, Modifiers, RichText, Ui};

use super::{bare_field, dialog, note, pills, settings::preset_choice, stepper};
use crate::{
    app::{
        Command, SittingCommand,
        review::sitting::{Plan, usual_recaller},
    },
    client,
    domain::entry::Purpose,
    ui::{
        theme,
        view::View,
        widgets::{
            chip::{self, Kind},
            strength,
        },
    },
};

/// What is chosen and typed.
#[derive(Default)]
pub struct BeginLook {
    plan: Option<Plan>,
    /// The card *Before we watch* is wanted.
    card: bool,
    /// Somebody wants to set the zones of a feeling first.
    wants_zones: bool,
}

impl BeginLook {
    /// Whether the zones of a feeling are to be set first; asked once.
    pub const fn take_wants_zones(&mut self) -> bool {
        std::mem::replace(&mut self.wants_zones, false)
    }
}

/// What a sitting is for, in words.
fn purpose_name(purpose: Purpose) -> String {
    match purpose {
        Purpose::Review => client!("begin-review"),
        Purpose::Recall => client!("begin-recall"),
        Purpose::Training => client!("begin-training"),
        Purpose::Supervision => client!("begin-supervision"),
    }
}

/// Shows the screen. False once it wants to close.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut BeginLook,
    commands: &mut Vec<Command>,
) -> bool {
    let fresh = || view.app.planned_sitting();
    if view.app.sitting().is_some() {
        *look = BeginLook::default();
        return false;
    }
    let Some(mut plan) = look.plan.take().or_else(fresh) else {
        return false;
    };
    // A control that was reached with Tab keeps Enter; so does the list of presets.
    let free = ctx.memory(|memory| memory.focused().is_none()) || ctx.text_edit_focused();
    let enter = free
        && !egui::Popup::is_any_open(ctx)
        && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let card = &mut look.card;
    let wants_zones = &mut look.wants_zones;
    let taken_back = is_taken_back(view, &plan);
    let mut begin = enter;
    let stays = dialog(
        ctx,
        &view.tokens,
        &client!("begin-title"),
        560.0,
        |ui| body(ui, view, &mut plan, card),
        |ui| {
            let words = client!("begin-start");
            let fits = !plan_is_empty(view) && !taken_back;
            let button = chip::button(&view.tokens, &words, Kind::Main);
            begin |= ui.add_enabled(fits, button).clicked();
            chip_note(ui, view, &client!("begin-enter"));
            if view.app.may_set_zones() {
                let words = client!("begin-zones");
                *wants_zones = chip::pressed(ui, &view.tokens, words, Kind::Quiet);
            }
        },
    );
    if begin && stays && !plan.present.is_empty() && !is_taken_back(view, &plan) {
        if !*card {
            plan.expected.clear();
            plan.expected_strength = None;
        }
        commands.push(Command::Sitting(SittingCommand::Begin(Box::new(plan))));
        *look = BeginLook::default();
        return false;
    }
    if stays {
        look.plan = Some(plan);
    } else {
        *look = BeginLook::default();
    }
    stays
}

/// Somebody took back that the recording is used for this.
fn is_taken_back(view: &View<'_>, plan: &Plan) -> bool {
    let line = view.app.consent_line(plan);
    line.is_some_and(|line| !line.taken_back.is_empty())
}

/// Nobody to sit with: there is nothing to begin.
fn plan_is_empty(view: &View<'_>) -> bool {
    view.session()
        .is_none_or(|session| session.people().is_empty())
}

fn chip_note(ui: &mut Ui, view: &View<'_>, words: &str) {
    ui.label(
        RichText::new(words)
            .size(theme::SMALL)
            .color(view.tokens.muted),
    );
}

fn caption(ui: &mut Ui, words: String) {
    ui.add_space(theme::GRID);
    ui.label(RichText::new(words).font(theme::bold(theme::BODY)));
}

fn body(ui: &mut Ui, view: &View<'_>, plan: &mut Plan, card: &mut bool) {
    let Some(session) = view.session() else {
        return;
    };
    let tokens = &view.tokens;
    caption(ui, client!("begin-who"));
    let people = session.people();
    let choices: Vec<(String, bool)> = people
        .iter()
        .map(|person| (person.name.clone(), plan.present.contains(&person.id)))
        .collect();
    if let Some(at) = pills(ui, tokens, &choices) {
        let id = &people[at].id;
        if plan.present.contains(id) {
            plan.present.retain(|one| one != id);
        } else {
            plan.present.push(id.clone());
        }
        if !plan
            .recaller
            .as_ref()
            .is_some_and(|one| plan.present.contains(one))
        {
            plan.recaller = usual_recaller(session, &plan.present);
        }
    }
    if let Some(consent) = view.app.consent_line(plan) {
        note(ui, tokens, consent_words(view, &consent));
    }
    caption(ui, client!("begin-purpose"));
    let purposes: Vec<(String, bool)> = Purpose::ALL
        .iter()
        .map(|purpose| (purpose_name(*purpose), plan.purpose == *purpose))
        .collect();
    if let Some(at) = pills(ui, tokens, &purposes) {
        plan.purpose = Purpose::ALL[at];
        // Recall has plain buttons for everybody, and does not change what is used otherwise.
        let suits = view.app.suggested(plan.purpose);
        if let Some(suits) = suits.filter(|_| plan.purpose != Purpose::Recall) {
            plan.preset = (suits.codebook.to_owned(), suits.preset.to_owned());
        }
    }
    if plan.purpose == Purpose::Recall {
        caption(ui, client!("begin-recaller"));
        let choices: Vec<(String, bool)> = plan
            .present
            .iter()
            .map(|id| (view.name(id), plan.recaller.as_ref() == Some(id)))
            .collect();
        if let Some(at) = pills(ui, tokens, &choices) {
            plan.recaller = plan.present.get(at).cloned();
        }
        note(ui, tokens, client!("begin-recaller-more"));
        if let Some(words) = since(view) {
            note(ui, tokens, words);
        }
    } else if let Some(chosen) = preset_choice(ui, view, &client!("begin-preset"), &plan.preset) {
        plan.preset = chosen;
    }
    ui.add_space(theme::GRID);
    let minutes = client!("begin-minutes", minutes = plan.minutes);
    let name = client!("begin-long");
    if let Some(minutes) = stepper(ui, tokens, &name, plan.minutes, 5, 5..=120, &minutes) {
        plan.minutes = minutes;
    }
    if !view.app.may_expect() {
        *card = false;
        return;
    }
    if pills(ui, tokens, &[(client!("begin-card"), *card)]).is_some() {
        *card = !*card;
    }
    if *card {
        let asks = client!("begin-expect");
        ui.label(&asks);
        bare_field(ui, &asks, &mut plan.expected, 1);
        ui.label(client!("begin-expect-strength"));
        if let Some(chosen) = strength::show(ui, tokens, plan.expected_strength) {
            plan.expected_strength = chosen;
        }
    }
}

fn consent_words(view: &View<'_>, line: &crate::app::review::sitting::ConsentLine) -> String {
    let names = |people: &[crate::domain::id::PersonId]| {
        let names: Vec<String> = people.iter().map(|id| view.name(id)).collect();
        names.join(", ")
    };
    if !line.taken_back.is_empty() {
        return client!("begin-consent-taken-back", names = names(&line.taken_back));
    }
    match (line.given.is_empty(), line.not_noted.is_empty()) {
        (false, true) => client!("begin-consent-given", names = names(&line.given)),
        _ => client!("begin-consent-open", names = names(&line.not_noted)),
    }
}

/// How long ago it was recorded, where that is known: what was inside is best called back soon.
fn since(view: &View<'_>) -> Option<String> {
    let began = view.session()?.info().started?;
    let hours = (view.app.reading().wall - began).num_hours();
    match hours {
        ..0 => None,
        0..=72 => Some(client!("recall-since", hours = hours)),
        _ => {
            let days = hours / 24;
            Some(client!("recall-since-days", days = days))
        }
    }
}
