//! A tape of the consensus: the rules, the open word, and the package that is handed out.

use egui::{Label, RichText, TextEdit, Ui, Vec2};

use super::{choice, field, quiet, send, small};
use crate::{
    app::{
        Command, TrainingCommand,
        keys::{Passphrase, SHORTEST},
        review::{packages::Outcome, training::NewTape},
    },
    domain::training::{Consensus, Rules},
    tr,
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// How many seconds of quiet are offered.
const QUIET: [u32; 4] = [0, 15, 30, 60];

/// What is chosen and typed.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one switch of the form"
)]
pub struct MakingLook {
    title: String,
    word: String,
    single_pass: bool,
    clips: bool,
    shuffled: bool,
    names: bool,
    media: bool,
    time_out: u32,
}

/// Shows it.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut MakingLook,
    consensus: &Consensus,
    waiting: usize,
    commands: &mut Vec<Command>,
) {
    if view.app.training_works() {
        quiet(ui, view, &tr!("training-making"));
        return;
    }
    if let Some((_, fresh)) = view.app.tape_made() {
        handing_out(ui, view, look, fresh, commands);
    }
    if consensus.places.is_empty() {
        quiet(ui, view, &tr!("training-nothing-decided"));
        return;
    }
    if waiting > 0 {
        small(ui, view, &tr!("training-still-waiting", count = waiting));
    }
    field(
        ui,
        view,
        "title",
        &tr!("training-title"),
        &mut look.title,
        false,
    );
    let items = view.app.playlist().map_or(&[][..], |list| &list.items);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(1.5 * GRID);
        let switch = |ui: &mut Ui, words: String, on: &mut bool| {
            if choice(ui, view, &words, *on) {
                *on = !*on;
            }
        };
        switch(ui, tr!("training-once"), &mut look.single_pass);
        if !items.is_empty() {
            switch(ui, tr!("training-only-clips"), &mut look.clips);
        }
        if look.clips && items.len() > 1 {
            switch(ui, tr!("training-shuffled"), &mut look.shuffled);
        }
        switch(ui, tr!("training-names"), &mut look.names);
    });
    if look.clips && !items.is_empty() {
        small(ui, view, &tr!("training-quiet-after"));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(1.5 * GRID);
            for seconds in QUIET {
                let words = if seconds == 0 {
                    tr!("training-no-quiet")
                } else {
                    tr!("training-seconds", seconds = seconds)
                };
                if choice(ui, view, &words, look.time_out == seconds) {
                    look.time_out = seconds;
                }
            }
        });
    }
    let name = tr!("training-word");
    let response = ui.add(
        TextEdit::singleline(&mut look.word)
            .hint_text(RichText::new(&name).color(view.muted()))
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(10, 7)),
    );
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name.as_str()));
    small(ui, view, &tr!("training-word-about", count = SHORTEST));
    let ready = look.word.trim().chars().count() >= SHORTEST;
    ui.add_enabled_ui(ready, |ui| {
        if chip::pressed(ui, &view.tokens, tr!("training-make-button"), Kind::Plain) {
            let clips = look
                .clips
                .then(|| items.iter().map(|item| item.span).collect());
            let new = NewTape {
                title: look.title.clone(),
                rules: Rules {
                    single_pass: look.single_pass,
                    clips: clips.unwrap_or_default(),
                    shuffled: look.clips && look.shuffled,
                    time_out: if look.clips { look.time_out } else { 0 },
                },
                names: look.names,
                word: Passphrase::new(look.word.trim().to_owned()),
            };
            look.word.clear();
            send(commands, TrainingCommand::MakeTape(Box::new(new)));
        }
    });
}

fn handing_out(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut MakingLook,
    fresh: bool,
    commands: &mut Vec<Command>,
) {
    let words = if fresh {
        tr!("training-made")
    } else {
        tr!("training-made-before")
    };
    quiet(ui, view, &words);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(1.5 * GRID);
        if choice(ui, view, &tr!("training-with-recording"), look.media) {
            look.media = !look.media;
        }
        ui.add_enabled_ui(!view.app.package_under_way(), |ui| {
            let media = look.media;
            if chip::pressed(ui, &view.tokens, tr!("training-hand-out"), Kind::Main) {
                send(commands, TrainingCommand::HandOut { media });
            }
        });
    });
    match view.app.package_outcome() {
        Some(Outcome::Given(path)) => {
            let words = tr!("training-handed", path = path.display().to_string());
            ui.add(Label::new(RichText::new(words).size(theme::SMALL)).wrap());
        }
        Some(Outcome::Refused(reason, _)) => {
            quiet(ui, view, &crate::words::package::refusal(reason));
        }
        _ => {}
    }
    ui.add_space(GRID);
}
