//! A time that can be typed: quiet text until it is pressed, then a field that refuses nonsense with a quiet line.

use egui::{Frame, Key, Margin, Role, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, vec2};

use crate::{
    domain::time::MediaTime,
    tr,
    ui::{
        theme::{self, GRID, Tokens},
        widgets::digits,
    },
};

const HEIGHT: f32 = 28.0;

/// What is typed and not yet taken.
#[derive(Clone, Debug, Default)]
pub struct TimecodeEdit {
    typed: Option<String>,
    fresh: bool,
    refused: Option<String>,
    signed: bool,
}

impl TimecodeEdit {
    /// For a distance, which has a sign.
    #[must_use]
    pub fn signed() -> Self {
        Self {
            signed: true,
            ..Self::default()
        }
    }

    fn written(&self, time: MediaTime) -> String {
        if !self.signed {
            return time.short();
        }
        let nanos = time.as_nanos();
        // To the nearest millisecond, as it is read and not counted.
        let millis = (nanos.unsigned_abs() + 500_000) / 1_000_000;
        let sign = if nanos < 0 && millis > 0 { "-" } else { "+" };
        if millis < 60_000 {
            return format!("{sign}{}.{:03} s", millis / 1000, millis % 1000);
        }
        let length = MediaTime::from_millis(i64::try_from(millis).unwrap_or(i64::MAX));
        format!("{sign}{}", length.short())
    }

    fn read(&self, text: &str) -> Option<MediaTime> {
        if !self.signed {
            return text.parse().ok();
        }
        // A minus as typesetters write it is understood as well.
        let text = text.trim().replace('\u{2212}', "-");
        let text = text.strip_prefix('+').unwrap_or(&text);
        let text = text.strip_suffix('s').unwrap_or(text);
        text.parse().ok()
    }

    /// Why the typed text was not taken, until it is put right or left.
    #[must_use]
    pub fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// Whether something is being typed.
    #[must_use]
    pub const fn open(&self) -> bool {
        self.typed.is_some()
    }

    /// Shows `time`. Returns a typed time once it is given with Enter or by leaving the field; `may` refuses with a reason.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        tokens: &Tokens,
        label: &str,
        time: MediaTime,
        may: impl Fn(MediaTime) -> Result<(), String>,
    ) -> Option<MediaTime> {
        match self.typed.take() {
            None => {
                self.rest(ui, tokens, label, time);
                None
            }
            Some(text) => self.field(ui, tokens, label, time, text, may),
        }
    }

    fn rest(&mut self, ui: &mut Ui, tokens: &Tokens, label: &str, time: MediaTime) {
        let words = digits::layout(ui, &self.written(time), theme::SMALL, tokens.muted);
        let size = vec2(words.size().x, HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let said = format!("{label} {}", self.written(time));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &said));
        let hot = ui.is_enabled() && (response.hovered() || response.has_focus());
        if hot {
            let line = if response.has_focus() {
                tokens.accent
            } else {
                tokens.line
            };
            ui.painter().rect(
                rect.expand2(vec2(GRID, 0.0)),
                theme::RADIUS / 2,
                tokens.raised,
                Stroke::new(1.0, line),
                StrokeKind::Inside,
            );
        }
        let at = rect.center() - words.size() / 2.0;
        ui.painter().galley(at, words, tokens.muted);
        let response = response.on_hover_text(tr!("time-type", time = time.exact()));
        if response.clicked() {
            self.typed = Some(self.written(time));
            self.fresh = true;
            self.refused = None;
            ui.ctx().request_repaint();
        }
    }

    fn field(
        &mut self,
        ui: &mut Ui,
        tokens: &Tokens,
        label: &str,
        time: MediaTime,
        mut text: String,
        may: impl Fn(MediaTime) -> Result<(), String>,
    ) -> Option<MediaTime> {
        let line = if self.refused.is_some() {
            tokens.ink
        } else {
            tokens.accent
        };
        let output = TextEdit::singleline(&mut text)
            .font(theme::regular(theme::SMALL))
            .align(egui::Align2::RIGHT_CENTER)
            .frame(
                Frame::new()
                    .fill(tokens.raised)
                    .stroke(Stroke::new(1.0, line))
                    .corner_radius(theme::RADIUS / 2)
                    .inner_margin(Margin::symmetric(6, 4)),
            )
            .desired_width(96.0)
            .show(ui);
        let response = &output.response.response;
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label(label.to_owned()));
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
            let mut state = output.state;
            let all = egui::text::CCursorRange::select_all(&output.galley);
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), response.id);
            self.typed = Some(text);
            return None;
        }
        if response.changed() {
            self.refused = None;
        }
        if !response.lost_focus() {
            // Of the field, not of the window: whoever looks something up elsewhere finds their words again.
            let held = ui.ctx().memory(|memory| memory.has_focus(response.id));
            if held || self.refused.is_some() {
                self.typed = Some(text);
            }
            return None;
        }
        let (escaped, entered) = ui.input(|input| {
            (
                input.key_pressed(Key::Escape),
                input.key_pressed(Key::Enter),
            )
        });
        self.refused = None;
        if escaped || text == self.written(time) {
            return None;
        }
        match self.read(&text) {
            Some(typed) => match may(typed) {
                Ok(()) => return Some(typed),
                Err(reason) => self.refused = Some(reason),
            },
            None => self.refused = Some(tr!("time-not-understood")),
        }
        // Typed nonsense stays to be mended; nobody has to type it twice.
        if entered {
            ui.ctx()
                .memory_mut(|memory| memory.request_focus(response.id));
        }
        self.typed = Some(text);
        None
    }
}
