//! Stop, rewind, explore beside the picture: one thing at a time. While nothing is explored, what was explored before.
//!
//! A client may sit beside: every word here is for them too, but for the helpers, which are on the therapist's screen only while
//! no client can see it.

use egui::{
    Align, Frame, Id, Label, Layout, Margin, RichText, ScrollArea, TextEdit, Ui, WidgetInfo,
};

use crate::{
    app::{
        Command, ExploreCommand,
        review::explore::{Exploring, Pace, RewindTo, Stage},
    },
    client,
    domain::{entry::Outcome, id::EntryId, prompt::Helper},
    tr,
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
};

mod kept;
mod so_far;

/// What is typed, for as long as the same thing is asked.
#[derive(Debug, Default)]
pub struct ExploreLook {
    typed: Option<(Id, String)>,
    helper: Option<String>,
    /// What was explored in the frame before.
    last: Option<EntryId>,
}

impl ExploreLook {
    /// Whether exploring has just begun, so that the window turns to it.
    pub fn has_begun(&mut self, view: &View<'_>) -> bool {
        let now = view.app.exploring().map(|exploring| exploring.episode);
        let begun = now.is_some() && now != self.last;
        self.last = now;
        begun
    }
}

/// Shows the tab.
pub fn show(ui: &mut Ui, view: &View<'_>, look: &mut ExploreLook, commands: &mut Vec<Command>) {
    Frame::new()
        .inner_margin(Margin::symmetric(16, 12))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(2.0 * GRID, 2.0 * GRID);
            ScrollArea::vertical()
                .id_salt("explore")
                .auto_shrink([false, false])
                .show(ui, |ui| match view.app.exploring() {
                    Some(exploring) => guided(ui, view, exploring, look, commands),
                    None => kept::list(ui, view, commands),
                });
        });
}

fn send(commands: &mut Vec<Command>, command: ExploreCommand) {
    commands.push(Command::Explore(command));
}

fn guided(
    ui: &mut Ui,
    view: &View<'_>,
    exploring: &Exploring,
    look: &mut ExploreLook,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(1.5 * GRID, 1.5 * GRID);
        for (at, stage) in Stage::ALL.into_iter().enumerate() {
            let words = format!("{} {}", at + 1, stage_name(stage));
            let on = exploring.stage == stage;
            let kind = if on {
                Kind::Picked
            } else {
                Kind::Choice { on: false }
            };
            let response = ui.add(chip::small(tokens, &words, kind));
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, &words));
            if response.clicked() {
                send(commands, ExploreCommand::To(stage));
            }
        }
    });
    ui.add_space(2.0 * GRID);
    match exploring.stage {
        Stage::Stop => stop(ui, view, commands),
        Stage::Rewind => rewind(ui, view, commands),
        Stage::Explore => explore(ui, view, exploring, look, commands),
        Stage::Close => close(ui, view, exploring, look, commands),
    }
}

fn stage_name(stage: Stage) -> String {
    match stage {
        Stage::Stop => client!("explore-stop"),
        Stage::Rewind => client!("explore-rewind"),
        Stage::Explore => client!("explore-explore"),
        Stage::Close => client!("explore-close"),
    }
}

/// The one question of a stage, and what may help with it.
fn question(ui: &mut Ui, view: &View<'_>, ask: &str, hint: &str) {
    let words = RichText::new(ask).font(theme::regular(theme::QUESTION));
    ui.add(Label::new(words).wrap());
    if !hint.is_empty() {
        ui.add(Label::new(RichText::new(hint).color(view.muted())).wrap());
    }
    ui.add_space(GRID);
}

fn stop(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    question(
        ui,
        view,
        &client!("explore-stay"),
        &client!("explore-stay-hint"),
    );
    ui.horizontal_wrapped(|ui| {
        let look_again = client!("explore-look-again");
        if chip::pressed(ui, &view.tokens, look_again, Kind::Main) {
            send(commands, ExploreCommand::To(Stage::Rewind));
        }
        enough_for_now(ui, view, commands);
        if chip::pressed(ui, &view.tokens, client!("explore-carry-on"), Kind::Quiet) {
            send(commands, ExploreCommand::CarryOn);
        }
    });
}

fn enough_for_now(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    if chip::pressed(ui, &view.tokens, client!("explore-enough"), Kind::Plain) {
        send(commands, ExploreCommand::NotToday);
    }
}

fn rewind(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    question(
        ui,
        view,
        &client!("explore-from-where"),
        &client!("explore-from-where-hint"),
    );
    for (at, (to, time)) in view.app.rewinds().into_iter().enumerate() {
        let words = match to {
            RewindTo::Back(seconds) => client!("explore-back", seconds = seconds),
            RewindTo::LastGood => client!("explore-last-good"),
            RewindTo::Workable => client!("explore-workable"),
        };
        let words = format!("{words} · {}", time.whole_seconds());
        let kind = if at == 0 { Kind::Main } else { Kind::Plain };
        if chip::pressed(ui, &view.tokens, words, kind) {
            send(commands, ExploreCommand::From(time));
        }
    }
    if let Some(transport) = view.transport() {
        let here = transport.playhead;
        let words = client!("explore-from-here", time = here.whole_seconds());
        if chip::pressed(ui, &view.tokens, words, Kind::Plain) {
            send(commands, ExploreCommand::From(here));
        }
    }
}

fn explore(
    ui: &mut Ui,
    view: &View<'_>,
    exploring: &Exploring,
    look: &mut ExploreLook,
    commands: &mut Vec<Command>,
) {
    let Some((prompt, at, of)) = view.app.question() else {
        return;
    };
    let tokens = &view.tokens;
    let here = view
        .transport()
        .map(|transport| transport.playhead.whole_seconds())
        .unwrap_or_default();
    let place = client!("explore-place", time = here, at = at, of = of);
    ui.label(RichText::new(place).size(theme::SMALL).color(view.muted()));
    question(ui, view, &prompt.ask, &prompt.hint);
    let id = Id::unique(("explored", exploring.episode, exploring.asked));
    let said = exploring.said();
    let name = client!("explore-words");
    if let Some(words) = field(ui, look, id, &name, said, 3) {
        send(commands, ExploreCommand::Say(words));
    }
    whose_words(ui, view, exploring, commands);
    ui.add_space(GRID);
    ui.horizontal_wrapped(|ui| {
        let words = if at == of {
            client!("explore-to-close")
        } else {
            let seconds = exploring.step().as_millis() / 1_000;
            client!("explore-next", seconds = seconds)
        };
        if chip::pressed(ui, tokens, words, Kind::Main) {
            send(commands, ExploreCommand::Next);
        }
        if chip::pressed(ui, tokens, client!("explore-again"), Kind::Plain) {
            send(commands, ExploreCommand::Again);
        }
        if at < of && chip::pressed(ui, tokens, client!("explore-skip"), Kind::Quiet) {
            send(commands, ExploreCommand::Skip);
        }
    });
    ui.add_space(2.0 * GRID);
    how_is_it(ui, view, exploring, commands);
    ui.add_space(GRID);
    so_far::show(ui, view, exploring, commands);
    // Whoever recalls is back there: no ways of losing it are named beside them either.
    if !view.client_present() && !view.app.in_recall() {
        helpers(ui, view, look);
    }
}

/// A field for words, which are handed on as they are typed.
fn field(
    ui: &mut Ui,
    look: &mut ExploreLook,
    id: Id,
    name: &str,
    recorded: &str,
    rows: usize,
) -> Option<String> {
    let focused = ui.memory(|memory| memory.has_focus(id));
    let typed = look.typed.take().filter(|(of, _)| *of == id && focused);
    let mut text = typed.map_or_else(|| recorded.to_owned(), |(_, text)| text);
    let response = ui.add(
        TextEdit::multiline(&mut text)
            .id(id)
            .desired_rows(rows)
            .desired_width(f32::INFINITY)
            .margin(Margin::symmetric(12, 8)),
    );
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    let changed = response.changed();
    if response.has_focus() {
        look.typed = Some((id, text.clone()));
    }
    changed.then_some(text)
}

fn whose_words(ui: &mut Ui, view: &View<'_>, exploring: &Exploring, commands: &mut Vec<Command>) {
    let people = view.session().map_or(&[][..], |session| session.people());
    if people.len() < 2 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 1.5 * GRID;
        for person in people {
            let on = person.id == exploring.by;
            let words = client!("explore-whose", name = person.name.as_str());
            let response = ui.add(chip::small(&view.tokens, &words, Kind::Choice { on }));
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, &words));
            if response.clicked() && !on {
                send(commands, ExploreCommand::By(person.id.clone()));
            }
        }
    });
    let Some(confirmed) = exploring.written_for() else {
        return;
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 1.5 * GRID;
        let scribe = client!("explore-written-by", name = view.name(&exploring.keeper));
        let quiet = RichText::new(scribe).size(theme::SMALL).color(view.muted());
        ui.add(Label::new(quiet));
        let words = client!("explore-said-so");
        let kind = Kind::Choice { on: confirmed };
        let response = ui.add(chip::small(&view.tokens, &words, kind));
        response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, confirmed, &words));
        if response.clicked() {
            send(commands, ExploreCommand::Confirm(!confirmed));
        }
    });
}

fn how_is_it(ui: &mut Ui, view: &View<'_>, exploring: &Exploring, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    Frame::new()
        .fill(tokens.accent_soft)
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(12, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(RichText::new(client!("explore-how")).font(theme::bold(theme::BODY)));
            ui.horizontal_wrapped(|ui| {
                for (pace, words) in [
                    (Pace::Stay, client!("explore-stay-here")),
                    (Pace::Slower, client!("explore-slower")),
                ] {
                    let on = exploring.pace == pace;
                    let response = ui.add(chip::button(tokens, &words, Kind::Choice { on }));
                    response
                        .widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, &words));
                    if response.clicked() {
                        send(commands, ExploreCommand::Pace(pace));
                    }
                }
                if chip::pressed(ui, tokens, client!("explore-end"), Kind::Plain) {
                    send(commands, ExploreCommand::NotToday);
                }
            });
        });
}

/// Moves the therapist may try.
fn helpers(ui: &mut Ui, view: &View<'_>, look: &mut ExploreLook) {
    let Some(prompts) = view.app.prompts() else {
        return;
    };
    egui::CollapsingHeader::new(tr!("explore-helpers")).show(ui, |ui| {
        for (title, helpers) in [
            (tr!("explore-contrary"), &prompts.contrary),
            (tr!("explore-modes"), &prompts.modes),
        ] {
            ui.label(RichText::new(title).size(theme::SMALL).color(view.muted()));
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = egui::vec2(GRID, GRID);
                for helper in helpers {
                    let on = look.helper.as_deref() == Some(helper.id.as_str());
                    let kind = Kind::Choice { on };
                    let response = ui.add(chip::small(&view.tokens, &helper.title, kind));
                    if response.clicked() {
                        look.helper = (!on).then(|| helper.id.clone());
                    }
                }
            });
            let chosen = |helper: &&Helper| look.helper.as_deref() == Some(helper.id.as_str());
            if let Some(helper) = helpers.iter().find(chosen) {
                ui.add(Label::new(&helper.ask).wrap());
            }
        }
    });
}

fn close(
    ui: &mut Ui,
    view: &View<'_>,
    exploring: &Exploring,
    look: &mut ExploreLook,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    question(
        ui,
        view,
        &client!("explore-seen"),
        &client!("explore-seen-hint"),
    );
    let state = exploring.state();
    let id = Id::unique(("explored: seen", exploring.episode));
    let name = client!("explore-seen");
    if let Some(words) = field(ui, look, id, &name, &state.seen, 2) {
        send(commands, ExploreCommand::Seen(words));
    }
    ui.add_space(GRID);
    ui.label(RichText::new(client!("explore-curious")).font(theme::bold(theme::BODY)));
    ui.horizontal_wrapped(|ui| {
        let here = view
            .transport()
            .map(|transport| transport.playhead.whole_seconds())
            .unwrap_or_default();
        let (words, on) = match state.outcome {
            Outcome::Recovered(at) => (
                client!("explore-came-back-at", time = at.whole_seconds()),
                true,
            ),
            Outcome::Open | Outcome::NotToday => (client!("explore-came-back", time = here), false),
        };
        let kind = Kind::Choice { on };
        if chip::pressed(ui, tokens, words, kind) {
            send(commands, ExploreCommand::CameBack);
        }
        if chip::pressed(ui, tokens, client!("explore-not-today"), Kind::Plain) {
            send(commands, ExploreCommand::NotToday);
        }
    });
    ui.add_space(GRID);
    let name = client!("explore-pattern");
    ui.label(RichText::new(&name).color(view.muted()));
    let id = Id::unique(("explored: pattern", exploring.episode));
    if let Some(words) = field(ui, look, id, &name, &state.pattern, 1) {
        send(commands, ExploreCommand::Pattern(words));
    }
    ui.add_space(2.0 * GRID);
    ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
        if chip::pressed(ui, tokens, client!("explore-done"), Kind::Main) {
            send(commands, ExploreCommand::Leave);
        }
    });
}
