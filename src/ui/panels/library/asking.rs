//! What is looked for: words, a code, a person, days.

use std::collections::{BTreeMap, BTreeSet};

use egui::{ComboBox, Margin, RichText, TextEdit, Ui, vec2};

use crate::{
    app::{Command, LibraryCommand, library::Shelf},
    domain::id::CodeId,
    store::Query,
    tr,
    ui::{
        icons,
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// What is being typed.
#[derive(Debug, Default)]
pub struct Asking {
    words: String,
    from: String,
    to: String,
    /// What can be chosen, and for which answer and number of recordings it was collected.
    choices: Choices,
    collected: Option<usize>,
}

#[derive(Debug, Default)]
struct Choices {
    codes: Vec<(String, String)>,
    people: Vec<String>,
}

impl Asking {
    /// The row of fields. Every change asks at once.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        library: &Shelf,
        commands: &mut Vec<Command>,
    ) {
        if self.collected != Some(library.recordings.len()) {
            self.collected = Some(library.recordings.len());
            self.choices = Choices::of(view, library);
        }
        let mut query = library.query.clone();
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(2.0 * GRID, 1.5 * GRID);
            let wide = (ui.available_width() - 610.0).clamp(220.0, 480.0);
            let hint = format!("{}  {}", icons::SEARCH, tr!("library-find"));
            if field(ui, &tr!("library-find"), &hint, &mut self.words, wide) {
                query.words.clone_from(&self.words);
            }
            self.choices.code(ui, &mut query);
            self.choices.person(ui, &mut query);
            let form = tr!("library-date-form");
            if field(ui, &tr!("library-from"), &form, &mut self.from, 116.0) {
                query.from = self.from.trim().parse().ok();
            }
            ui.label(RichText::new("–").color(view.muted()));
            if field(ui, &tr!("library-to"), &form, &mut self.to, 116.0) {
                query.to = self.to.trim().parse().ok();
            }
            if !query.is_empty()
                && ui
                    .add(chip::small(&view.tokens, tr!("library-all"), Kind::Quiet))
                    .clicked()
            {
                query = Query::default();
                self.words.clear();
                self.from.clear();
                self.to.clear();
            }
        });
        if query != library.query {
            commands.push(Command::Library(LibraryCommand::Ask(query)));
        }
    }
}

fn field(ui: &mut Ui, name: &str, hint: &str, text: &mut String, width: f32) -> bool {
    let edit = TextEdit::singleline(text)
        .hint_text(hint)
        .desired_width(width)
        .margin(Margin::symmetric(8, 6));
    let response = ui.add(edit);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    response.changed()
}

impl Choices {
    fn of(view: &View<'_>, library: &Shelf) -> Self {
        let mut codes: BTreeSet<&CodeId> = BTreeSet::new();
        let mut people: BTreeMap<String, String> = BTreeMap::new();
        for one in &library.recordings {
            codes.extend(one.codes.iter().map(|(code, _)| code));
            for card in &one.people {
                people.insert(card.name.to_lowercase(), card.name.clone());
            }
        }
        let mut codes: Vec<(String, String)> = codes
            .into_iter()
            .map(|code| (view.code_label(code), code.to_string()))
            .collect();
        codes.sort();
        Self {
            codes,
            people: people.into_values().collect(),
        }
    }

    fn code(&self, ui: &mut Ui, query: &mut Query) {
        let chosen = self.codes.iter().find(|(_, id)| *id == query.code);
        let shown = chosen.map_or_else(|| tr!("library-any-code"), |(label, _)| label.clone());
        let response = ComboBox::from_id_salt("library code")
            .width(150.0)
            .height(320.0)
            .truncate()
            .selected_text(RichText::new(shown).size(theme::SMALL))
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut query.code, String::new(), tr!("library-any-code"));
                for (label, id) in &self.codes {
                    ui.selectable_value(&mut query.code, id.clone(), label);
                }
            })
            .response;
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_label(tr!("library-code").as_str());
        });
    }

    fn person(&self, ui: &mut Ui, query: &mut Query) {
        let shown = if query.person.is_empty() {
            tr!("library-anyone")
        } else {
            query.person.clone()
        };
        let response = ComboBox::from_id_salt("library person")
            .width(120.0)
            .height(320.0)
            .truncate()
            .selected_text(RichText::new(shown).size(theme::SMALL))
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut query.person, String::new(), tr!("library-anyone"));
                for name in &self.people {
                    ui.selectable_value(&mut query.person, name.clone(), name);
                }
            })
            .response;
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_label(tr!("library-person").as_str());
        });
    }
}
