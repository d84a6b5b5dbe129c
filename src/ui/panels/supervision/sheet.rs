//! One's own sheet: item by item, scale by scale, with words and the moments that show it.

use egui::{Id, Label, Margin, RichText, TextEdit, Ui, WidgetInfo};

use super::{moment, quiet, send, small};
use crate::{
    app::{Command, SupervisionCommand, review::supervision::Round},
    domain::{
        rating_frame::{FrameItem, RatingFrame, Scale},
        supervision::{Rating, RatingSheet},
    },
    tr,
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::{
            chip::{self, Kind},
            typed::Typed,
        },
    },
};

/// Words that are being typed about an item.
#[derive(Debug, Default)]
pub struct SheetLook {
    typed: Option<(u32, Typed)>,
}

/// Shows it.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    round: &Round,
    look: &mut SheetLook,
    commands: &mut Vec<Command>,
) {
    let Some(frame) = view.app.rating_frame(&round.frame) else {
        if view.app.rating_frames().is_some() {
            let words = tr!("supervision-no-frame", frame = round.frame.id.as_str());
            quiet(ui, view, &words);
        }
        return;
    };
    if frame.version != round.frame.version {
        small(ui, view, &tr!("supervision-other-version"));
    }
    quiet(ui, view, &tr!("supervision-only-you"));
    let sheet = view.app.own_rating_sheet();
    for item in &frame.items {
        ui.push_id(item.number, |ui| {
            one(ui, view, frame, item, sheet, look, commands);
        });
    }
    ui.add_space(GRID);
    let open = sheet.map_or_else(|| asked(frame), |sheet| sheet.left_open(frame));
    if open > 0 {
        quiet(ui, view, &tr!("supervision-left-open", count = open));
    }
    ui.add_enabled_ui(sheet.is_some_and(|sheet| !sheet.items.is_empty()), |ui| {
        if chip::pressed(ui, &view.tokens, tr!("supervision-i-am-done"), Kind::Main) {
            send(commands, SupervisionCommand::Done);
        }
    });
}

fn asked(frame: &RatingFrame) -> usize {
    let scales = |item| frame.scales_of(item).count();
    frame.items.iter().map(scales).sum()
}

/// What an item is called: its number, and its name where that may be named.
pub(super) fn item_name(frame: &RatingFrame, number: u32) -> String {
    match frame.item(number).map(|item| item.name.as_str()) {
        Some(name) if !name.is_empty() => {
            tr!("supervision-item-named", number = number, name = name)
        }
        _ => tr!("supervision-item", number = number),
    }
}

fn one(
    ui: &mut Ui,
    view: &View<'_>,
    frame: &RatingFrame,
    item: &FrameItem,
    sheet: Option<&RatingSheet>,
    look: &mut SheetLook,
    commands: &mut Vec<Command>,
) {
    ui.add_space(GRID);
    ui.separator();
    let name = item_name(frame, item.number);
    ui.add(Label::new(RichText::new(name).font(theme::bold(theme::BODY))).wrap());
    if !item.text.is_empty() {
        small(ui, view, &item.text);
    }
    for scale in frame.scales_of(item) {
        let given = sheet.and_then(|sheet| sheet.rating(item.number, &scale.id));
        values(ui, view, item, scale, given, commands);
    }
    note(ui, view, item.number, sheet, look, commands);
    let linked = sheet.map_or(&[][..], |sheet| sheet.evidence(item.number));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(GRID);
        for mark in linked {
            if moment(ui, view, None, *mark, true, commands) {
                send(commands, SupervisionCommand::Unlink(item.number, *mark));
            }
        }
        let chosen = view.desk().and_then(|desk| Some(desk.selected_mark()?.id));
        let fits = chosen.is_some_and(|mark| !linked.contains(&mark));
        let words = tr!("supervision-link");
        let named = tr!("supervision-link-item", number = item.number);
        let response = ui
            .add_enabled(fits, chip::small(&view.tokens, &words, Kind::Quiet))
            .on_disabled_hover_text(tr!("supervision-link-hint"));
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, fits, &named));
        if response.clicked() {
            send(commands, SupervisionCommand::Link(item.number));
        }
    });
}

fn values(
    ui: &mut Ui,
    view: &View<'_>,
    item: &FrameItem,
    scale: &Scale,
    given: Option<Rating>,
    commands: &mut Vec<Command>,
) {
    small(ui, view, &scale.title);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(0.75 * GRID);
        let values =
            (scale.low..=scale.high).map(|value| (Rating::Value(value), value.to_string()));
        let none = (Rating::NotApplicable, tr!("supervision-not-applicable"));
        for (rating, shown) in values.chain([none]) {
            let on = given == Some(rating);
            let words = tr!(
                "supervision-value",
                number = item.number,
                scale = scale.title.as_str(),
                value = shown.as_str()
            );
            let response = ui.add(chip::small(&view.tokens, &shown, Kind::Choice { on }));
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, &words));
            if response.clicked() {
                let rate = SupervisionCommand::Rate {
                    item: item.number,
                    scale: scale.id.clone(),
                    rating: (!on).then_some(rating),
                };
                send(commands, rate);
            }
        }
    });
}

/// Words about an item; they are handed on when the field is left.
fn note(
    ui: &mut Ui,
    view: &View<'_>,
    number: u32,
    sheet: Option<&RatingSheet>,
    look: &mut SheetLook,
    commands: &mut Vec<Command>,
) {
    let known = sheet.map_or("", |sheet| sheet.note(number));
    let typed = look.typed.take_if(|(of, _)| *of == number);
    let mut typed = typed.map_or_else(
        || Typed {
            text: known.to_owned(),
            at: 0.0,
        },
        |(_, typed)| typed,
    );
    let name = tr!("supervision-note", number = number);
    let hint = RichText::new(tr!("supervision-note-hint")).color(view.muted());
    let edit = TextEdit::multiline(&mut typed.text)
        .id(Id::unique(("supervision", number)))
        .hint_text(hint)
        .desired_rows(1)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(8, 5));
    let response = ui.add(edit);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    if typed.hand_on(ui, &response, known) {
        let words = typed.text.trim().to_owned();
        send(commands, SupervisionCommand::Note(number, words));
    }
    if response.has_focus() {
        look.typed = Some((number, typed));
    }
}
