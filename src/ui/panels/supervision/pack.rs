//! The sections that are looked at, with the question of whoever brought them.

use egui::{Id, Margin, RichText, TextEdit, Ui};

use super::{heading, quiet, send, small};
use crate::{
    app::{
        Command, SupervisionCommand,
        review::supervision::{Length, PackCommand, USUAL},
    },
    tr,
    ui::{
        icons,
        theme::GRID,
        view::View,
        widgets::{
            chip::{self, Kind},
            pill,
            typed::Typed,
        },
    },
};

/// The question, as it is typed.
#[derive(Debug, Default)]
pub struct PackLook {
    typed: Option<Typed>,
}

/// Shows them.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, look: &mut PackLook, commands: &mut Vec<Command>) {
    let pack = view.app.clip_pack();
    let sections = pack.map_or(&[][..], |(_, pack)| &pack.sections);
    heading(ui, &tr!("supervision-sections"));
    if sections.is_empty() {
        quiet(ui, view, &tr!("supervision-sections-none"));
    }
    for (at, section) in sections.iter().enumerate() {
        let number: usize = at + 1;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let words = tr!(
                "supervision-section",
                number = number,
                from = section.start().whole_seconds(),
                to = section.end().whole_seconds()
            );
            let shown = format!("{} {words}", icons::PLAY);
            let response = ui.add(chip::small(&view.tokens, shown, Kind::Plain));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
            if response.clicked() {
                send(commands, SupervisionCommand::Pack(PackCommand::Play(at)));
            }
            let remove = tr!("supervision-section-remove", number = number);
            if pill::quiet(ui, &view.tokens, icons::CLOSE, &remove).clicked() {
                send(commands, SupervisionCommand::Pack(PackCommand::Remove(at)));
            }
        });
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(GRID);
        for (length, words, hint) in [
            (
                Length::Quarter,
                tr!("supervision-quarter"),
                tr!("supervision-quarter-hint", usual = USUAL),
            ),
            (
                Length::Short,
                tr!("supervision-short"),
                tr!("supervision-short-hint"),
            ),
        ] {
            let button = chip::small(&view.tokens, words, Kind::Plain);
            if ui.add(button).on_hover_text(hint).clicked() {
                send(commands, SupervisionCommand::Pack(PackCommand::Add(length)));
            }
        }
    });
    if !sections.is_empty() {
        question(ui, view, look, commands);
    }
}

fn question(ui: &mut Ui, view: &View<'_>, look: &mut PackLook, commands: &mut Vec<Command>) {
    let asked = view.app.clip_pack();
    let known = asked.map_or("", |(_, pack)| pack.question.as_str());
    let mut typed = look.typed.take().unwrap_or_else(|| Typed {
        text: known.to_owned(),
        at: 0.0,
    });
    let name = tr!("supervision-question");
    small(ui, view, &name);
    let edit = TextEdit::multiline(&mut typed.text)
        .id(Id::unique("supervision: question"))
        .hint_text(RichText::new(tr!("supervision-question-hint")).color(view.muted()))
        .desired_rows(2)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(8, 5));
    let response = ui.add(edit);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    if typed.hand_on(ui, &response, known) {
        let asked = typed.text.trim().to_owned();
        send(commands, SupervisionCommand::Pack(PackCommand::Ask(asked)));
    }
    if response.has_focus() {
        look.typed = Some(typed);
    }
}
