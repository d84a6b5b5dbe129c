//! Words in a field on their way to the record: handed on when typing rests, and when the field is left.

use std::time::Duration;

use egui::{Response, Ui};

/// Words that are being typed, and when the last letter was, in seconds of the window.
#[derive(Debug, Default)]
pub struct Typed {
    /// As they stand.
    pub text: String,
    /// When the last letter came.
    pub at: f64,
}

/// A field is handed on once nobody has typed in it for so many seconds, and when it is left.
const PAUSE: f64 = 1.0;

impl Typed {
    /// Takes note of what happened to the field. True when what stands in it is to be handed on.
    pub fn hand_on(&mut self, ui: &Ui, response: &Response, known: &str) -> bool {
        let now = ui.input(|input| input.time);
        if response.changed() {
            self.at = now;
        }
        let news = self.text.trim() != known;
        let left = PAUSE - (now - self.at);
        if news && response.has_focus() && left > 0.0 {
            ui.ctx()
                .request_repaint_after(Duration::from_secs_f64(left));
        }
        news && (response.lost_focus() || left <= 0.0)
    }
}
