//! A pill that holds a choice and opens a menu, and text that ends in an ellipsis where there is no room.

use std::sync::Arc;

use egui::{
    Color32, FontId, Galley, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use crate::{
    domain::codebook::Shape,
    ui::{
        icons,
        theme::{self, GRID, Tokens},
        widgets::shape,
    },
};

/// Height of a pill.
pub const HEIGHT: f32 = 28.0;
const PADDING: f32 = 3.0 * GRID;
const MARK: f32 = 6.0;

/// A pill, before it is shown.
#[derive(Clone, Debug)]
pub struct Pill<'a> {
    text: &'a str,
    spoken: Option<&'a str>,
    shape: Option<(Shape, Color32)>,
    icon: Option<&'a str>,
    unset: bool,
    on: bool,
    rests: bool,
    width: f32,
}

impl<'a> Pill<'a> {
    /// A pill with these words.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self {
            text,
            spoken: None,
            shape: None,
            icon: None,
            unset: false,
            on: false,
            rests: false,
            width: f32::INFINITY,
        }
    }

    /// What a screen reader says instead of the words.
    #[must_use]
    pub const fn spoken(mut self, spoken: &'a str) -> Self {
        self.spoken = Some(spoken);
        self
    }

    /// A shape before the words.
    #[must_use]
    pub const fn shape(mut self, shape: Shape, ink: Color32) -> Self {
        self.shape = Some((shape, ink));
        self
    }

    /// A small sign after the words: a caret, a cross.
    #[must_use]
    pub const fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// A caret after the words: a menu opens.
    #[must_use]
    pub const fn caret(self) -> Self {
        self.icon(icons::DOWN)
    }

    /// Nothing is chosen yet: muted words.
    #[must_use]
    pub const fn unset(mut self, unset: bool) -> Self {
        self.unset = unset;
        self
    }

    /// The choice is on.
    #[must_use]
    pub const fn on(mut self, on: bool) -> Self {
        self.on = on;
        self
    }

    /// It only tells and cannot be pressed.
    #[must_use]
    pub const fn rests(mut self, rests: bool) -> Self {
        self.rests = rests;
        self
    }

    /// Never wider than this, in points.
    #[must_use]
    pub const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui, tokens: &Tokens) -> Response {
        let ink = if self.unset || self.rests {
            tokens.muted
        } else {
            tokens.ink
        };
        let before = self.shape.map_or(0.0, |_| 2.0 * MARK + 1.5 * GRID);
        let sign = self.icon.map(|icon| {
            ui.painter()
                .layout_no_wrap(icon.to_owned(), theme::regular(11.0), tokens.muted)
        });
        let after = sign.as_ref().map_or(0.0, |sign| sign.size().x + GRID);
        let room = self.width.min(ui.max_rect().width()) - 2.0 * PADDING - before - after;
        let words = elided(ui, self.text, theme::regular(theme::SMALL), ink, room);
        let size = vec2(words.size().x + before + after + 2.0 * PADDING, HEIGHT);
        let sense = if self.rests {
            Sense::hover()
        } else {
            Sense::click()
        };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        response.widget_info(|| {
            let said = self.spoken.unwrap_or(self.text);
            if self.rests {
                WidgetInfo::labeled(Role::Label, true, said)
            } else {
                WidgetInfo::labeled(Role::Button, ui.is_enabled(), said)
            }
        });
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let hot = !self.rests && (response.hovered() || response.has_focus());
        let fill = match (self.on || hot, self.rests) {
            (true, _) => tokens.accent_soft,
            (false, true) => tokens.panel,
            (false, false) => tokens.raised,
        };
        let line = if response.has_focus() {
            tokens.accent
        } else {
            tokens.line
        };
        ui.painter().rect(
            rect,
            HEIGHT / 2.0,
            fill,
            Stroke::new(1.0, line),
            StrokeKind::Inside,
        );
        let mut x = rect.left() + PADDING;
        if let Some((outline, ink)) = self.shape {
            let look = shape::Look {
                ink,
                fill: Color32::TRANSPARENT,
                dashed: false,
                line: theme::LINE,
            };
            shape::paint(
                ui.painter(),
                outline,
                egui::pos2(x + MARK, rect.center().y),
                MARK,
                look,
            );
            x += before;
        }
        let at = |galley: &Galley, x: f32| egui::pos2(x, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at(&words, x), Arc::clone(&words), ink);
        if let Some(sign) = sign {
            let x = rect.right() - PADDING - sign.size().x;
            ui.painter().galley(at(&sign, x), sign, tokens.muted);
        }
        response
    }
}

/// One line of text in at most this width; what does not fit becomes an ellipsis.
#[must_use]
pub fn elided(ui: &Ui, text: &str, font: FontId, ink: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, ink);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Quiet text that acts, with the same height as a pill.
pub fn quiet(ui: &mut Ui, tokens: &Tokens, text: &str, spoken: &str) -> Response {
    let words =
        ui.painter()
            .layout_no_wrap(text.to_owned(), theme::regular(theme::SMALL), tokens.muted);
    let size = Vec2::new(words.size().x.max(2.0 * GRID) + 2.0 * GRID, HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), spoken));
    let hot = response.hovered() || response.has_focus();
    let ink = if hot { tokens.accent } else { tokens.muted };
    let at = rect.center() - words.size() / 2.0;
    ui.painter().galley_with_override_text_color(at, words, ink);
    if response.has_focus() {
        ui.painter()
            .rect_stroke(rect, 4, Stroke::new(1.0, tokens.accent), StrokeKind::Inside);
    }
    response
}

/// One line of a menu: a dot where it is chosen, a shape or nothing, its words.
pub fn item(
    ui: &mut Ui,
    tokens: &Tokens,
    text: &str,
    chosen: bool,
    outline: Option<(Shape, Color32)>,
) -> Response {
    let before = 4.0 * GRID + outline.map_or(0.0, |_| 5.0 * GRID);
    let words =
        ui.painter()
            .layout_no_wrap(text.to_owned(), theme::regular(theme::BODY), tokens.ink);
    let width = (words.size().x + before + 3.0 * GRID).max(ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme::TARGET), Sense::click());
    response
        .widget_info(|| WidgetInfo::selected(Role::MenuItemRadio, ui.is_enabled(), chosen, text));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, theme::RADIUS / 2, tokens.accent_soft);
    }
    if chosen {
        let dot = egui::pos2(rect.left() + 2.0 * GRID, rect.center().y);
        ui.painter().circle_filled(dot, 3.0, tokens.accent);
    }
    if let Some((outline, ink)) = outline {
        let look = shape::Look {
            ink,
            fill: Color32::TRANSPARENT,
            dashed: false,
            line: theme::LINE,
        };
        let at = egui::pos2(rect.left() + 4.0 * GRID + MARK, rect.center().y);
        shape::paint(ui.painter(), outline, at, MARK, look);
    }
    let at = egui::pos2(rect.left() + before, rect.center().y - words.size().y / 2.0);
    ui.painter().galley(at, words, tokens.ink);
    response
}
