//! “What was it like to hear that?”: what both say to a pair, in a mark of both that stands between the two.
//!
//! Typing that rests is put on disk at once; leaving the field or choosing another pair loses nothing.

use std::time::Duration;

use egui::{
    Align, Frame, Id, Key, KeyboardShortcut, Label, Layout, Margin, Modifiers, RichText,
    ScrollArea, Stroke, TextEdit, Ui, vec2,
};

use super::Scene;
use crate::{
    analysis::compare::Pair,
    app::{Command, CompareCommand, review::compare::sayable},
    client,
    domain::id::MarkId,
    ui::theme,
};

/// Typing that rests this long is committed, in seconds.
const PAUSE: f64 = 1.5;
/// Height of the card beside the picture.
pub(super) const HEIGHT: f32 = 104.0;

/// Words that were typed for a pair and are not known to be in the record.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    pair: (MarkId, MarkId),
    text: String,
    /// When a key was pressed last, by the clock of the window, in seconds.
    touched: f64,
    /// What was sent last.
    sent: Option<String>,
}

impl Draft {
    fn commit(&mut self, commands: &mut Vec<Command>) {
        if self.sent.as_ref() == Some(&self.text) {
            return;
        }
        self.sent = Some(self.text.clone());
        let (left, right) = self.pair;
        let words = self.text.clone();
        commands.push(Command::Compare(CompareCommand::Say { left, right, words }));
    }
}

/// What the field keeps between frames.
#[derive(Debug, Default)]
pub struct Saying {
    draft: Option<Draft>,
}

impl Saying {
    /// Commits what was typed, since the field is no longer there.
    pub(super) fn leave(&mut self, commands: &mut Vec<Command>) {
        if let Some(mut draft) = self.draft.take() {
            draft.commit(commands);
            commands.push(Command::Compare(CompareCommand::EndSaying));
        }
    }
}

/// Whether who marks now is one of the two, and may write at all.
pub(super) fn may_say(scene: &Scene<'_>) -> bool {
    scene.desk.document.writable() && scene.comparing.includes(&scene.desk.marking.author)
}

/// In one line, question and field.
pub(super) fn line(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut Saying,
    pair: &Pair,
    height: f32,
    commands: &mut Vec<Command>,
) {
    let tokens = &scene.view.tokens;
    let width = ui.available_width();
    Frame::new()
        .fill(tokens.together.tint)
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(12, 4))
        .show(ui, |ui| {
            ui.set_min_size(vec2(width - 24.0, height - 8.0));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let question =
                    RichText::new(client!("compare-question")).font(theme::bold(theme::BODY));
                ui.add(Label::new(question).wrap_mode(egui::TextWrapMode::Extend));
                field(ui, scene, look, pair, 1.0, commands);
            });
        });
}

/// As a card of its own.
pub(super) fn card(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut Saying,
    pair: &Pair,
    commands: &mut Vec<Command>,
) {
    let tokens = &scene.view.tokens;
    Frame::new()
        .fill(tokens.together.tint)
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            let question =
                RichText::new(client!("compare-question")).font(theme::bold(theme::BODY));
            ui.add(Label::new(question).wrap());
            field(ui, scene, look, pair, 2.0, commands);
        });
}

fn field(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut Saying,
    pair: &Pair,
    lines: f32,
    commands: &mut Vec<Command>,
) {
    let tokens = &scene.view.tokens;
    let key = (pair.left.id, pair.right.id);
    if look.draft.as_ref().is_some_and(|draft| draft.pair != key) {
        look.leave(commands);
    }
    let recorded = sayable(pair, scene.desk).and_then(|mark| mark.words.clone());
    let mut text = look.draft.as_ref().map_or_else(
        || recorded.clone().unwrap_or_default(),
        |draft| draft.text.clone(),
    );
    let id = Id::unique(("said together", key));
    let typing = ui.memory(|memory| memory.has_focus(id));
    // Taken before the field sees it: a plain Enter ends the words and must reach nothing else.
    let enter = typing
        && ui.input_mut(|input| {
            input.modifiers.is_none() && input.consume_key(Modifiers::NONE, Key::Enter)
        });
    let line = if typing { tokens.accent } else { tokens.line };
    let response = Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(10, 6))
        .show(ui, |ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            let row = ui.text_style_height(&egui::TextStyle::Body) + 1.0;
            ScrollArea::vertical()
                .id_salt("said together")
                .max_height(lines * row)
                .min_scrolled_height(lines * row)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    TextEdit::multiline(&mut text)
                        .id(id)
                        .hint_text(RichText::new(client!("compare-say")).color(tokens.muted))
                        .desired_rows(1)
                        .desired_width(f32::INFINITY)
                        .frame(Frame::NONE)
                        .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
                        .show(ui)
                        .response
                        .response
                })
                .inner
        })
        .inner;
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_label(client!("compare-question"));
    });
    let now = ui.input(|input| input.time);
    if response.changed() {
        let sent = look.draft.take().and_then(|draft| draft.sent);
        look.draft = Some(Draft {
            pair: key,
            text,
            touched: now,
            sent: sent.or(recorded),
        });
    }
    if enter {
        response.surrender_focus();
    }
    let typing = ui.memory(|memory| memory.has_focus(id)) && !enter;
    let Some(draft) = &mut look.draft else { return };
    // A press anywhere may change who marks or close the window: the words go first.
    let interrupted = ui.input(|input| {
        let keys = input.modifiers.command || input.modifiers.alt;
        input.pointer.any_pressed() || keys || input.viewport().close_requested()
    });
    let waited = now - draft.touched;
    if !typing {
        look.leave(commands);
    } else if interrupted || waited >= PAUSE {
        draft.commit(commands);
    } else {
        let left = Duration::from_secs_f64((PAUSE - waited).max(0.01));
        ui.ctx().request_repaint_after(left);
    }
}
