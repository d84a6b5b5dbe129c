//! The row of strength: how strong something felt along the recording, a line per rater and person.

use egui::{Painter, Pos2, Rect, Shape as Drawing, Stroke, pos2};

use super::axis::Axis;
use crate::{
    domain::{
        id::PersonId,
        session::Session,
        time::MediaTime,
        track::{Track, TrackKind},
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
            .filter(|track| track.kind == TrackKind::Arousal && !track.samples.is_empty())
            .map(move |track| (rater, track))
    })
}

/// A kept drawing.
#[derive(Default)]
pub struct Kept {
    key: Option<(u64, Axis, Rect, bool)>,
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
        let key = Some((version, *axis, rect, view.tokens.dark));
        if self.key != key {
            self.drawings.clear();
            for (rater, track) in strengths(session) {
                let stroke = Stroke::new(LINE + 0.2, view.colours(rater).ink);
                let points = line(track, axis, rect);
                if track.about == *rater {
                    self.drawings.push(Drawing::line(points, stroke));
                } else {
                    self.drawings
                        .extend(Drawing::dashed_line(&points, stroke, 4.0, 4.0));
                }
            }
            self.key = key;
        }
        painter.extend(self.drawings.iter().cloned());
    }
}

/// The line of a rating: a value holds until the next, so it is flat with a short slope before each change.
fn line(track: &Track, axis: &Axis, rect: Rect) -> Vec<Pos2> {
    let y = |value: u8| rect.bottom() - 2.0 - (rect.height() - 4.0) * f32::from(value) / 10.0;
    let samples = &track.samples;
    let from = MediaTime::from_drawn_seconds(axis.window.start);
    let to = MediaTime::from_drawn_seconds(axis.window.end());
    let first = samples
        .partition_point(|(time, _)| *time <= from)
        .saturating_sub(1);
    let mut points: Vec<Pos2> = Vec::new();
    for (time, value) in &samples[first..] {
        if *time > to {
            break;
        }
        let here = pos2(axis.x(*time).max(axis.left), y(value.get()));
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
        points.push(pos2(axis.right().max(last.x), last.y));
    }
    points
}
