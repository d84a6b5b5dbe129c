//! The ruler: times at sensible steps, and single frames once they are wide enough.

use egui::{Align2, Painter, Rect, Stroke, pos2};

use super::axis::Axis;
use crate::{
    domain::time::MediaTime,
    media::FrameIndex,
    tr,
    ui::theme::{self, Tokens},
};

/// Least distance between two times on the ruler, in points.
const APART: f64 = 72.0;
/// Room for one sign of a label, in points, as wide as signs get.
const SIGN: f64 = 5.9;
/// From this width on, in points, every frame has a tick.
const FRAME_WIDTH: f64 = 7.0;

/// Steps of time in milliseconds.
const STEPS: [i64; 22] = [
    10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
    600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 18_000_000, 36_000_000,
];

/// One line of the ruler.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where on the recording.
    pub time: MediaTime,
    /// What stands beside it; none for a small tick.
    pub label: Option<String>,
}

/// The lines for a view.
#[must_use]
pub fn ticks(axis: &Axis, index: &FrameIndex, duration: MediaTime) -> Vec<Tick> {
    let per_point = axis.seconds_per_point();
    if per_point <= 0.0 {
        return Vec::new();
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "recordings have far fewer than 2^52 frames"
    )]
    let frame = index.end.seconds_for_drawing() / index.len().max(1) as f64;
    if index.len() > 1 && frame / per_point >= FRAME_WIDTH {
        return frame_ticks(axis, index, frame / per_point);
    }
    let wanted = APART * per_point * 1000.0;
    #[expect(clippy::cast_precision_loss, reason = "the steps are small numbers")]
    let step = STEPS
        .iter()
        .copied()
        .find(|step| *step as f64 >= wanted)
        .unwrap_or(36_000_000);
    let step = MediaTime::from_millis(step).as_nanos();
    let first = MediaTime::from_drawn_seconds(axis.window.start)
        .as_nanos()
        .max(0);
    let last = MediaTime::from_drawn_seconds(axis.window.end())
        .min(duration)
        .as_nanos();
    let mut at = first.div_euclid(step) * step;
    if at < first {
        at += step;
    }
    let mut ticks = Vec::new();
    while at <= last && ticks.len() < 500 {
        let time = MediaTime::from_nanos(at);
        ticks.push(Tick {
            time,
            label: Some(label(time, step)),
        });
        at += step;
    }
    ticks
}

fn label(time: MediaTime, step: i64) -> String {
    let decimals = match step {
        1_000_000_000.. => return time.whole_seconds(),
        100_000_000.. => 1,
        10_000_000.. => 2,
        _ => 3,
    };
    let mut text = time.short();
    text.truncate(text.len() - (3 - decimals));
    text
}

fn frame_ticks(axis: &Axis, index: &FrameIndex, width: f64) -> Vec<Tick> {
    let label = |number: usize, time: MediaTime| {
        tr!(
            "timeline-frame-tick",
            time = time.short(),
            number = number.to_string()
        )
    };
    let longest = label(index.len(), index.end).chars().count();
    let apart = SIGN * f64::from(u8::try_from(longest).unwrap_or(u8::MAX)) + 10.0;
    let every = [1_u8, 2, 5, 10, 25, 50]
        .into_iter()
        .find(|count| width * f64::from(*count) >= apart)
        .map_or(50, usize::from);
    let from = index
        .at(MediaTime::from_drawn_seconds(axis.window.start))
        .unwrap_or(0);
    let to = MediaTime::from_drawn_seconds(axis.window.end());
    (from..index.len())
        .filter_map(|number| Some((number, index.time(number)?)))
        .take_while(|(_, time)| *time <= to)
        .map(|(number, time)| Tick {
            time,
            label: (number % every == 0).then(|| label(number, time)),
        })
        .collect()
}

/// Draws the times in `rect` and their lines down to `bottom`.
pub fn paint(
    painter: &Painter,
    tokens: &Tokens,
    axis: &Axis,
    rect: Rect,
    bottom: f32,
    ticks: &[Tick],
) {
    let font = theme::regular(12.0);
    for tick in ticks {
        let x = axis.x(tick.time);
        if x < axis.left - 0.5 || x > axis.right() + 0.5 {
            continue;
        }
        let x = painter.round_to_pixel_center(x);
        let Some(label) = &tick.label else {
            let top = rect.bottom() - 4.0;
            painter.vline(x, top..=rect.bottom(), Stroke::new(1.0, tokens.line));
            continue;
        };
        painter.vline(
            x,
            rect.bottom() - 6.0..=bottom,
            Stroke::new(1.0, tokens.line),
        );
        let galley = painter.layout_no_wrap(label.clone(), font.clone(), tokens.muted);
        let left = x + 4.0;
        if left + galley.size().x <= rect.right() {
            let place =
                Align2::LEFT_CENTER.anchor_size(pos2(left, rect.center().y - 3.0), galley.size());
            painter.galley(place.min, galley, tokens.muted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::panels::timeline::axis::Window;

    fn axis(start: f64, length: f64) -> Axis {
        Axis {
            window: Window { start, length },
            left: 0.0,
            width: 850.0,
        }
    }

    fn labels(axis: &Axis, index: &FrameIndex) -> Vec<String> {
        ticks(axis, index, MediaTime::from_seconds(110))
            .into_iter()
            .filter_map(|tick| tick.label)
            .collect()
    }

    #[test]
    fn the_whole_role_play_is_ruled_in_tens_of_seconds() {
        let found = labels(&axis(0.0, 110.0), &FrameIndex::default());
        assert_eq!(found.first().map(String::as_str), Some("0:00"));
        assert_eq!(found.get(4).map(String::as_str), Some("0:40"));
        assert_eq!(found.len(), 12);
    }

    #[test]
    fn close_views_have_decimals_and_then_frames() {
        let found = labels(&axis(43.0, 3.0), &FrameIndex::default());
        assert_eq!(found.first().map(String::as_str), Some("0:43.0"));
        let index = FrameIndex {
            times: (0..2750)
                .map(|frame| MediaTime::from_millis(frame * 40))
                .collect(),
            end: MediaTime::from_seconds(110),
            complete: true,
            ..FrameIndex::default()
        };
        let found = labels(&axis(43.15, 0.32), &index);
        assert!(
            found
                .iter()
                .any(|label| label.contains("0:43.160") && label.contains("1079")),
            "{found:?}"
        );
    }

    #[test]
    fn labels_never_crowd() {
        for length in [0.5, 1.0, 7.0, 33.0, 110.0, 4000.0, 90_000.0] {
            let axis = axis(0.0, length);
            let all = ticks(
                &axis,
                &FrameIndex::default(),
                MediaTime::from_seconds(100_000),
            );
            for pair in all.windows(2) {
                assert!(
                    axis.x(pair[1].time) - axis.x(pair[0].time) >= 71.0,
                    "{length}"
                );
            }
        }
    }
}
