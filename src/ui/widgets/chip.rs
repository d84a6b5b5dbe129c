//! Buttons: the pill that holds a choice, the plain one, the main one; all at least as high as a finger needs.

use egui::{Button, Color32, CornerRadius, RichText, Stroke, Ui, Vec2, WidgetText};

use crate::ui::theme::{self, Tokens};

/// What a button is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The one main action of a screen.
    Main,
    /// Any other action.
    Plain,
    /// A choice that can be on.
    Choice {
        /// Whether it is on.
        on: bool,
    },
    /// A choice that is on and is the main thing on its card.
    Picked,
    /// Text that acts.
    Quiet,
}

/// A pill or button with this text.
pub fn button<'a>(tokens: &Tokens, text: impl Into<String>, kind: Kind) -> Button<'a> {
    sized(
        tokens,
        RichText::new(text.into()).size(theme::BODY),
        kind,
        theme::TARGET,
    )
}

/// The same with smaller text.
pub fn small<'a>(tokens: &Tokens, text: impl Into<String>, kind: Kind) -> Button<'a> {
    sized(
        tokens,
        RichText::new(text.into()).size(theme::SMALL),
        kind,
        28.0,
    )
}

fn sized<'a>(tokens: &Tokens, text: RichText, kind: Kind, height: f32) -> Button<'a> {
    let (fill, ink, line, radius) = match kind {
        Kind::Main | Kind::Picked => (
            tokens.accent,
            tokens.on_accent,
            tokens.accent,
            theme::RADIUS,
        ),
        Kind::Plain => (tokens.raised, tokens.ink, tokens.line, theme::RADIUS),
        Kind::Choice { on: true } => (tokens.accent_soft, tokens.ink, tokens.accent_soft, 255),
        Kind::Choice { on: false } => (tokens.raised, tokens.ink, tokens.line, 255),
        Kind::Quiet => (
            Color32::TRANSPARENT,
            tokens.muted,
            Color32::TRANSPARENT,
            theme::RADIUS,
        ),
    };
    let radius = if kind == Kind::Picked { 255 } else { radius };
    Button::new(WidgetText::from(text.color(ink)))
        .fill(fill)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(CornerRadius::same(radius))
        .min_size(Vec2::new(0.0, height))
}

/// Shows a plain button; true when pressed.
pub fn pressed(ui: &mut Ui, tokens: &Tokens, text: impl Into<String>, kind: Kind) -> bool {
    ui.add(button(tokens, text, kind)).clicked()
}

/// A small key cap, drawn beside the words of a button.
#[must_use]
pub fn key_cap(ui: &Ui, tokens: &Tokens, right_centre: egui::Pos2, key: &str) -> egui::Rect {
    let font = theme::regular(11.0);
    let galley = ui
        .painter()
        .layout_no_wrap(key.to_owned(), font, tokens.muted);
    let size = galley.size() + Vec2::new(8.0, 3.0);
    let size = Vec2::new(size.x.max(16.0), size.y.max(16.0));
    let rect = egui::Rect::from_center_size(right_centre - Vec2::new(size.x / 2.0, 0.0), size);
    ui.painter().rect(
        rect,
        4,
        tokens.panel,
        Stroke::new(1.0, tokens.line),
        egui::StrokeKind::Inside,
    );
    ui.painter()
        .galley(rect.center() - galley.size() / 2.0, galley, tokens.muted);
    rect
}
