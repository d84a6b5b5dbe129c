//! A code in a list: its shape and word, and under it what it means or why it was found.

use egui::{Color32, Response, Role, Sense, Ui, WidgetInfo, vec2};

use crate::{
    domain::codebook::Shape,
    tr,
    ui::{
        theme::{self, GRID, Tokens},
        widgets::shape,
    },
};

const MARK: f32 = 6.0;

/// A line, before it is shown.
#[derive(Clone, Copy, Debug)]
pub struct CodeLine<'a> {
    /// Its word.
    pub word: &'a str,
    /// What stands under it, if anything.
    pub under: Option<&'a str>,
    /// Its outline, in muted ink.
    pub outline: Option<Shape>,
    /// The keys are on it.
    pub on: bool,
}

impl CodeLine<'_> {
    /// Shows it over the whole width.
    pub fn show(self, ui: &mut Ui, tokens: &Tokens) -> Response {
        let before = self.outline.map_or(0.0, |_| 2.0 * MARK + 2.0 * GRID);
        let inside = ui.available_width() - 4.0 * GRID - before;
        let lay = |text: &str, size: f32, ink: Color32| {
            ui.painter()
                .layout(text.to_owned(), theme::regular(size), ink, inside)
        };
        let word = lay(self.word, theme::BODY, tokens.ink);
        let under = self
            .under
            .map(|under| lay(under, theme::SMALL, tokens.muted));
        let text = word.size().y + under.as_ref().map_or(0.0, |under| under.size().y);
        let height = (text + 3.0 * GRID).max(theme::TARGET);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
        response.widget_info(|| {
            let said = self.under.map_or_else(
                || self.word.to_owned(),
                |under| tr!("code-line-spoken", code = self.word, meaning = under),
            );
            WidgetInfo::selected(Role::MenuItem, ui.is_enabled(), self.on, said)
        });
        if !ui.is_rect_visible(rect) {
            return response;
        }
        if self.on || response.hovered() || response.has_focus() {
            ui.painter()
                .rect_filled(rect, theme::RADIUS / 2, tokens.accent_soft);
        }
        let top = rect.center().y - text / 2.0;
        let left = rect.left() + 2.0 * GRID;
        if let Some(outline) = self.outline {
            let look = shape::Look {
                ink: tokens.muted,
                fill: Color32::TRANSPARENT,
                dashed: false,
                line: theme::LINE,
            };
            let at = egui::pos2(left + MARK, top + word.size().y / 2.0);
            shape::paint(ui.painter(), outline, at, MARK, look);
        }
        let at = egui::pos2(left + before, top);
        let below = at + vec2(0.0, word.size().y);
        ui.painter().galley(at, word, tokens.ink);
        if let Some(under) = under {
            ui.painter().galley(below, under, tokens.muted);
        }
        response
    }
}
