//! Whose mind, seen from where, when it was felt, how strong, how sure, for whom; and what a code asks of its use.

use egui::{Popup, PopupCloseBehavior, Response, Ui, vec2};

use crate::{
    app::{Command, MarkCommand},
    domain::{
        codebook::Modifier,
        mark::{About, Audience, CodeUse, Mark, Sureness, Tense, View as Seen},
    },
    tr,
    ui::{
        dialogs::readers::audience_name,
        panels::marks::tense_words,
        theme::GRID,
        view::View,
        widgets::{
            pill::{self, Pill},
            strength,
        },
    },
};

/// So few values are shown side by side; more are in a menu.
const SIDE_BY_SIDE: usize = 3;

/// Shows the line of choices; without menus where the mark is not the active author's.
pub fn show(ui: &mut Ui, view: &View<'_>, mark: &Mark, own: bool, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(1.5 * GRID, 1.5 * GRID);
        let mut out = Out {
            view,
            mark,
            own,
            commands,
        };
        out.about(ui);
        out.seen(ui);
        out.tense(ui);
        if !view.is_about_risk(mark) {
            out.strength(ui);
        }
        out.sureness(ui);
        out.readers(ui);
        for used in &mark.codes {
            out.modifiers(ui, used);
        }
    });
}

struct Out<'a, 'v> {
    view: &'a View<'v>,
    mark: &'a Mark,
    own: bool,
    commands: &'a mut Vec<Command>,
}

impl Out<'_, '_> {
    fn send(&mut self, command: MarkCommand) {
        self.commands.push(Command::Mark(command));
    }

    /// One choice: its words, and a menu of others where it may be changed.
    fn chip(
        &self,
        ui: &mut Ui,
        now: &str,
        set: bool,
        said: &str,
        menu: impl FnOnce(&mut Ui),
    ) -> Option<Response> {
        if !self.own {
            return set.then(|| Pill::new(now).rests(true).show(ui, &self.view.tokens));
        }
        let button = Pill::new(now)
            .spoken(said)
            .unset(!set)
            .show(ui, &self.view.tokens);
        Popup::menu(&button).gap(GRID).show(|ui| {
            ui.set_min_width(44.0 * GRID);
            ui.spacing_mut().item_spacing.y = 0.0;
            menu(ui);
        });
        Some(button)
    }

    fn about(&mut self, ui: &mut Ui) {
        let now = self.view.about_words(&self.mark.about, None);
        let people = self
            .view
            .session()
            .map_or(&[][..], |session| session.people());
        let choices = people
            .iter()
            .map(|person| About::People(vec![person.id.clone()]))
            .chain([About::Us, About::Group]);
        let mut chosen = None;
        let said = tr!("field-about", now = now.as_str());
        self.chip(ui, &now, true, &said, |ui| {
            for choice in choices {
                let words = self.view.about_words(&choice, None);
                let on = choice == self.mark.about;
                if pill::item(ui, &self.view.tokens, &words, on, None).clicked() {
                    chosen = Some(choice);
                }
            }
        });
        if let Some(about) = chosen {
            self.send(MarkCommand::SetAbout(self.mark.id, about));
        }
    }

    fn seen(&mut self, ui: &mut Ui) {
        let now = seen_words(self.mark.view);
        let mut chosen = None;
        self.chip(
            ui,
            &now,
            true,
            &tr!("field-view", now = now.as_str()),
            |ui| {
                for choice in [
                    Seen::Own,
                    Seen::OfOther,
                    Seen::HowISeeThemSeeingMe,
                    Seen::Us,
                ] {
                    let on = choice == self.mark.view;
                    if pill::item(ui, &self.view.tokens, &seen_words(choice), on, None).clicked() {
                        chosen = Some(choice);
                    }
                }
            },
        );
        if let Some(seen) = chosen {
            self.send(MarkCommand::SetView(self.mark.id, seen));
        }
    }

    fn readers(&mut self, ui: &mut Ui) {
        let now = audience_name(self.mark.audience);
        let may =
            self.own && self.view.app.may_keep_closed() && self.mark.audience != Audience::Sealed;
        if !may {
            let hint = match self.mark.audience {
                Audience::Everyone => tr!("audience-everyone-why"),
                Audience::OnlyMe => tr!("audience-only-me-hint"),
                Audience::Team => tr!("audience-team-hint"),
                Audience::Training => tr!("audience-training-hint"),
                Audience::Sealed => tr!("audience-sealed-hint"),
            };
            Pill::new(&now)
                .rests(true)
                .show(ui, &self.view.tokens)
                .on_hover_text(hint);
            return;
        }
        let mut chosen = None;
        let field = tr!("field-readers", now = now.as_str());
        self.chip(ui, &now, true, &field, |ui| {
            for choice in Audience::ALL {
                let on = choice == self.mark.audience;
                let name = audience_name(choice);
                if pill::item(ui, &self.view.tokens, &name, on, None).clicked() {
                    chosen = Some(choice);
                }
            }
        });
        if let Some(audience) = chosen {
            self.send(MarkCommand::SetReaders(self.mark.id, audience));
        }
    }

    fn tense(&mut self, ui: &mut Ui) {
        let now = tense_words(self.mark.tense);
        let mut chosen = None;
        self.chip(
            ui,
            &now,
            true,
            &tr!("field-tense", now = now.as_str()),
            |ui| {
                for choice in [Tense::Then, Tense::Now, Tense::AboutThen] {
                    let on = choice == self.mark.tense;
                    if pill::item(ui, &self.view.tokens, &tense_words(choice), on, None).clicked() {
                        chosen = Some(choice);
                    }
                }
            },
        );
        if let Some(tense) = chosen {
            self.send(MarkCommand::SetTense(self.mark.id, tense));
        }
    }

    fn strength(&mut self, ui: &mut Ui) {
        let value = self.mark.intensity;
        let now = value.map_or_else(
            || tr!("strength-unset"),
            |value| tr!("strength-of", value = value.get()),
        );
        if !self.own {
            if value.is_some() {
                Pill::new(&now).rests(true).show(ui, &self.view.tokens);
            }
            return;
        }
        let said = tr!(
            "field-strength",
            now = if value.is_some() {
                now.clone()
            } else {
                tr!("not-set")
            }
        );
        let button = Pill::new(&now)
            .spoken(&said)
            .unset(value.is_none())
            .show(ui, &self.view.tokens);
        let mut chosen = None;
        Popup::menu(&button)
            .gap(GRID)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = GRID;
                chosen = strength::show(ui, &self.view.tokens, value);
                let clear = tr!("strength-clear");
                if value.is_some()
                    && pill::item(ui, &self.view.tokens, &clear, false, None).clicked()
                {
                    chosen = Some(None);
                }
                if chosen.is_some() {
                    ui.close();
                }
            });
        if let Some(value) = chosen {
            self.send(MarkCommand::SetIntensity(self.mark.id, value));
        }
    }

    fn sureness(&mut self, ui: &mut Ui) {
        let value = self.mark.sureness;
        let now = value.map_or_else(|| tr!("sureness-unset"), sureness_words);
        let said = tr!(
            "field-sureness",
            now = value.map_or_else(|| tr!("not-set"), sureness_words)
        );
        let mut chosen = None;
        self.chip(ui, &now, value.is_some(), &said, |ui| {
            for choice in [Sureness::Guess, Sureness::Fairly, Sureness::Sure] {
                let on = value == Some(choice);
                if pill::item(ui, &self.view.tokens, &sureness_words(choice), on, None).clicked() {
                    chosen = Some(Some(choice));
                }
            }
            if pill::item(
                ui,
                &self.view.tokens,
                &tr!("sureness-none"),
                value.is_none(),
                None,
            )
            .clicked()
            {
                chosen = Some(None);
            }
        });
        if let Some(value) = chosen {
            self.send(MarkCommand::SetSureness(self.mark.id, value));
        }
    }

    fn modifiers(&mut self, ui: &mut Ui, used: &CodeUse) {
        let declared = self
            .view
            .code(&used.code)
            .map_or(&[][..], |code| &code.modifiers);
        for modifier in declared {
            let now = used.modifier(&modifier.key);
            let chosen = if modifier.values.len() <= SIDE_BY_SIDE && self.own {
                self.side_by_side(ui, used, modifier)
            } else {
                self.in_menu(ui, used, modifier)
            };
            if let Some(value) = chosen {
                let value = if now == Some(value.as_str()) {
                    None
                } else {
                    Some(value)
                };
                self.send(MarkCommand::SetModifier {
                    mark: self.mark.id,
                    code: used.code.clone(),
                    key: modifier.key.clone(),
                    value,
                });
            }
        }
        // Values that came with a file of somebody else's are shown as they are.
        for (key, value) in &used.modifiers {
            if !declared.iter().any(|modifier| modifier.key == *key) {
                let words = format!("{key}: {value}");
                Pill::new(&words).rests(true).show(ui, &self.view.tokens);
            }
        }
    }

    fn side_by_side(&self, ui: &mut Ui, used: &CodeUse, modifier: &Modifier) -> Option<String> {
        let mut chosen = None;
        for value in &modifier.values {
            let on = used.modifier(&modifier.key) == Some(value.id.as_str());
            let said = format!("{} {}", modifier.title, value.label);
            let response = Pill::new(&value.label)
                .spoken(&said)
                .on(on)
                .unset(!on)
                .show(ui, &self.view.tokens)
                .on_hover_text(&modifier.title);
            if response.clicked() {
                chosen = Some(value.id.clone());
            }
        }
        chosen
    }

    fn in_menu(&self, ui: &mut Ui, used: &CodeUse, modifier: &Modifier) -> Option<String> {
        let now = used.modifier(&modifier.key);
        let label = now.map(|now| {
            let known = modifier.values.iter().find(|value| value.id == now);
            known.map_or(now, |value| value.label.as_str())
        });
        let words = label.unwrap_or(&modifier.title);
        let said = format!(
            "{} {}",
            modifier.title,
            label.map_or_else(|| tr!("not-set"), str::to_owned)
        );
        let mut chosen = None;
        self.chip(ui, words, label.is_some(), &said, |ui| {
            egui::ScrollArea::vertical()
                .max_height(80.0 * GRID)
                .show(ui, |ui| {
                    for value in &modifier.values {
                        let on = now == Some(value.id.as_str());
                        if pill::item(ui, &self.view.tokens, &value.label, on, None).clicked() {
                            chosen = Some(value.id.clone());
                        }
                    }
                });
        });
        chosen
    }
}

fn seen_words(seen: Seen) -> String {
    match seen {
        Seen::Own => tr!("view-own"),
        Seen::OfOther => tr!("view-other"),
        Seen::HowISeeThemSeeingMe => tr!("view-meta"),
        Seen::Us => tr!("view-us"),
    }
}

fn sureness_words(sureness: Sureness) -> String {
    match sureness {
        Sureness::Guess => tr!("sureness-guess"),
        Sureness::Fairly => tr!("sureness-fairly"),
        Sureness::Sure => tr!("sureness-sure"),
    }
}
