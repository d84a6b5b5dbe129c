//! The row of strength: how strong something felt along the recording, a line per rater and person.

use egui::{Painter, Pos2, Rect, Shape as Drawing, Stroke, pos2};

use super::axis::Axis;
use crate::{
    domain::{
        id::PersonId,
        session::Session,
        time::{MediaDelta, MediaSpan, MediaTime},
        track::{Lag, Stretch, Track, TrackKind},
    },
    ui::{theme::LINE, view::View},
};

/// A change of strength is drawn as a slope this wide at most, in points.
const SLOPE: f32 = 8.0;

/// Every rating of strength with its rater.
pub fn strengths(session: &Session) -> impl Iterator<Item = (&PersonId, &Track)> {
    session.sets().iter().flat_map(|(rater, set)| {
        set.tracks
            .iter()
            .filter(|track| track.kind == TrackKind::Arousal && !track.is_empty())
            .map(move |track| (rater, track))
    })
}

/// A kept drawing.
#[derive(Default)]
pub struct Kept {
    key: Option<(u64, Axis, Rect, bool, Lag)>,
    drawings: Vec<Drawing>,
}

impl Kept {
    /// Draws the ratings in `rect`: whole where people rated themselves, dashed where they rated another.
    pub fn paint(
        &mut self,
        painter: &Painter,
        view: &View<'_>,
        session: &Session,
        version: u64,
        axis: &Axis,
        rect: Rect,
    ) {
        let lag = Lag::from_millis(view.settings().rating_lag_ms);
        let key = Some((version, *axis, rect, view.tokens.dark, lag));
        if self.key != key {
            self.drawings.clear();
            for (rater, track) in strengths(session) {
                let stroke = Stroke::new(LINE + 0.2, view.colours(rater).ink);
                for (span, stretch) in track.read(lag) {
                    let points = line(stretch, lag.of(track.input, stretch.rate), span, axis, rect);
                    if points.len() < 2 {
                        continue;
                    }
                    if track.about == *rater {
                        self.drawings.push(Drawing::line(points, stroke));
                    } else {
                        self.drawings
                            .extend(Drawing::dashed_line(&points, stroke, 4.0, 4.0));
                    }
                }
            }
            self.key = key;
        }
        painter.extend(self.drawings.iter().cloned());
    }
}

/// The line of one stretch, so much earlier than it was given: a value holds until the next, so it is flat with a short
/// slope before each change. Between stretches there is nothing.
fn line(stretch: &Stretch, by: MediaDelta, span: MediaSpan, axis: &Axis, rect: Rect) -> Vec<Pos2> {
    let y = |value: u8| rect.bottom() - 2.0 - (rect.height() - 4.0) * f32::from(value) / 10.0;
    let samples = &stretch.samples;
    let from = MediaTime::from_drawn_seconds(axis.window.start);
    let to = MediaTime::from_drawn_seconds(axis.window.end());
    if span.end() < from || span.start() > to {
        return Vec::new();
    }
    let first = samples
        .partition_point(|(time, _)| *time - by <= from)
        .saturating_sub(1);
    let mut points: Vec<Pos2> = Vec::new();
    for (time, value) in &samples[first..] {
        let time = (*time - by).max(span.start());
        if time > to {
            break;
        }
        let here = pos2(axis.x(time).max(axis.left), y(value.get()));
        match points.last().copied() {
            // Many samples under one point: the newest stands for them.
            Some(last) if points.len() > 1 && here.x - last.x < 1.0 => {
                if let Some(last) = points.last_mut() {
                    last.y = here.y;
                }
                continue;
            }
            Some(last) => {
                let slope = SLOPE.min((here.x - last.x) / 2.0);
                points.push(pos2(here.x - slope, last.y));
            }
            None => {}
        }
        points.push(here);
    }
    if let Some(last) = points.last().copied() {
        let end = axis.x(span.end()).min(axis.right());
        points.push(pos2(end.max(last.x), last.y));
    }
    points
}
