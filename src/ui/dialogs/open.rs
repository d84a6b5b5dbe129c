//! Which dialog is open, and the palette that finds every action by name.

use std::path::PathBuf;

use egui::{Key, RichText, ScrollArea, TextEdit, vec2};

use super::{
    about, alone, dialog,
    folder::{Chooser, Chosen, Purpose},
    keys_help, readers, session, settings, still,
};
use crate::{
    app::{Command, CompanionCommand, PartsCommand, StillCommand},
    tr,
    ui::{
        action::{Action, Effect, WindowEffect},
        keymap, theme,
        view::View,
    },
};

/// The dialogs of the window; at most one is open, and a file chooser over it.
#[derive(Default)]
pub struct Dialogs {
    open: Option<WindowEffect>,
    session: session::SessionLook,
    palette: Palette,
    keys: keys_help::KeysLook,
    readers: readers::ReadersLook,
    alone: alone::AloneLook,
    chooser: Option<(Purpose, Chooser)>,
}

#[derive(Default)]
struct Palette {
    text: String,
    at: usize,
}

impl Purpose {
    /// What to do with the path that was chosen.
    #[must_use]
    pub fn command(self, path: PathBuf) -> Command {
        match self {
            Self::OpenRecording => Command::Open(path),
            Self::AddSecond => Command::Companion(CompanionCommand::Add(path)),
            Self::AddPart => Command::Parts(PartsCommand::Add(path)),
            Self::ChooseFolder => Command::SaveInto(path),
            Self::OpenCodebook => Command::LoadCodebook(path),
            Self::SavePicture => Command::Still(StillCommand::Save(path)),
        }
    }
}

impl Dialogs {
    /// Whether one covers the window, so that keys are not the player's.
    #[must_use]
    pub const fn any_open(&self) -> bool {
        self.open.is_some() || self.chooser.is_some()
    }

    /// Opens one.
    pub fn open(&mut self, which: WindowEffect) {
        self.open = Some(which);
        self.palette = Palette::default();
        self.keys = keys_help::KeysLook::default();
    }

    /// Opens our own file chooser, in this folder or the user's own.
    pub fn choose(&mut self, purpose: Purpose, folder: Option<PathBuf>) {
        let chooser = match folder {
            Some(folder) => Chooser::starting_in(purpose, folder),
            None => Chooser::new(purpose),
        };
        self.chooser = Some((purpose, chooser));
    }

    /// Shows what is open.
    pub fn show(
        &mut self,
        ctx: &egui::Context,
        view: &View<'_>,
        commands: &mut Vec<Command>,
        effects: &mut Vec<WindowEffect>,
    ) {
        if let Some((purpose, chooser)) = &mut self.chooser {
            let purpose = *purpose;
            match chooser.show(ctx, &view.tokens) {
                Some(Chosen::Path(path)) => {
                    commands.push(purpose.command(path));
                    self.chooser = None;
                }
                Some(Chosen::Nothing) => self.chooser = None,
                None => {}
            }
            return;
        }
        if still::show(ctx, view, commands) {
            effects.push(WindowEffect::PictureDialog);
        }
        let stays = match self.open {
            None => return,
            Some(WindowEffect::Keys) => keys_help::show(ctx, view, &mut self.keys, commands),
            Some(WindowEffect::Palette) => self.palette.show(ctx, view, commands, effects),
            Some(WindowEffect::Settings) => {
                let (mut load, mut copies) = (false, Vec::new());
                let mut asks = settings::Asks {
                    load_codebook: &mut || load = true,
                    copy_codebook: &mut |id: &str| {
                        copies.push(Command::CopyCodebook(id.to_owned()));
                    },
                };
                let stays = settings::show(ctx, view, &mut asks, commands);
                commands.append(&mut copies);
                effects.extend(load.then_some(WindowEffect::CodebookDialog));
                stays
            }
            Some(WindowEffect::SessionDetails) => {
                session::show(ctx, view, &mut self.session, commands)
            }
            Some(WindowEffect::Readers) => readers::show(ctx, view, &mut self.readers, commands),
            Some(WindowEffect::Alone) => alone::show(ctx, view, &mut self.alone, commands),
            Some(WindowEffect::About) => about::show(ctx, view),
            Some(_) => false,
        };
        if !stays {
            self.open = None;
        }
    }
}

impl Palette {
    fn show(
        &mut self,
        ctx: &egui::Context,
        view: &View<'_>,
        commands: &mut Vec<Command>,
        effects: &mut Vec<WindowEffect>,
    ) -> bool {
        let wanted = self.text.trim().to_lowercase();
        let found: Vec<(Action, Effect)> = Action::ALL
            .iter()
            .filter(|action| **action != Action::Palette)
            .filter(|action| wanted.is_empty() || action.label().to_lowercase().contains(&wanted))
            .filter_map(|action| Some((*action, action.effect(view)?)))
            .collect();
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
            found.get(self.at).map(|(_, effect)| effect.clone())
        } else {
            None
        };
        let (text, at) = (&mut self.text, self.at);
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
                if !field.has_focus() {
                    field.request_focus();
                }
                ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    for (number, (action, effect)) in found.iter().enumerate() {
                        let key = RichText::new(keymap::text(view.settings(), *action))
                            .size(theme::SMALL)
                            .color(view.muted());
                        let row = egui::Button::selectable(number == at, action.label())
                            .min_size(vec2(ui.available_width(), theme::TARGET))
                            .right_text(key);
                        let row = ui.add(row);
                        if number == at && (up || down) {
                            row.scroll_to_me(None);
                        }
                        if row.clicked() {
                            done = Some(effect.clone());
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
