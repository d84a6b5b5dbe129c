//! A person's own words. Nothing typed is ever lost: not by leaving, by choosing another mark, nor by a crash a moment later.

use egui::{
    Frame, Id, Key, KeyboardShortcut, Margin, Modifiers, RichText, ScrollArea, Stroke, TextEdit, Ui,
};

use crate::{
    app::{Command, Desk, MarkCommand},
    domain::{id::MarkId, mark::Mark},
    tr,
    ui::{theme, view::View},
};

/// Typing that rests this long is committed, in seconds.
const PAUSE: f64 = 1.5;
/// The field grows to this many lines, then scrolls.
const LINES: f32 = 5.0;

/// Words that were typed for a mark and are not known to be in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Which mark.
    pub mark: MarkId,
    /// As typed.
    pub text: String,
    /// When a key was pressed last, by the clock of the window, in seconds.
    touched: f64,
}

/// What the field keeps between frames.
#[derive(Debug, Default)]
pub struct Words {
    draft: Option<Draft>,
    /// The mark whose field had the cursor at the last frame.
    typing: Option<MarkId>,
    /// The mark for which the cursor was already taken.
    taken: Option<MarkId>,
}

impl Words {
    /// See [`super::InspectorLook::draft`].
    #[must_use]
    pub const fn draft(&self) -> Option<&Draft> {
        self.draft.as_ref()
    }

    /// Commits what was typed for a mark that is no longer shown, or because something else is about to happen.
    pub fn keep(
        &mut self,
        ui: &Ui,
        desk: &Desk,
        shown: Option<MarkId>,
        commands: &mut Vec<Command>,
    ) {
        let writing = desk.marking.writing.as_ref().map(|writing| writing.mark);
        if writing.is_none() {
            self.taken = None;
        }
        if let Some(left) = self.typing.filter(|typing| Some(*typing) != shown) {
            self.typing = None;
            self.commit(desk, commands);
            if writing == Some(left) {
                commands.push(Command::Mark(MarkCommand::LeaveWords));
            }
        }
        let Some(draft) = &self.draft else { return };
        let Some(mark) = desk.document.record().mark(draft.mark) else {
            // Deleted; its words went with it and come back with undo.
            self.draft = None;
            return;
        };
        if recorded(&draft.text) == mark.words.as_deref() {
            if self.typing != Some(draft.mark) {
                self.draft = None;
            }
            return;
        }
        // A press anywhere may change who marks, which mark is shown or close the window: the words go first.
        let (now, interrupted) = ui.input(|input| {
            let keys = input.modifiers.command || input.modifiers.alt;
            let closing = input.viewport().close_requested();
            (input.time, input.pointer.any_pressed() || keys || closing)
        });
        let waited = now - draft.touched;
        if interrupted || waited >= PAUSE || self.typing.is_none() {
            self.commit(desk, commands);
        } else {
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_secs_f64(
                    (PAUSE - waited).max(0.01),
                ));
        }
    }

    /// Sends the draft if it says something new and its author is the one who marks; else it is kept until they do.
    fn commit(&self, desk: &Desk, commands: &mut Vec<Command>) {
        let Some(draft) = &self.draft else { return };
        let Some(mark) = desk.document.record().mark(draft.mark) else {
            return;
        };
        if recorded(&draft.text) != mark.words.as_deref() && desk.may_change(mark) {
            let words = draft.text.clone();
            commands.push(Command::Mark(MarkCommand::CommitWords(draft.mark, words)));
        }
    }
}

/// As the record keeps it.
fn recorded(text: &str) -> Option<&str> {
    (!text.trim().is_empty()).then(|| text.trim_end())
}

/// Shows the field, or the words alone where they are not the active author's.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut Words,
    desk: &Desk,
    mark: &Mark,
    own: bool,
    commands: &mut Vec<Command>,
) {
    if own {
        field(ui, view, look, desk, mark, commands);
    } else if let Some(words) = &mark.words {
        let text = RichText::new(tr!("words-quoted", words = words.as_str()));
        ui.add(egui::Label::new(text).wrap().selectable(true));
    }
}

fn field(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut Words,
    desk: &Desk,
    mark: &Mark,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let id = Id::unique(("words of", mark.id));
    let mut text = match &look.draft {
        Some(draft) if draft.mark == mark.id => draft.text.clone(),
        _ => mark.words.clone().unwrap_or_default(),
    };
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
        .inner_margin(Margin::symmetric(11, 7))
        .show(ui, |ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            let height = ui.text_style_height(&egui::TextStyle::Body) + 2.0;
            ScrollArea::vertical()
                .id_salt("words")
                .max_height(LINES * height)
                .min_scrolled_height(LINES * height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    TextEdit::multiline(&mut text)
                        .id(id)
                        .hint_text(RichText::new(tr!("words-hint")).color(tokens.muted))
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
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(tr!("words-label")));
    if response.changed() {
        look.draft = Some(Draft {
            mark: mark.id,
            text,
            touched: ui.input(|input| input.time),
        });
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_secs_f64(PAUSE));
    }
    let writing = desk.marking.writing.as_ref().map(|writing| writing.mark) == Some(mark.id);
    if writing && look.taken != Some(mark.id) {
        look.taken = Some(mark.id);
        look.typing = Some(mark.id);
        response.request_focus();
        response.scroll_to_me(Some(egui::Align::Center));
        return;
    }
    if enter {
        response.surrender_focus();
        look.typing = None;
        look.commit(desk, commands);
        commands.push(Command::Mark(MarkCommand::EndWords));
    } else if ui.memory(|memory| memory.has_focus(id)) {
        if look.typing != Some(mark.id) && !writing {
            // A click into the words is the same as the key that opens them: it pauses, and it is one step of undo.
            look.taken = Some(mark.id);
            commands.push(Command::Mark(MarkCommand::BeginWords));
        }
        look.typing = Some(mark.id);
    } else if look.typing.take() == Some(mark.id) {
        look.commit(desk, commands);
        commands.push(Command::Mark(MarkCommand::LeaveWords));
    }
}
