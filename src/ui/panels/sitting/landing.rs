//! The last page of a sitting: how it is now, one thing to take along, what stays. Everything on it may be left free.

use egui::{
    Align, CornerRadius, Frame, Label, Layout, Margin, Rect, RichText, ScrollArea, Stroke,
    TextEdit, Ui, UiBuilder, pos2, vec2,
};

use crate::{
    app::{Command, Desk, RoomCommand, SaveState, SittingCommand, review::sitting::Sitting},
    client,
    domain::{id::PersonId, mark::Mark},
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::{
            badge,
            chip::{self, Kind},
            strength,
        },
    },
};

/// The page is no wider than a line that reads well.
const WIDTH: f32 = 720.0;
/// Below this width the scale stands under the words.
const BESIDE: f32 = 640.0;

/// The whole window, while people land.
pub fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let (Some(desk), Some(sitting)) = (view.desk(), view.app.sitting()) else {
        return;
    };
    let full = ui.available_rect_before_wrap();
    let low = full.height() < 520.0;
    let margin = if low { 2.0 * GRID } else { 5.0 * GRID };
    let width = WIDTH.min(full.width() - 2.0 * margin);
    let left = full.center().x - width / 2.0;
    let foot = theme::TARGET + 2.0 * margin;
    let page = Rect::from_min_max(
        pos2(full.left(), full.top()),
        pos2(full.right(), full.bottom() - foot),
    );
    part(ui, page, "page", Layout::top_down(Align::Min), |ui| {
        ScrollArea::vertical()
            .id_salt("landing")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.add_space(if low { margin } else { 2.0 * margin });
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    ui.add_space(left - full.left());
                    ui.vertical(|ui| {
                        ui.set_width(width);
                        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
                        contents(ui, view, desk, sitting, commands);
                        ui.add_space(margin);
                    });
                });
            });
    });
    let line = Rect::from_min_size(
        pos2(left, page.bottom() + margin),
        vec2(width, theme::TARGET),
    );
    part(
        ui,
        line,
        "ways",
        Layout::right_to_left(Align::Center),
        |ui| ways(ui, view, desk, commands),
    );
}

fn part<R>(
    ui: &mut Ui,
    rect: Rect,
    salt: &str,
    layout: Layout,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.scope_builder(
        UiBuilder::new().id_salt(salt).max_rect(rect).layout(layout),
        add,
    )
    .inner
}

fn ways(ui: &mut Ui, view: &View<'_>, desk: &Desk, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    ui.spacing_mut().item_spacing.x = 2.0 * GRID;
    if chip::pressed(ui, tokens, client!("landing-done"), Kind::Main) {
        commands.push(Command::Sitting(SittingCommand::Done));
    }
    if chip::pressed(ui, tokens, client!("client-enough"), Kind::Plain) {
        commands.push(Command::Room(RoomCommand::Enough));
    }
    let state = match desk.document.save_state() {
        SaveState::NotSaved => client!("client-not-saved"),
        SaveState::Saving => client!("client-saving"),
        _ => client!("client-saved"),
    };
    ui.label(RichText::new(state).size(theme::SMALL).color(tokens.muted));
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        if chip::pressed(ui, tokens, client!("landing-back"), Kind::Quiet) {
            commands.push(Command::Sitting(SittingCommand::Back));
        }
    });
}

fn contents(
    ui: &mut Ui,
    view: &View<'_>,
    desk: &Desk,
    sitting: &Sitting,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    ui.spacing_mut().item_spacing.y = 2.0 * GRID;
    ui.label(RichText::new(client!("landing-title")).font(theme::bold(theme::QUESTION)));
    ui.add(Label::new(RichText::new(client!("landing-free")).color(tokens.muted)).wrap());
    ui.add_space(2.0 * GRID);
    for person in &sitting.review.present {
        if view.person(person).is_some() {
            ui.push_id(person.as_str(), |ui| {
                how_it_is(ui, view, sitting, person, commands);
            });
        }
    }
    let review = &sitting.review;
    if !review.expected.is_empty() || review.expected_strength.is_some() {
        ui.add_space(GRID);
        let words = if review.expected.is_empty() {
            client!("landing-expected-strength")
        } else {
            client!("landing-expected", words = review.expected.as_str())
        };
        ui.add(Label::new(RichText::new(words).color(tokens.muted)).wrap());
        let mut text = review.compared.clone();
        if field(ui, view, &client!("landing-compared"), &mut text) {
            commands.push(Command::Sitting(SittingCommand::Compared(text)));
        }
    }
    ui.add_space(GRID);
    let mut text = review.take_along.clone();
    if field(ui, view, &client!("landing-take-along"), &mut text) {
        commands.push(Command::Sitting(SittingCommand::TakeAlong(text)));
    }
    ui.add_space(2.0 * GRID);
    marks(ui, view, desk, sitting, commands);
}

/// A caption and a line to write on. True when something was typed.
fn field(ui: &mut Ui, view: &View<'_>, caption: &str, text: &mut String) -> bool {
    ui.label(RichText::new(caption).font(theme::bold(theme::BODY)));
    line(ui, view, caption, "", text, ui.available_width())
}

fn line(
    ui: &mut Ui,
    view: &View<'_>,
    name: &str,
    hint: &str,
    text: &mut String,
    width: f32,
) -> bool {
    let edit = TextEdit::singleline(text)
        .hint_text(RichText::new(hint).color(view.tokens.muted))
        .desired_width(width)
        .margin(Margin::symmetric(8, 6));
    let response = ui.add(edit);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    response.changed()
}

fn how_it_is(
    ui: &mut Ui,
    view: &View<'_>,
    sitting: &Sitting,
    person: &PersonId,
    commands: &mut Vec<Command>,
) {
    let Some(known) = view.person(person) else {
        return;
    };
    let asks = client!("landing-how", name = known.name.as_str());
    ui.horizontal(|ui| {
        badge::show(ui, &known.initial(), &known.name, view.colours(person));
        ui.label(RichText::new(&asks).font(theme::bold(theme::BODY)));
    });
    let mut text = sitting.felt(person).to_owned();
    let all = ui.available_width();
    let beside = all >= BESIDE;
    let mut both = |ui: &mut Ui| {
        let hint = client!("follow-up-words");
        // Beside it stand the eleven steps of the scale.
        let width = if beside { all - 314.0 } else { all };
        if line(ui, view, &asks, &hint, &mut text, width) {
            commands.push(Command::Sitting(SittingCommand::Felt(
                person.clone(),
                text.clone(),
            )));
        }
        if let Some(chosen) = strength::show(ui, &view.tokens, sitting.strength(person)) {
            commands.push(Command::Sitting(SittingCommand::Strength(
                person.clone(),
                chosen,
            )));
        }
    };
    if beside {
        ui.horizontal(&mut both);
    } else {
        ui.vertical(&mut both);
    }
    ui.add_space(GRID);
}

/// What was marked, each with the choice to let it go. Nothing is added up.
fn marks(
    ui: &mut Ui,
    view: &View<'_>,
    desk: &Desk,
    sitting: &Sitting,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let mut all: Vec<(&Mark, bool)> = view
        .app
        .marks_of_sitting()
        .into_iter()
        .map(|mark| (mark, true))
        .collect();
    all.extend(sitting.let_go().iter().map(|mark| (mark, false)));
    all.sort_by_key(|(mark, _)| (mark.when.start(), mark.id));
    ui.label(RichText::new(client!("landing-marks")).font(theme::bold(theme::BODY)));
    if all.is_empty() {
        let words = RichText::new(client!("landing-marks-none")).color(tokens.muted);
        ui.add(Label::new(words).wrap());
        return;
    }
    Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::symmetric(12, 6))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = GRID;
            for (mark, stays) in all {
                ui.push_id(mark.id, |ui| row(ui, view, desk, mark, stays, commands));
            }
        });
}

fn row(
    ui: &mut Ui,
    view: &View<'_>,
    desk: &Desk,
    mark: &Mark,
    stays: bool,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let size = vec2(ui.available_width(), theme::TARGET);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let mut choice = |ui: &mut Ui, words: String, command: SittingCommand| {
            if ui.add(chip::small(tokens, words, Kind::Plain)).clicked() {
                commands.push(Command::Sitting(command));
            }
        };
        if stays {
            choice(
                ui,
                client!("landing-let-go"),
                SittingCommand::LetGo(mark.id),
            );
            if desk.may_change(mark) && view.app.may_keep_closed() && !view.app.client_present() {
                choice(
                    ui,
                    client!("landing-only-mine"),
                    SittingCommand::OnlyMine(mark.id),
                );
            }
        } else {
            choice(ui, client!("landing-keep"), SittingCommand::Keep(mark.id));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let colours = view.author_colours(&mark.author);
            let initial = view.author_initial(&mark.author);
            let (rect, _) = ui.allocate_exact_size(vec2(22.0, 22.0), egui::Sense::hover());
            badge::paint(ui.painter(), rect.center(), 10.0, &initial, colours);
            let time = RichText::new(mark.when.start().whole_seconds())
                .size(theme::SMALL)
                .color(tokens.muted);
            ui.label(time);
            let mut label = RichText::new(view.mark_label(mark)).color(tokens.ink);
            if !stays {
                label = label.strikethrough().color(tokens.muted);
            }
            ui.label(label);
            if let Some(words) = mark.words.as_deref().filter(|_| stays) {
                let words = RichText::new(format!("“{}”", words.trim())).color(tokens.muted);
                ui.add(Label::new(words).truncate());
            }
        });
    });
}
