//! The guessing round in the window: the picture, one moment, one guess; what its owner marked only once it is asked for, and
//! the answer only from the owner.

use egui::{Align, Frame, Label, Layout, Margin, Rect, RichText, TextEdit, Ui, pos2, vec2};

use super::{Scene, phrase, region};
use crate::{
    app::{
        Command, GuessCommand,
        review::guess::{Guessing, judgement},
    },
    client,
    domain::{
        entry::{Judgement, Verdict},
        mark::Mark,
    },
    ui::{
        theme::{self, GRID},
        widgets::chip::{self, Kind},
    },
};

/// The part of the width that the picture has.
const PICTURE: f32 = 0.6;
/// Room for a line of what is said.
const CAPTION: f32 = 48.0;

fn send(commands: &mut Vec<Command>, command: GuessCommand) {
    commands.push(Command::Guess(command));
}

/// The way in, where two people are compared.
pub(super) fn way_in(ui: &mut Ui, scene: &Scene<'_>, commands: &mut Vec<Command>) {
    if chip::pressed(ui, &scene.view.tokens, client!("guess-begin"), Kind::Plain) {
        send(commands, GuessCommand::Begin);
    }
}

/// Instead of the lists. `video` draws the picture into the place it is given.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    guessing: &Guessing,
    body: Rect,
    gap: f32,
    commands: &mut Vec<Command>,
    video: &mut dyn FnMut(&mut Ui, Rect),
) {
    let width = body.width() * PICTURE;
    // Under the picture is what is said.
    let height = (width * 9.0 / 16.0 + CAPTION).min(body.height());
    let picture = Rect::from_min_size(body.min, vec2(width, height));
    video(ui, picture);
    let side = Rect::from_min_max(pos2(picture.right() + 2.0 * gap, body.top()), body.max);
    region(ui, side, "guess", Layout::top_down(Align::Min), |ui| {
        egui::ScrollArea::vertical()
            .id_salt("guess")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(2.0 * GRID, 2.0 * GRID);
                who(ui, scene, guessing, commands);
                if let Some((mark, at, all)) = scene.view.app.guessed_about() {
                    moment(ui, scene, guessing, mark, commands);
                    ways_on(ui, scene, at, all, commands);
                } else {
                    let owner = scene.view.name(&guessing.owner);
                    quiet(ui, scene, client!("guess-none", name = owner));
                }
            });
    });
}

fn quiet(ui: &mut Ui, scene: &Scene<'_>, words: String) {
    let words = RichText::new(words).color(scene.view.tokens.muted);
    ui.add(Label::new(words).wrap());
}

fn who(ui: &mut Ui, scene: &Scene<'_>, guessing: &Guessing, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let words = client!(
            "guess-who",
            guesser = scene.view.name(&guessing.guesser),
            owner = scene.view.name(&guessing.owner)
        );
        quiet(ui, scene, words);
        let turn = client!("guess-turn");
        if ui
            .add(chip::small(&scene.view.tokens, turn, Kind::Quiet))
            .clicked()
        {
            send(commands, GuessCommand::Turn);
        }
    });
}

fn moment(
    ui: &mut Ui,
    scene: &Scene<'_>,
    guessing: &Guessing,
    mark: &Mark,
    commands: &mut Vec<Command>,
) {
    let tokens = &scene.view.tokens;
    let owner = scene.view.name(&guessing.owner).clone();
    let known = judgement(scene.desk.document.session(), mark.id, &guessing.guesser);
    let known = known.map(|(_, known)| known);
    let ask = client!(
        "guess-question",
        name = owner,
        time = phrase::time(mark.when)
    );
    let ask = RichText::new(ask).font(theme::regular(theme::QUESTION));
    ui.add(Label::new(ask).wrap());
    if !guessing.shown {
        field(ui, scene, mark, known, commands);
        ui.horizontal_wrapped(|ui| {
            if chip::pressed(ui, tokens, client!("guess-show", name = owner), Kind::Plain) {
                send(commands, GuessCommand::Show);
            }
        });
        quiet(ui, scene, client!("guess-about", name = owner));
        return;
    }
    if let Some(known) = known {
        let guesser = scene.view.name(&guessing.guesser);
        said(
            ui,
            scene,
            &client!("guess-guessed", name = guesser),
            &known.guess,
        );
    }
    let words = phrase::of(scene.view, mark);
    said(ui, scene, &client!("guess-marked", name = owner), &words);
    if let Some(known) = known {
        answer(ui, scene, guessing, known, &owner, commands);
    }
}

fn field(
    ui: &mut Ui,
    scene: &Scene<'_>,
    mark: &Mark,
    known: Option<&Judgement>,
    commands: &mut Vec<Command>,
) {
    let mut text = known.map(|known| known.guess.clone()).unwrap_or_default();
    let field = TextEdit::multiline(&mut text)
        .id(egui::Id::unique(("guess", mark.id)))
        .hint_text(RichText::new(client!("guess-hint")).color(scene.view.tokens.muted))
        .desired_rows(3)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(10, 8));
    let response = ui.add_enabled(scene.desk.document.writable(), field);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(client!("guess-field")));
    if response.changed() {
        send(commands, GuessCommand::Words(text));
    }
}

/// What somebody wrote, under who it was.
fn said(ui: &mut Ui, scene: &Scene<'_>, who: &str, words: &str) {
    let tokens = &scene.view.tokens;
    Frame::new()
        .fill(tokens.raised)
        .stroke(egui::Stroke::new(1.0, tokens.line))
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            quiet(ui, scene, who.to_owned());
            ui.add(Label::new(words).wrap());
        });
}

/// Only the owner of the mind says how it was.
fn answer(
    ui: &mut Ui,
    scene: &Scene<'_>,
    guessing: &Guessing,
    known: &Judgement,
    owner: &str,
    commands: &mut Vec<Command>,
) {
    let tokens = &scene.view.tokens;
    let theirs = scene.desk.marking.author == guessing.owner;
    if !theirs && known.verdict.is_none() {
        quiet(ui, scene, client!("guess-only-owner", name = owner));
        if chip::pressed(
            ui,
            tokens,
            client!("guess-hand-over", name = owner),
            Kind::Main,
        ) {
            send(commands, GuessCommand::HandOver);
        }
        return;
    }
    ui.add(Label::new(client!("guess-was-it", name = owner)).wrap());
    ui.horizontal_wrapped(|ui| {
        for verdict in [Verdict::SpotOn, Verdict::Partly, Verdict::No] {
            let words = match verdict {
                Verdict::SpotOn => client!("guess-just-so"),
                Verdict::Partly => client!("guess-partly"),
                Verdict::No => client!("guess-no"),
            };
            let on = known.verdict == Some(verdict);
            let chip = chip::button(tokens, &words, Kind::Choice { on });
            let response = ui.add_enabled(theirs, chip);
            response
                .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, theirs, on, &words));
            if response.clicked() {
                send(commands, GuessCommand::Judge(verdict));
            }
        }
    });
}

fn ways_on(ui: &mut Ui, scene: &Scene<'_>, at: usize, all: usize, commands: &mut Vec<Command>) {
    let tokens = &scene.view.tokens;
    ui.add_space(2.0 * GRID);
    ui.horizontal_wrapped(|ui| {
        if at > 0 && chip::pressed(ui, tokens, client!("guess-previous"), Kind::Quiet) {
            send(commands, GuessCommand::Previous);
        }
        if at + 1 < all && chip::pressed(ui, tokens, client!("guess-next"), Kind::Plain) {
            send(commands, GuessCommand::Next);
        }
    });
}
