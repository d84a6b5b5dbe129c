//! The one card on the client's face after a mark: what its code asks, never more, and nothing has to be answered.

use egui::{
    CornerRadius, Key, KeyboardShortcut, Margin, Modifiers, RichText, ScrollArea, Stroke, TextEdit,
    Ui, Vec2,
};

use crate::{
    app::{Command, Desk, MarkCommand, MarkingCommand, marking::Face},
    client,
    domain::{
        codebook::{Ask, Modifier},
        id::{CodeId, MarkId},
        mark::Mark,
    },
    ui::{
        theme,
        view::View,
        widgets::chip::{self, Kind},
    },
};

mod asks;
mod strength;

/// Space between the parts of the card.
const GAP: f32 = 2.0 * theme::GRID;
/// Height of a line of text.
const LINE: f32 = 20.0;

/// What the card keeps: words on their way, and a strength while it is dragged.
#[derive(Clone, Debug, Default)]
pub struct FollowUpLook {
    mark: Option<MarkId>,
    words: String,
    committed: String,
    words_open: bool,
    dragged: Option<u8>,
    focus_words: bool,
    /// Letters of this very frame are the first of the words.
    letters: bool,
}

impl FollowUpLook {
    /// Hands over words that are typed and not handed over yet; never twice. The card does so by itself when it is left;
    /// the window does before it leaves the recording.
    pub fn commit(&mut self, commands: &mut Vec<Command>) {
        if let Some(mark) = self.mark
            && self.words.trim_end() != self.committed.trim_end()
        {
            self.committed.clone_from(&self.words);
            commands.push(Command::Mark(MarkCommand::CommitWords(
                mark,
                self.words.clone(),
            )));
        }
    }

    fn turn_to(&mut self, mark: Option<&Mark>, commands: &mut Vec<Command>) {
        let id = mark.map(|mark| mark.id);
        let words = mark.and_then(|mark| mark.words.clone()).unwrap_or_default();
        if self.mark == id {
            // Undo, or another window, changed them; what is being typed stays.
            if self.words.trim_end() == self.committed.trim_end() && words != self.committed {
                self.words.clone_from(&words);
                self.committed = words;
            }
            return;
        }
        self.commit(commands);
        *self = Self {
            mark: id,
            committed: words.clone(),
            words,
            ..Self::default()
        };
    }
}

/// What the card is about.
struct Card<'a> {
    mark: &'a Mark,
    /// The code whose questions it asks; none where only words are open.
    code: Option<CodeId>,
    asks: &'a [Ask],
    writing: bool,
}

fn card(desk: &Desk) -> Option<Card<'_>> {
    let marking = &desk.marking;
    let session = desk.document.session();
    let writing = marking.writing.as_ref().map(|writing| writing.mark);
    if let Some(follow) = &marking.follow_up
        && let Some(mark) = session.mark(follow.mark)
    {
        return Some(Card {
            mark,
            code: Some(follow.code.clone()),
            asks: marking.asks(&follow.code),
            writing: writing == Some(mark.id),
        });
    }
    let mark = session.mark(writing?)?;
    Some(Card {
        mark,
        code: None,
        asks: &[],
        writing: true,
    })
}

/// Whether letters are words for the card: it is open, the recording stands still, and no field has the keys. While it plays
/// they stay what they are, so that nothing is missed for the sake of words.
#[must_use]
pub fn takes_letters(ctx: &egui::Context, view: &View<'_>) -> bool {
    view.face() == Face::Client
        && !ctx.text_edit_focused()
        && view.desk().is_some_and(is_open)
        && view.transport().is_some_and(|transport| !transport.playing)
}

/// Whether words for the card have just begun to be typed.
fn words_begin(ui: &Ui, view: &View<'_>) -> bool {
    takes_letters(ui.ctx(), view)
        && ui.input(|input| {
            input.events.iter().any(|event| {
                matches!(event, egui::Event::Text(text) if text.chars().any(char::is_alphabetic))
            })
        })
}

/// Whether a card is open.
#[must_use]
pub fn is_open(desk: &Desk) -> bool {
    card(desk).is_some()
}

/// The card, within the height of `ui`. Also hands over words of a card that has just gone; call it every frame.
pub fn show(ui: &mut Ui, view: &View<'_>, look: &mut FollowUpLook, commands: &mut Vec<Command>) {
    let Some(desk) = view.desk() else { return };
    let card = card(desk);
    look.turn_to(card.as_ref().map(|card| card.mark), commands);
    let Some(card) = card else { return };
    if card.writing && !look.words_open {
        look.words_open = true;
        look.focus_words = true;
    }
    if words_begin(ui, view) {
        look.words_open = true;
        look.letters = true;
    }
    let tokens = &view.tokens;
    let below = client!("follow-up-enough-words");
    let note = theme::regular(theme::SMALL);
    let width = ui.available_width();
    let note_height = ui
        .painter()
        .layout(below.clone(), note, tokens.muted, width - 2.0 * theme::GRID)
        .size()
        .y;
    let most = ui.available_height() - note_height - 2.0 * theme::GRID;
    let roomy = most > 320.0;
    let most = if roomy { most } else { ui.available_height() };
    egui::Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(theme::CLIENT_RADIUS))
        .inner_margin(Margin::symmetric(16, 12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = Vec2::splat(GAP);
            let top = ui.cursor().top();
            heading(ui, view, &card);
            // The buttons stay in reach below whatever has to scroll.
            let used = ui.cursor().top() - top;
            let inner = most - 2.0 * 12.0 - used - theme::TARGET - GAP - 2.0;
            ScrollArea::vertical()
                .id_salt("follow-up")
                .max_height(inner.max(theme::TARGET))
                .auto_shrink([false, true])
                .show(ui, |ui| questions(ui, view, desk, &card, look, commands));
            buttons(ui, view, &card, look, commands);
        });
    if roomy {
        ui.add_space(theme::GRID);
        ui.horizontal(|ui| {
            ui.add_space(theme::GRID);
            ui.add(
                egui::Label::new(RichText::new(below).size(theme::SMALL).color(tokens.muted))
                    .wrap(),
            );
        });
    }
}

fn heading(ui: &mut Ui, view: &View<'_>, card: &Card<'_>) {
    ui.spacing_mut().interact_size.y = 24.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * theme::GRID;
        let label = card
            .code
            .as_ref()
            .map_or_else(|| view.mark_label(card.mark), |code| view.code_label(code));
        ui.label(RichText::new(label).font(theme::bold(theme::SECTION)));
        let time = card.mark.when.start().whole_seconds();
        let at = client!("client-mark-at", time = time);
        ui.label(
            RichText::new(at)
                .size(theme::SMALL)
                .color(view.tokens.muted),
        );
    });
}

fn questions(
    ui: &mut Ui,
    view: &View<'_>,
    desk: &Desk,
    card: &Card<'_>,
    look: &mut FollowUpLook,
    commands: &mut Vec<Command>,
) {
    ui.spacing_mut().item_spacing.y = GAP;
    ui.spacing_mut().interact_size.y = LINE;
    let mut words = false;
    for ask in card.asks {
        match ask {
            Ask::Modifier(key) => {
                let modifier = card.code.as_ref().and_then(|code| {
                    let known = desk.marking.code(code)?;
                    known.modifiers.iter().find(|modifier| modifier.key == *key)
                });
                // Nothing is weighed or named while somebody recalls.
                let shown = modifier.filter(|one| !view.app.in_recall() || !names_modes(one));
                if let (Some(modifier), Some(code)) = (shown, &card.code) {
                    asks::values(ui, view, card.mark, code, modifier, commands);
                }
            }
            Ask::Strength if view.app.in_recall() => {}
            Ask::Strength => strength::show(ui, view, card.mark, look, commands),
            Ask::Words => {
                words = true;
                field(ui, view, look, commands);
            }
            Ask::Who => asks::who(ui, view, &desk.marking, card.mark, commands),
            Ask::Sureness => asks::sureness(ui, view, card.mark, commands),
        }
    }
    if !words {
        if look.words_open || !look.words.is_empty() {
            field(ui, view, look, commands);
        } else if chip::pressed(
            ui,
            &view.tokens,
            client!("follow-up-words-open"),
            Kind::Quiet,
        ) {
            look.words_open = true;
            look.focus_words = true;
        }
    }
}

fn caption(ui: &mut Ui, view: &View<'_>, text: impl Into<String>) {
    ui.label(
        RichText::new(text)
            .size(theme::SMALL)
            .color(view.tokens.muted),
    );
}

fn field(ui: &mut Ui, view: &View<'_>, look: &mut FollowUpLook, commands: &mut Vec<Command>) {
    let id = ui.make_persistent_id("own-words");
    if std::mem::take(&mut look.letters) {
        let end = egui::text::CCursor::new(look.words.chars().count());
        let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        state
            .cursor
            .set_char_range(Some(egui::text::CCursorRange::one(end)));
        state.store(ui.ctx(), id);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let focused = ui.memory(|memory| memory.has_focus(id));
    // Enter means done; a new line is Shift+Enter.
    let done = focused && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let hint = client!("follow-up-words");
    let response = ui.add(
        TextEdit::multiline(&mut look.words)
            .id(id)
            .desired_rows(1)
            .desired_width(f32::INFINITY)
            .margin(Margin::symmetric(12, 8))
            .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
            .hint_text(RichText::new(&hint).color(view.tokens.muted)),
    );
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_label(hint));
    if std::mem::take(&mut look.focus_words) {
        response.request_focus();
    }
    if response.lost_focus() {
        look.commit(commands);
    }
    if done {
        close(look, commands);
    }
}

fn buttons(
    ui: &mut Ui,
    view: &View<'_>,
    card: &Card<'_>,
    look: &mut FollowUpLook,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    ui.horizontal(|ui| {
        let done = chip::pressed(ui, tokens, client!("follow-up-done"), Kind::Main);
        let not_now = card.code.is_some()
            && chip::pressed(ui, tokens, client!("follow-up-not-now"), Kind::Plain);
        // Words that were typed are kept either way.
        if done || not_now {
            close(look, commands);
        }
    });
}

fn close(look: &mut FollowUpLook, commands: &mut Vec<Command>) {
    look.commit(commands);
    commands.push(Command::Mark(MarkCommand::EndWords));
    commands.push(Command::Marking(MarkingCommand::CloseFollowUp));
}

/// Whether the answers stand for modes, in whatever words.
fn names_modes(modifier: &Modifier) -> bool {
    let mut stands_for = modifier.values.iter().flat_map(|value| &value.maps_to);
    stands_for.any(|code| code.starts_with("mode."))
}
