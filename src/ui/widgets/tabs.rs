//! Tabs: words in a row, a line under the one that is shown.

use egui::{Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::{self, GRID, Tokens};

/// One tab as high as `height`; the line under it lies at its lower edge.
pub fn tab(ui: &mut Ui, tokens: &Tokens, words: &str, on: bool, height: f32) -> Response {
    let font = if on {
        theme::bold(theme::BODY)
    } else {
        theme::regular(theme::BODY)
    };
    let ink = if on { tokens.ink } else { tokens.muted };
    // As wide in bold as in regular type, so that nothing moves when it is chosen.
    let widest = ui
        .painter()
        .layout_no_wrap(words.to_owned(), theme::bold(theme::BODY), ink)
        .size()
        .x;
    let galley = ui.painter().layout_no_wrap(words.to_owned(), font, ink);
    let (rect, response) =
        ui.allocate_exact_size(vec2(widest + 2.0 * GRID, height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(egui::Role::Tab, true, on, words));
    let hot = response.hovered() || response.has_focus();
    let ink = if hot && !on { tokens.accent } else { ink };
    let at = rect.center() - galley.size() / 2.0;
    ui.painter()
        .galley_with_override_text_color(at, galley, ink);
    if on || response.has_focus() {
        let line = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.max);
        let ink = if on { tokens.accent } else { tokens.line };
        ui.painter().rect_filled(line, 1, ink);
    }
    response
}
