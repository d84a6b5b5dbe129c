//! Learning to see, beside the picture: working out a consensus, practising on a tape, and looking at both side by side.
//!
//! One thing at a time; what it is follows from the record and from who marks.

use egui::{Frame, Id, Label, Margin, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};

use crate::{
    app::{Command, TrainingCommand, keys::Passphrase, review::training::Stage},
    domain::{
        id::MarkId,
        training::{Practice, Ruling, Tape},
    },
    store::KeyError,
    tr,
    ui::{
        action::Action,
        keymap,
        theme::{self, GRID},
        view::View,
        widgets::{
            chip::{self, Kind},
            typed::Typed,
        },
    },
};

mod begin;
mod card;
mod comparing;
mod deciding;
mod making;
mod rounds;

/// What the panel keeps between frames.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing that the next frame needs"
)]
pub struct TrainingLook {
    /// What is typed about the chosen place, and about which.
    reason: String,
    of: Option<MarkId>,
    /// The field for it wants the keyboard.
    focus: bool,
    /// A folder of packages is to be chosen.
    folder: bool,
    /// Passphrases are to be shown.
    readers: bool,
    /// A reason was wanted, and is not there yet.
    asked: bool,
    /// It was shown in the frame before.
    shown: bool,
    /// Words about an agreed moment on their way, and about which.
    naming: Option<(MarkId, Typed)>,
    /// The open word, as it is typed.
    word: String,
    begin: begin::BeginLook,
    making: making::MakingLook,
    comparing: comparing::ComparingLook,
}

impl TrainingLook {
    /// The field for a reason gets the keyboard.
    pub const fn ask_why(&mut self) {
        self.focus = true;
    }

    /// Whether a folder of packages is to be chosen; once.
    pub const fn take_wants_folder(&mut self) -> bool {
        std::mem::replace(&mut self.folder, false)
    }

    /// Whether somebody wants to open what is only for them; once.
    pub const fn take_wants_readers(&mut self) -> bool {
        std::mem::replace(&mut self.readers, false)
    }

    /// What a key decides about the chosen place; `None` where a reason is wanted first.
    pub fn ruling(&mut self, ruling: Ruling) -> Option<Command> {
        if ruling == Ruling::Dropped && self.reason.trim().is_empty() {
            (self.focus, self.asked) = (true, true);
            return None;
        }
        let reason = std::mem::take(&mut self.reason);
        Some(Command::Training(TrainingCommand::Rule(ruling, reason)))
    }

    /// Whether something of it was opened, so that the window turns to it.
    pub fn has_begun(&mut self, view: &View<'_>) -> bool {
        let now = is_shown(view);
        let begun = now && !self.shown;
        self.shown = now;
        begun
    }

    /// What was typed belongs to the place it was typed for.
    fn keep_up(&mut self, chosen: Option<MarkId>, known: impl FnOnce() -> String) {
        if self.of != chosen {
            self.of = chosen;
            self.asked = false;
            self.reason = known();
        }
    }
}

/// Whether there is a consensus, a tape or a practice to look at.
#[must_use]
pub fn is_shown(view: &View<'_>) -> bool {
    view.app.training() != Stage::Nothing
}

/// Shows the tab.
pub fn show(ui: &mut Ui, view: &View<'_>, look: &mut TrainingLook, commands: &mut Vec<Command>) {
    Frame::new()
        .inner_margin(Margin::symmetric(16, 8))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(2.0 * GRID, 2.0 * GRID);
            ScrollArea::vertical()
                .id_salt("training")
                .auto_shrink([false, false])
                .show(ui, |ui| match view.app.training() {
                    Stage::Nothing => begin::show(ui, view, &mut look.begin, commands),
                    Stage::Deciding(entry, consensus) => {
                        deciding::show(ui, view, look, entry.id, consensus, commands);
                    }
                    Stage::Naming(consensus) => {
                        rounds::naming(ui, view, look, consensus, commands);
                    }
                    Stage::Waiting(_, tape) => waiting(ui, view, tape, commands),
                    Stage::AnswersHere(tape) => {
                        heading(ui, &title_of(tape));
                        quiet(ui, view, &tr!("training-answers-here"));
                    }
                    Stage::Marking(tape, practice) => marking(ui, view, tape, practice, commands),
                    Stage::Closed(_, tape) => closed(ui, view, look, tape, commands),
                    Stage::Comparing(_, consensus) => {
                        comparing::show(ui, view, look, consensus, commands);
                    }
                });
        });
}

fn send(commands: &mut Vec<Command>, command: TrainingCommand) {
    commands.push(Command::Training(command));
}

pub(super) fn heading(ui: &mut Ui, words: &str) {
    let title = RichText::new(words).font(theme::bold(theme::SECTION));
    let label = ui.add(Label::new(title).wrap());
    label.widget_info(|| WidgetInfo::labeled(egui::Role::Heading, true, words));
}

/// A smaller heading within the page.
pub(super) fn part(ui: &mut Ui, words: &str) {
    ui.add_space(GRID);
    let title = RichText::new(words).font(theme::bold(theme::BODY));
    let label = ui.add(Label::new(title).wrap());
    label.widget_info(|| WidgetInfo::labeled(egui::Role::Heading, true, words));
}

pub(super) fn quiet(ui: &mut Ui, view: &View<'_>, words: &str) {
    ui.add(Label::new(RichText::new(words).color(view.muted())).wrap());
}

pub(super) fn small(ui: &mut Ui, view: &View<'_>, words: &str) {
    let words = RichText::new(words).size(theme::SMALL).color(view.muted());
    ui.add(Label::new(words).wrap());
}

/// A choice that is on or off; true when it was pressed.
pub(super) fn choice(ui: &mut Ui, view: &View<'_>, words: &str, on: bool) -> bool {
    let response = ui.add(chip::small(&view.tokens, words, Kind::Choice { on }));
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, ui.is_enabled(), on, words));
    response.clicked()
}

/// A field with a name; true once Enter was pressed in it.
fn field(
    ui: &mut Ui,
    view: &View<'_>,
    id: &str,
    name: &str,
    text: &mut String,
    focus: bool,
) -> bool {
    let id = Id::unique(("training", id));
    let response = ui.add(
        TextEdit::singleline(text)
            .id(id)
            .hint_text(RichText::new(name).color(view.muted()))
            .desired_width(f32::INFINITY)
            .margin(Margin::symmetric(10, 7)),
    );
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    if focus {
        response.request_focus();
    }
    response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

/// A button with the key that does the same.
fn keyed(ui: &mut Ui, view: &View<'_>, words: &str, action: Action, kind: Kind) -> bool {
    let response = ui.add(chip::button(&view.tokens, words, kind));
    let clicked = response.clicked();
    response.on_hover_text(keymap::text(view.settings(), action));
    clicked
}

fn title_of(tape: &Tape) -> String {
    if tape.title.is_empty() {
        tr!("training-tape")
    } else {
        tape.title.clone()
    }
}

/// The rules of a tape, each in a line.
fn rules(ui: &mut Ui, view: &View<'_>, tape: &Tape) {
    let rules = &tape.rules;
    let mut lines = vec![match (rules.clips.len(), rules.single_pass) {
        (0, true) => tr!("training-rule-once"),
        (0, false) => tr!("training-rule-free"),
        (count, true) => tr!("training-rule-clips-once", count = count),
        (count, false) => tr!("training-rule-clips", count = count),
    }];
    if rules.shuffled && rules.clips.len() > 1 {
        lines.push(tr!("training-rule-shuffled"));
    }
    if rules.time_out > 0 && !rules.clips.is_empty() {
        lines.push(tr!("training-rule-quiet", seconds = rules.time_out));
    }
    let seconds = tape.tolerance.as_millis() / 1_000;
    lines.push(tr!("training-rule-tolerance", seconds = seconds));
    for line in lines {
        small(ui, view, &line);
    }
    if let Some((theirs, ours)) = view.app.other_codebook_of_tape() {
        let ours = ours.unwrap_or_else(|| tr!("training-no-codebook"));
        small(
            ui,
            view,
            &tr!("training-other-codebook", theirs = theirs, ours = ours),
        );
    }
}

fn waiting(ui: &mut Ui, view: &View<'_>, tape: &Tape, commands: &mut Vec<Command>) {
    heading(ui, &title_of(tape));
    quiet(ui, view, &tr!("training-waiting", count = tape.raters));
    rules(ui, view, tape);
    ui.add_space(GRID);
    if chip::pressed(ui, &view.tokens, tr!("training-practise"), Kind::Main) {
        let name = tr!("training-trainee");
        send(commands, TrainingCommand::Practise(name));
    }
}

fn marking(
    ui: &mut Ui,
    view: &View<'_>,
    tape: &Tape,
    practice: &Practice,
    commands: &mut Vec<Command>,
) {
    heading(ui, &title_of(tape));
    quiet(ui, view, &tr!("training-marking"));
    rules(ui, view, tape);
    ui.add_space(GRID);
    let playing = view.transport().is_some_and(|transport| transport.playing);
    let clips = !tape.rules.clips.is_empty();
    if let Some(clip) = view.app.practice_clip() {
        let through = clip.watched >= clip.of;
        if clips {
            let at = (clip.watched + usize::from(!through)).min(clip.of);
            part(ui, &tr!("training-clip", at = at, of = clip.of));
        }
        let words = if clip.quiet > 0 {
            tr!("training-quiet", seconds = clip.quiet)
        } else if clip.under_way {
            tr!("training-go-on")
        } else if through {
            tr!("training-clip-again")
        } else {
            tr!("training-next-clip")
        };
        let over = through && tape.rules.single_pass;
        if over {
            quiet(ui, view, &tr!("training-all-watched"));
        } else if clips {
            // The player's own button does for a whole recording.
            ui.add_enabled_ui(!playing && clip.quiet == 0, |ui| {
                let kind = if through { Kind::Plain } else { Kind::Main };
                if chip::pressed(ui, &view.tokens, words, kind) {
                    send(commands, TrainingCommand::Watch);
                }
            });
        }
    }
    ui.add_space(2.0 * GRID);
    let own = view.desk().map(|desk| &desk.marking.author);
    let some = own.is_some_and(|own| {
        view.session()
            .and_then(|session| session.set(own))
            .is_some_and(|set| !set.marks.is_empty())
    });
    small(ui, view, &tr!("training-done-hint"));
    ui.add_enabled_ui(some, |ui| {
        let kind = if practice.watched > 0 {
            Kind::Main
        } else {
            Kind::Plain
        };
        if chip::pressed(ui, &view.tokens, tr!("training-done"), kind) {
            send(commands, TrainingCommand::Done);
        }
    });
}

fn closed(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TrainingLook,
    tape: &Tape,
    commands: &mut Vec<Command>,
) {
    heading(ui, &title_of(tape));
    if view.app.training_works() {
        quiet(ui, view, &tr!("training-opening"));
        return;
    }
    if view.app.is_shipped_tape() {
        quiet(ui, view, &tr!("training-closed-own"));
        if chip::pressed(ui, &view.tokens, tr!("training-open-own"), Kind::Main) {
            let word = Passphrase::new(String::new());
            send(commands, TrainingCommand::Open(word));
        }
        return;
    }
    quiet(ui, view, &tr!("training-closed"));
    let entered = field(
        ui,
        view,
        "word",
        &tr!("training-word"),
        &mut look.word,
        false,
    );
    let ready = !look.word.trim().is_empty();
    let mut pressed = false;
    ui.add_enabled_ui(ready, |ui| {
        pressed = chip::pressed(ui, &view.tokens, tr!("training-open"), Kind::Main);
    });
    if ready && (entered || pressed) {
        let word = Passphrase::new(std::mem::take(&mut look.word));
        send(commands, TrainingCommand::Open(word));
    }
    match view.app.open_word_refused() {
        None => {}
        Some(KeyError::WrongPassphrase) => quiet(ui, view, &tr!("training-word-wrong")),
        Some(_) => quiet(ui, view, &tr!("training-word-damaged")),
    }
}
