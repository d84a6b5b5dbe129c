//! What was explored before: to play again, to go on with, to take away.

use egui::{Frame, Label, Margin, RichText, Stroke, Ui};

use super::send;
use crate::{
    app::{
        Command, ExploreCommand,
        review::explore::{begins, ends, kept},
    },
    client,
    domain::{
        entry::{Entry, Episode, Outcome},
        id::PersonId,
    },
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
};

pub(super) fn list(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    if view.app.may_explore() {
        let begin = ui.add(chip::button(
            &view.tokens,
            client!("explore-begin"),
            Kind::Main,
        ));
        if begin.clicked() {
            send(commands, ExploreCommand::Begin);
        }
        ui.add(Label::new(RichText::new(client!("explore-begin-hint")).color(view.muted())).wrap());
    }
    let Some(session) = view.session() else {
        return;
    };
    for (keeper, entry, episode) in kept(session) {
        ui.add_space(GRID);
        row(ui, view, keeper, entry, episode, commands);
    }
}

fn row(
    ui: &mut Ui,
    view: &View<'_>,
    keeper: &PersonId,
    entry: &Entry,
    episode: &Episode,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let own = view
        .desk()
        .is_some_and(|desk| desk.marking.author == *keeper && desk.document.writable());
    Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let from_to = client!(
                "explore-stretch",
                from = begins(episode).whole_seconds(),
                to = ends(episode).whole_seconds()
            );
            let about = view.about_words(&episode.subject, Some(keeper));
            ui.label(RichText::new(from_to).font(theme::bold(theme::BODY)));
            let how = match episode.outcome {
                Outcome::Recovered(at) => {
                    client!("explore-came-back-at", time = at.whole_seconds())
                }
                Outcome::NotToday => client!("explore-not-today"),
                Outcome::Open => client!("explore-open"),
            };
            let quiet = |text: String| RichText::new(text).size(theme::SMALL).color(view.muted());
            ui.label(quiet(format!("{about} · {how}")));
            if !episode.seen.is_empty() {
                ui.add(Label::new(&episode.seen).wrap());
            }
            for step in &episode.steps {
                let who = step
                    .by
                    .as_ref()
                    .map(|person| view.name(person))
                    .unwrap_or_default();
                let words = client!("explore-said", name = who, words = step.words.as_str());
                ui.add(Label::new(RichText::new(words).size(theme::SMALL)).wrap());
            }
            if !episode.pattern.is_empty() {
                ui.add(Label::new(quiet(episode.pattern.clone())).wrap());
            }
            ui.horizontal_wrapped(|ui| {
                if ui
                    .add(chip::small(tokens, client!("explore-replay"), Kind::Plain))
                    .clicked()
                {
                    send(commands, ExploreCommand::Replay(entry.id));
                }
                if !own {
                    return;
                }
                if ui
                    .add(chip::small(tokens, client!("explore-resume"), Kind::Plain))
                    .clicked()
                {
                    send(commands, ExploreCommand::Resume(entry.id));
                }
                if ui
                    .add(chip::small(tokens, client!("explore-remove"), Kind::Plain))
                    .clicked()
                {
                    send(commands, ExploreCommand::Remove(entry.id));
                }
            });
        });
}
