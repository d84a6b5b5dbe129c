//! Below the list: what is chosen and how to mark it, or the way back to the line that is heard. Above it: which captions.

use egui::{Align, Layout, RichText, Stroke, Ui};

use super::{EDGE, TranscriptLook, small};
use crate::{
    app::{CaptionCommand, Command, MarkCommand, captions::Source, marking::Face},
    client, tr,
    ui::{
        icons,
        theme::{self, GRID},
        view::View,
        widgets::pill::{self, Pill},
    },
};

/// Height of the bar with what is chosen.
const CHOSEN: f32 = 18.0 * GRID;
/// Height of the bar with the way back.
const FOLLOW: f32 = 11.0 * GRID;

/// How high the bar is; nothing while there is nothing to say.
pub(super) fn height(view: &View<'_>, look: &TranscriptLook) -> f32 {
    let chosen = view
        .recording()
        .is_some_and(|open| open.captions.chosen().is_some());
    match (chosen, look.by_hand) {
        (true, _) => CHOSEN,
        (false, true) => FOLLOW,
        (false, false) => 0.0,
    }
}

/// Shows the bar.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TranscriptLook,
    commands: &mut Vec<Command>,
) {
    let Some(open) = view.recording() else { return };
    let tokens = &view.tokens;
    let rect = ui.max_rect();
    ui.painter().hline(
        rect.x_range(),
        rect.top() + 0.5,
        Stroke::new(1.0, tokens.line),
    );
    let client = view.face() == Face::Client;
    ui.spacing_mut().item_spacing = egui::vec2(2.0 * GRID, GRID);
    ui.spacing_mut().interact_size.y = 5.0 * GRID;
    ui.add_space(2.0 * GRID);
    let Some((chosen, span)) = open.captions.chosen().zip(open.captions.chosen_span()) else {
        let words = if client {
            client!("client-follow")
        } else {
            tr!("transcript-follow")
        };
        ui.horizontal(|ui| {
            ui.add_space(EDGE);
            if small(ui, view, &words, &words) {
                look.by_hand = false;
                look.followed = None;
            }
        });
        return;
    };
    let count = chosen.count();
    ui.horizontal(|ui| {
        ui.add_space(EDGE);
        let words = if client {
            client!("client-chosen")
        } else {
            tr!(
                "transcript-chosen",
                count = count,
                from = span.start().short(),
                to = span.end().short()
            )
        };
        ui.label(RichText::new(words).size(theme::SMALL));
    });
    ui.horizontal(|ui| {
        ui.add_space(EDGE);
        if !client
            && small(
                ui,
                view,
                &tr!("transcript-mark"),
                &tr!("transcript-mark-hint"),
            )
        {
            commands.push(Command::Mark(MarkCommand::PlainOverLines));
        }
        if !client {
            let hint = RichText::new(tr!("transcript-mark-code")).size(theme::SMALL);
            ui.label(hint.color(tokens.muted));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(EDGE);
            let words = if client {
                client!("client-choose-none")
            } else {
                tr!("transcript-choose-none")
            };
            if small(ui, view, icons::CLOSE, &words) {
                commands.push(Command::Captions(CaptionCommand::ChooseNone));
            }
        });
    });
}

/// Captions by name: the file's own part of its name, or the track's title and language.
#[must_use]
pub(in crate::ui) fn source_words(source: &Source) -> String {
    match source {
        Source::File { name, tag } if tag.is_empty() => name.clone(),
        Source::File { tag, .. } => tr!("captions-file", tag = tag.as_str()),
        Source::Track {
            number,
            language,
            title,
        } => match (title.is_empty(), language.is_empty()) {
            (false, _) => title.clone(),
            (true, false) => tr!("captions-track-in", language = language_words(language)),
            (true, true) => tr!("captions-track", number = number.to_owned()),
        },
    }
}

/// A language by name, from its code in the recording (`de`, `ger`, `en-GB`); the code where the name is not known.
#[must_use]
pub(in crate::ui) fn language_words(code: &str) -> String {
    let plain = code.split(['-', '_']).next().unwrap_or(code);
    tr!("language", code = plain.to_ascii_lowercase())
}

/// Which of several captions.
pub(super) fn choice(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(open) = view.recording() else { return };
    let shown = open.captions.shown_choice();
    let names: Vec<String> = open
        .captions
        .choices()
        .iter()
        .map(|choice| source_words(&choice.source))
        .collect();
    let now = shown.and_then(|at| names.get(at).cloned());
    let now = now.unwrap_or_default();
    let said = tr!("captions-which", now = now.as_str());
    let button = Pill::new(&now)
        .spoken(&said)
        .caret()
        .width(60.0 * GRID)
        .show(ui, &view.tokens);
    egui::Popup::menu(&button).gap(GRID).show(|ui| {
        ui.set_min_width(40.0 * GRID);
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, name) in names.iter().enumerate() {
            if pill::item(ui, &view.tokens, name, shown == Some(at), None).clicked() {
                commands.push(Command::Captions(CaptionCommand::Show(at)));
            }
        }
    });
}
