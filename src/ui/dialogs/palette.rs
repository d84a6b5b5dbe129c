//! The palette: every action by name, and every code by its words, its meaning and its examples.

use egui::{Key, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::dialog;
use crate::{
    app::{Command, MarkCommand},
    domain::codebook::Shape,
    tr,
    ui::{
        action::{Action, Effect, WindowEffect},
        keymap,
        panels::code_bar,
        theme,
        view::View,
        widgets::code_line::CodeLine,
    },
};

/// At most so many codes, so that the list can be read.
const CODES: usize = 12;

/// What the palette keeps while it is open.
#[derive(Debug, Default)]
pub(super) struct Palette {
    text: String,
    at: usize,
    /// The text changed.
    typed: bool,
}

/// One line of it.
struct Row {
    words: String,
    under: Option<String>,
    shape: Option<Shape>,
    key: Option<String>,
    effect: Effect,
}

impl Row {
    const fn is_own_words(&self) -> bool {
        matches!(
            self.effect,
            Effect::Command(Command::Mark(MarkCommand::OwnWords))
        )
    }
}

impl Palette {
    /// Shows it. False once it wants to close.
    pub(super) fn show(
        &mut self,
        ctx: &egui::Context,
        view: &View<'_>,
        commands: &mut Vec<Command>,
        effects: &mut Vec<WindowEffect>,
    ) -> bool {
        let wanted = self.text.trim().to_lowercase();
        let mut found = actions(view, &wanted);
        if !wanted.is_empty() {
            found.extend(codes(ctx, view, &wanted));
        }
        if std::mem::take(&mut self.typed) {
            // Enter takes what was looked for; own words are one step up.
            self.at = usize::from(found.len() > 1 && found[0].is_own_words());
        }
        let (up, down, enter) = ctx.input_mut(|input| {
            (
                input.consume_key(egui::Modifiers::NONE, Key::ArrowUp),
                input.consume_key(egui::Modifiers::NONE, Key::ArrowDown),
                input.key_pressed(Key::Enter),
            )
        });
        let last = found.len().saturating_sub(1);
        self.at = self.at.min(last);
        if down {
            self.at = (self.at + 1).min(last);
        }
        if up {
            self.at = self.at.saturating_sub(1);
        }
        let mut done = if enter {
            found.get(self.at).map(|row| row.effect.clone())
        } else {
            None
        };
        let (text, at, typed) = (&mut self.text, self.at, &mut self.typed);
        let stays = dialog(
            ctx,
            &view.tokens,
            &tr!("palette-title"),
            480.0,
            |ui| {
                let field = ui.add(
                    TextEdit::singleline(text)
                        .hint_text(tr!("palette-hint"))
                        .desired_width(f32::INFINITY)
                        .margin(vec2(10.0, 8.0)),
                );
                ui.ctx()
                    .accesskit_node_builder(field.id, |node| node.set_label(tr!("palette-hint")));
                *typed = field.changed();
                if !field.has_focus() {
                    field.request_focus();
                }
                ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    for (number, row) in found.iter().enumerate() {
                        let response = line(ui, view, row, number == at);
                        if number == at && (up || down) {
                            response.scroll_to_me(None);
                        }
                        if response.clicked() {
                            done = Some(row.effect.clone());
                        }
                    }
                    if found.is_empty() {
                        ui.label(RichText::new(tr!("palette-nothing")).color(view.muted()));
                    }
                });
            },
            |_| {},
        );
        match done {
            Some(Effect::Command(command)) => {
                commands.push(command);
                false
            }
            Some(Effect::Window(effect)) => {
                effects.push(effect);
                false
            }
            None => stays,
        }
    }
}

fn line(ui: &mut Ui, view: &View<'_>, row: &Row, on: bool) -> egui::Response {
    if row.shape.is_some() || row.under.is_some() {
        let line = CodeLine {
            word: &row.words,
            under: row.under.as_deref(),
            outline: row.shape,
            on,
        };
        return line.show(ui, &view.tokens);
    }
    let key = RichText::new(row.key.as_deref().unwrap_or_default())
        .size(theme::SMALL)
        .color(view.muted());
    let button = egui::Button::selectable(on, &row.words)
        .min_size(vec2(ui.available_width(), theme::TARGET))
        .right_text(key);
    ui.add(button)
}

fn actions(view: &View<'_>, wanted: &str) -> Vec<Row> {
    Action::ALL
        .iter()
        .filter(|action| **action != Action::Palette)
        .filter(|action| wanted.is_empty() || action.label().to_lowercase().contains(wanted))
        .filter_map(|action| {
            Some(Row {
                words: action.label(),
                under: None,
                shape: None,
                key: Some(keymap::text(view.settings(), *action)),
                effect: action.effect(view)?,
            })
        })
        .collect()
}

/// The codes that fit, after the way to say it in own words.
fn codes(ctx: &egui::Context, view: &View<'_>, wanted: &str) -> Vec<Row> {
    let Some(desk) = view.desk().filter(|desk| desk.document.writable()) else {
        return Vec::new();
    };
    let book = &desk.marking.codebook;
    let mark = |command| Effect::Command(Command::Mark(command));
    let found: Vec<Row> = book
        .find(wanted)
        .into_iter()
        .take(CODES)
        .filter_map(|hit| {
            let id = hit.code.id.parse().ok()?;
            Some(Row {
                words: hit.code.label.clone(),
                under: hit.why().map(str::to_owned),
                shape: Some(book.shape(hit.code)),
                key: None,
                effect: mark(code_bar::tap(ctx, view, id)),
            })
        })
        .collect();
    if found.is_empty() {
        return found;
    }
    let own = Row {
        words: tr!("codes-own-words"),
        under: Some(tr!("codes-own-words-why")),
        shape: None,
        key: None,
        effect: mark(MarkCommand::OwnWords),
    };
    std::iter::once(own).chain(found).collect()
}
