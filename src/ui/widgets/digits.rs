//! Times whose digits all have the same width, so that columns of them stand still. The typeface itself has narrow ones.

use std::sync::Arc;

use egui::{
    Color32, Galley, Ui,
    text::{LayoutJob, TextFormat},
};

use crate::ui::theme;

/// Lays out one line with digits of equal width.
#[must_use]
pub fn layout(ui: &Ui, text: &str, size: f32, ink: Color32) -> Arc<Galley> {
    let font = theme::regular(size);
    ui.fonts_mut(|fonts| {
        let mut width = |letter: char| fonts.glyph_width(&font, letter);
        let cell = ('0'..='9').map(&mut width).fold(0.0, f32::max);
        let mut job = LayoutJob::default();
        for letter in text.chars() {
            let spare = if letter.is_ascii_digit() {
                cell - width(letter)
            } else {
                0.0
            };
            // Half before and half after, so that a narrow 1 stands in the middle of its place.
            let format = TextFormat {
                font_id: font.clone(),
                color: ink,
                extra_letter_spacing: spare / 2.0,
                ..Default::default()
            };
            job.append(letter.encode_utf8(&mut [0; 4]), spare / 2.0, format);
        }
        fonts.layout_job(job)
    })
}
