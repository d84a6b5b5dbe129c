//! Episodes on the ruler: a quiet band from before it got hard to where it came back, with a small anchor where the people stopped.

use egui::{Painter, Rect, Stroke, pos2};

use super::Frame;
use crate::{
    app::review::explore::{begins, ends, kept},
    ui::theme::LINE,
};

/// How far over the lower edge of the ruler the band lies.
const OVER: f32 = 3.0;
/// Half the size of the anchor.
const ANCHOR: f32 = 3.5;

/// Draws them.
pub(super) fn paint(painter: &Painter, frame: &Frame<'_, '_>, ruler: Rect) {
    let Some(session) = frame.view.session() else {
        return;
    };
    let tokens = &frame.view.tokens;
    let y = ruler.bottom() - OVER;
    for (_, _, episode) in kept(session) {
        let (from, to) = (frame.axis.x(begins(episode)), frame.axis.x(ends(episode)));
        if to < ruler.left() || from > ruler.right() {
            continue;
        }
        let stroke = Stroke::new(2.0 * LINE, tokens.together.ink.gamma_multiply(0.55));
        painter.line_segment([pos2(from, y), pos2(to.max(from + 2.0), y)], stroke);
        let stop = pos2(frame.axis.x(episode.stop), y);
        painter.circle(
            stop,
            ANCHOR,
            tokens.panel,
            Stroke::new(LINE, tokens.together.ink),
        );
    }
}
