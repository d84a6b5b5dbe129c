//! Dialogs over the window. Each is told to show itself every frame while it is open, and says when it wants to close.

use egui::{
    Align, CornerRadius, Id, Layout, Margin, Modal, Response, RichText, ScrollArea, Stroke,
    TextEdit, Ui, Vec2, WidgetInfo, vec2,
};

pub mod about;
pub mod alone;
pub mod consent;
pub mod folder;
mod in_the_room;
pub mod keys_help;
pub mod open;
pub mod package;
mod palette;
pub mod people;
pub mod readers;
pub mod report;
pub mod risk_note;
pub mod session;
pub mod settings;
pub mod sitting;
pub mod still;
mod zones;

pub use open::Dialogs;

use crate::{
    tr,
    ui::{
        icons,
        theme::{self, Tokens},
        widgets::chip::{self, Kind},
    },
};

/// One dialog in the middle of the window: title, a body that scrolls, a footer that stays. False once Esc, its close
/// button or a press beside it asked to close it.
pub fn dialog(
    ctx: &egui::Context,
    tokens: &Tokens,
    title: &str,
    width: f32,
    body: impl FnOnce(&mut Ui),
    footer: impl FnOnce(&mut Ui),
) -> bool {
    let window = ctx.content_rect();
    let mut open = true;
    let frame = egui::Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(theme::CLIENT_RADIUS))
        .inner_margin(Margin::symmetric(20, 16))
        .shadow(ctx.style_of(ctx.theme()).visuals.window_shadow);
    let id = Id::unique(("dialog", title));
    let shown = Modal::new(id)
        .area(Modal::default_area(id).default_height(window.height()))
        .frame(frame)
        .backdrop_color(tokens.background.gamma_multiply(0.7))
        .show(ctx, |ui| {
            ui.set_width(width.min(window.width() - 72.0));
            ui.spacing_mut().item_spacing.y = 2.0 * theme::GRID;
            let top = ui.cursor().top();
            ui.horizontal(|ui| {
                ui.label(RichText::new(title).font(theme::bold(theme::SECTION)));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if icon_button(ui, tokens, icons::CLOSE, &tr!("dialog-close")).clicked() {
                        open = false;
                    }
                });
            });
            let used = ui.cursor().top() - top;
            // The footer is one row of buttons; the window keeps a margin all around.
            let room = window.height()
                - 2.0 * 16.0
                - 2.0 * 16.0
                - used
                - theme::TARGET
                - 4.0 * theme::GRID;
            ScrollArea::vertical()
                .id_salt("dialog body")
                .max_height(room.max(theme::TARGET))
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    ui.set_width(ui.available_width() - 2.0 * theme::GRID);
                    body(ui);
                });
            ui.add_space(theme::GRID);
            ui.horizontal_wrapped(footer);
        });
    // It grew or shrank: once more, so that it stands in the middle again.
    if (shown.response.rect.center() - window.center()).length() > 1.0 {
        ctx.request_repaint();
    }
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(egui::Role::Dialog, true, title));
    open && !shown.should_close()
}

/// A quiet button that is only an icon; `words` are its name and its hover text.
pub fn icon_button(ui: &mut Ui, tokens: &Tokens, icon: &str, words: &str) -> Response {
    let button = chip::button(tokens, icon, Kind::Quiet).min_size(Vec2::splat(theme::TARGET));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, words));
    response.on_hover_text(words)
}

/// A plain button for one more of something; true when pressed.
pub(super) fn add_button(ui: &mut Ui, tokens: &Tokens, words: &str) -> bool {
    let text = format!("{}  {words}", icons::PLUS);
    let response = ui.add(chip::button(tokens, text, Kind::Plain));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, words));
    response.clicked()
}

/// A heading within a dialog.
pub(super) fn section(ui: &mut Ui, title: impl Into<String>) {
    ui.add_space(2.0 * theme::GRID);
    ui.label(RichText::new(title).font(theme::bold(theme::BODY)));
}

/// A line that explains.
pub(super) fn note(ui: &mut Ui, tokens: &Tokens, text: impl Into<String>) {
    let text = RichText::new(text).size(theme::SMALL).color(tokens.muted);
    ui.add(egui::Label::new(text).wrap());
}

/// A text field with its name above it.
pub(super) fn text_field(
    ui: &mut Ui,
    tokens: &Tokens,
    name: &str,
    text: &mut String,
    rows: usize,
) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = theme::GRID;
        let label = ui.label(RichText::new(name).size(theme::SMALL).color(tokens.muted));
        bare_field(ui, name, text, rows).labelled_by(label.id)
    })
    .inner
}

/// A text field whose name is only spoken.
pub(super) fn bare_field(ui: &mut Ui, name: &str, text: &mut String, rows: usize) -> Response {
    let edit = if rows > 1 {
        TextEdit::multiline(text)
    } else {
        TextEdit::singleline(text)
    };
    let response = ui.add(
        edit.desired_rows(rows)
            .desired_width(f32::INFINITY)
            .margin(Margin::symmetric(8, 6)),
    );
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    response
}

/// Steps through numbers: the name at the left, the value between *less* and *more* at the right. Returns the new value.
pub(super) fn stepper(
    ui: &mut Ui,
    tokens: &Tokens,
    name: &str,
    value: u32,
    step: u32,
    range: std::ops::RangeInclusive<u32>,
    words: &str,
) -> Option<u32> {
    let mut wanted = None;
    ui.horizontal(|ui| {
        ui.label(name);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = theme::GRID;
            let small = vec2(theme::TARGET, theme::TARGET);
            let mut side = |ui: &mut Ui, sign: &str, spoken: String, possible: bool, next: u32| {
                let button = chip::button(tokens, sign, Kind::Plain).min_size(small);
                let response = ui.add_enabled(possible, button);
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, possible, &spoken));
                if response.clicked() {
                    wanted = Some(next);
                }
            };
            let more = value.saturating_add(step).min(*range.end());
            side(
                ui,
                "+",
                tr!("stepper-more", name = name),
                value < *range.end(),
                more,
            );
            let (place, _) =
                ui.allocate_exact_size(vec2(72.0, theme::TARGET), egui::Sense::hover());
            let text = egui::Label::new(RichText::new(words)).halign(Align::Center);
            ui.put(place, text);
            let less = value.saturating_sub(step).max(*range.start());
            side(
                ui,
                "–",
                tr!("stepper-less", name = name),
                value > *range.start(),
                less,
            );
        });
    });
    wanted
}

/// Choices beside each other, one of them on. Returns the one that was pressed.
pub(super) fn pills(ui: &mut Ui, tokens: &Tokens, choices: &[(String, bool)]) -> Option<usize> {
    let mut pressed = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(1.5 * theme::GRID);
        for (at, (label, on)) in choices.iter().enumerate() {
            let kind = if *on {
                Kind::Picked
            } else {
                Kind::Choice { on: false }
            };
            let response = ui.add(chip::button(tokens, label, kind));
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, *on, label));
            if response.clicked() {
                pressed = Some(at);
            }
        }
    });
    pressed
}
