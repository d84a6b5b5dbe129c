//! The drawn sound: one strip per channel, kept until the view or the progress of the drawing changes.

use std::sync::Arc;

use egui::{Align2, Mesh, Painter, Rect, Shape as Drawing, pos2};

use super::axis::Axis;
use crate::{
    media::Sound,
    tr,
    ui::theme::{self, Tokens},
};

/// Most channels that get a strip of their own.
const MOST_CHANNELS: usize = 4;
/// Least height of a strip; with less room the first channel stands for all.
const LEAST: f32 = 12.0;

/// A kept drawing.
#[derive(Default)]
pub struct Kept {
    key: Option<(Axis, Rect, f32, bool)>,
    mesh: Arc<Mesh>,
}

impl Kept {
    /// Draws the sound in `rect`.
    pub fn paint(
        &mut self,
        painter: &Painter,
        tokens: &Tokens,
        axis: &Axis,
        rect: Rect,
        waveform: &Sound,
    ) {
        let progress = waveform.progress();
        let key = Some((*axis, rect, progress, tokens.dark));
        if self.key != key {
            self.mesh = Arc::new(mesh(tokens, axis, rect, waveform));
            self.key = key;
        }
        painter.add(Drawing::Mesh(Arc::clone(&self.mesh)));
        if let Some(words) = still_drawing(waveform) {
            let galley = painter.layout_no_wrap(words, theme::regular(12.0), tokens.muted);
            let place = Align2::RIGHT_CENTER.anchor_size(rect.right_center(), galley.size());
            painter.rect_filled(place.expand2(egui::vec2(6.0, 2.0)), 4, tokens.panel);
            painter.galley(place.min, galley, tokens.muted);
        }
    }
}

/// How far the sound has been read, in words, until all of it has.
pub fn still_drawing(waveform: &Sound) -> Option<String> {
    let progress = waveform.progress();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 100"
    )]
    let percent = (progress.clamp(0.0, 1.0) * 100.0) as u8;
    (progress < 1.0).then(|| tr!("timeline-sound-progress", percent = percent.to_string()))
}

/// Vertices lie on a fixed grid in time, at most two to a point: while the view moves or zooms, the outline stays what it is.
fn mesh(tokens: &Tokens, axis: &Axis, rect: Rect, waveform: &Sound) -> Mesh {
    let mut mesh = Mesh::default();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a width on the screen"
    )]
    let columns = (axis.width * 2.0).max(1.0) as usize;
    let channels = waveform.channels().clamp(1, MOST_CHANNELS);
    #[expect(clippy::cast_precision_loss, reason = "at most four")]
    let strips = if rect.height() / channels as f32 >= LEAST {
        channels
    } else {
        1
    };
    #[expect(clippy::cast_precision_loss, reason = "at most four")]
    let height = rect.height() / strips as f32;
    for channel in 0..strips {
        let strip = waveform.strip(channel, axis.window.span(), columns);
        #[expect(clippy::cast_precision_loss, reason = "at most four")]
        let middle = rect.top() + (channel as f32 + 0.5) * height;
        let half = height / 2.0 - 1.0;
        let (left, right) = (axis.x(strip.span.start()), axis.x(strip.span.end()));
        #[expect(clippy::cast_precision_loss, reason = "twice a width on the screen")]
        let step = (right - left) / strip.peaks.len().max(1) as f32;
        let mut x = left + step / 2.0;
        let first = u32::try_from(mesh.vertices.len()).unwrap_or(0);
        mesh.reserve_vertices(strip.peaks.len() * 2);
        mesh.reserve_triangles(strip.peaks.len() * 2);
        for (low, high) in &strip.peaks {
            // Never thinner than a hairline: silence is drawn too.
            let up = (f32::from(*high) / 127.0 * half).max(0.5);
            let down = (-f32::from(*low) / 127.0 * half).max(0.5);
            mesh.colored_vertex(pos2(x, middle - up), tokens.wave);
            mesh.colored_vertex(pos2(x, middle + down), tokens.wave);
            x += step;
        }
        let pairs = u32::try_from(strip.peaks.len())
            .unwrap_or(0)
            .saturating_sub(1);
        for pair in 0..pairs {
            let corner = first + 2 * pair;
            mesh.add_triangle(corner, corner + 1, corner + 2);
            mesh.add_triangle(corner + 1, corner + 3, corner + 2);
        }
    }
    mesh
}
