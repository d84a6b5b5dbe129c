//! The moments of what is explored, in time: each goes back to it.

use egui::{RichText, Ui, WidgetInfo};

use super::send;
use crate::{
    app::{
        Command, ExploreCommand, TransportCommand,
        review::explore::{Exploring, Moment},
    },
    client,
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
};

pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    exploring: &Exploring,
    commands: &mut Vec<Command>,
) {
    let words = RichText::new(client!("explore-so-far")).size(theme::SMALL);
    ui.label(words.color(view.muted()));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(GRID, GRID);
        for (moment, at) in view.app.moments() {
            let time = at.whole_seconds();
            let words = match moment {
                Moment::Before => client!("explore-moment-before", time = time),
                Moment::Said(step) => {
                    let said = &exploring.state().steps[step].words;
                    format!("{time} {}", beginning(said))
                }
                Moment::GotHard => client!("explore-moment-hard", time = time),
                Moment::Stop => client!("explore-moment-stop", time = time),
                Moment::CameBack => client!("explore-moment-back", time = time),
            };
            let on = matches!(moment, Moment::Said(at) if exploring.open_step() == Some(at));
            let response = ui.add(chip::small(&view.tokens, &words, Kind::Choice { on }));
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, &words));
            if !response.clicked() {
                continue;
            }
            if let Moment::Said(step) = moment {
                send(commands, ExploreCommand::Step(step));
            } else {
                commands.push(Command::Transport(TransportCommand::Pause));
                commands.push(Command::Transport(TransportCommand::Seek(at)));
            }
        }
        let hard = chip::small(&view.tokens, client!("explore-got-hard"), Kind::Quiet);
        if ui.add(hard).clicked() {
            send(commands, ExploreCommand::GotHard);
        }
    });
}

/// The first words of what was said, as many as a button holds.
fn beginning(words: &str) -> String {
    const MOST: usize = 18;
    let line = words.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    let mut short = String::new();
    for word in line.split_whitespace() {
        if !short.is_empty() && short.chars().count() + word.chars().count() >= MOST {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.extend(word.chars().take(MOST));
    }
    short.push('…');
    short
}
