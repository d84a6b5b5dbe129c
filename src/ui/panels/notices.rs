//! What the people should know, as quiet cards at the lower left: what happened, whether the work is safe, what to do next.

use egui::{
    Align, Align2, Area, CornerRadius, Id, Layout, Margin, Order, RichText, Stroke, Ui, WidgetInfo,
    vec2,
};

use crate::{
    app::{
        Answer, Command, PartsCommand, PrepareCommand,
        notice::{Notice, NoticeKind},
    },
    store::Warning,
    tr,
    ui::{
        icons, theme,
        view::View,
        widgets::chip::{self, Kind},
    },
    words::notice as words,
};

/// Width of a card.
const WIDTH: f32 = 420.0;
/// More than these would hide the picture; the rest waits behind them.
const MOST: usize = 3;

/// The cards, at the lower left of `ui`'s rectangle. `choose_folder` opens a folder dialog whose answer becomes
/// [`Command::SaveInto`].
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    commands: &mut Vec<Command>,
    choose_folder: &mut dyn FnMut(),
) {
    let notices: Vec<&Notice> = view.app.notices().collect();
    if notices.is_empty() {
        return;
    }
    let room = ui.max_rect();
    let width = WIDTH.min(room.width() - 32.0);
    let hidden = notices.len().saturating_sub(MOST);
    Area::new(Id::unique("notices"))
        .order(Order::Foreground)
        .pivot(Align2::LEFT_BOTTOM)
        .fixed_pos(room.left_bottom() + vec2(16.0, -16.0))
        .constrain_to(room)
        .show(ui.ctx(), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 2.0 * theme::GRID;
            for notice in &notices[hidden..] {
                card(ui, view, notice, commands, choose_folder);
            }
        });
}

fn card(
    ui: &mut Ui,
    view: &View<'_>,
    notice: &Notice,
    commands: &mut Vec<Command>,
    choose_folder: &mut dyn FnMut(),
) {
    let tokens = &view.tokens;
    let words = words::of(&notice.kind);
    let paths = words::whole_paths(&notice.kind);
    let add = |ui: &mut Ui, text: RichText| {
        let line = ui.add(egui::Label::new(text).wrap());
        if let Some(paths) = &paths {
            line.on_hover_text(paths);
        }
    };
    let passing = notice.kind.passes();
    let shown = egui::Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin {
            left: 16,
            right: 8,
            top: 8,
            bottom: if passing { 8 } else { 12 },
        })
        .shadow(ui.visuals().popup_shadow)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = theme::GRID;
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                dismiss(ui, view, notice, commands);
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    // One line of text stands on the middle of the button beside it.
                    ui.add_space(1.5 * theme::GRID);
                    let what = RichText::new(&words.what);
                    let what = if passing {
                        what
                    } else {
                        what.font(theme::bold(theme::BODY))
                    };
                    add(ui, what);
                });
            });
            for line in [&words.safe, &words.next] {
                if !line.is_empty() {
                    let line = RichText::new(line)
                        .size(theme::SMALL + 1.0)
                        .color(tokens.ink);
                    add(ui, line);
                }
            }
            if matches!(notice.kind, NoticeKind::Opened(Warning::Relinkable { .. })) {
                ui.add_space(theme::GRID);
                let button = chip::button(tokens, tr!("notice-use-those"), Kind::Main);
                if ui.add(button).clicked() {
                    commands.push(Command::AnswerNotice(notice.id, Answer::UseThoseMarks));
                }
            }
            prepare_buttons(ui, view, notice, commands);
            parts_buttons(ui, view, notice, commands);
            if matches!(notice.kind, NoticeKind::NotSaved(_)) && view.desk().is_some() {
                ui.add_space(theme::GRID);
                ui.horizontal_wrapped(|ui| {
                    if ui
                        .add(chip::button(tokens, tr!("notice-retry"), Kind::Main))
                        .clicked()
                    {
                        commands.push(Command::AnswerNotice(notice.id, Answer::Retry));
                    }
                    if ui
                        .add(chip::button(tokens, tr!("notice-elsewhere"), Kind::Plain))
                        .clicked()
                    {
                        commands.push(Command::AnswerNotice(notice.id, Answer::ElsewhereForMarks));
                        choose_folder();
                    }
                });
            }
        });
    // Read aloud when it comes, without taking the focus.
    let id = shown.response.id;
    let spoken = words.spoken();
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(egui::Role::Status, true, &spoken));
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_live(egui::accesskit::Live::Polite));
}

fn prepare_buttons(ui: &mut Ui, view: &View<'_>, notice: &Notice, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    let button = |ui: &mut Ui, words: String, kind: Kind| {
        ui.add(chip::button(tokens, words, kind)).clicked()
    };
    match notice.kind {
        NoticeKind::OfferPrepare => {
            ui.add_space(theme::GRID);
            ui.horizontal_wrapped(|ui| {
                if button(ui, tr!("prepare-begin"), Kind::Main) {
                    commands.push(Command::Prepare(PrepareCommand::Begin));
                }
                if button(ui, tr!("prepare-not-now"), Kind::Plain) {
                    commands.push(Command::DismissNotice(notice.id));
                }
            });
        }
        NoticeKind::Preparing { .. } => {
            ui.add_space(theme::GRID);
            if button(ui, tr!("prepare-stop"), Kind::Plain) {
                commands.push(Command::Prepare(PrepareCommand::Stop));
            }
        }
        _ => {}
    }
}

fn parts_buttons(ui: &mut Ui, view: &View<'_>, notice: &Notice, commands: &mut Vec<Command>) {
    let main = |ui: &mut Ui, words: String| {
        ui.add_space(theme::GRID);
        ui.add(chip::button(&view.tokens, words, Kind::Main))
            .clicked()
    };
    match &notice.kind {
        NoticeKind::OfferParts { .. } if main(ui, tr!("parts-play-as-one")) => {
            commands.push(Command::Parts(PartsCommand::PlayAsOne));
        }
        NoticeKind::Opened(Warning::PartOf { first, .. }) if main(ui, tr!("parts-open-whole")) => {
            commands.push(Command::Open(first.clone()));
        }
        _ => {}
    }
}

fn dismiss(ui: &mut Ui, view: &View<'_>, notice: &Notice, commands: &mut Vec<Command>) {
    let words = tr!("notice-dismiss");
    let size = egui::Vec2::splat(theme::TARGET);
    let response = ui.add(chip::button(&view.tokens, icons::CLOSE, Kind::Quiet).min_size(size));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
    if response.clicked() {
        commands.push(Command::DismissNotice(notice.id));
    }
    response.on_hover_text(words);
}
