//! A share that falls step by step: how much is left after how long, with its interval as a quiet band and a tick for each that was
//! not seen to end.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::{
    page::Fall,
    svg::{BAND, LEFT, LINE, MUTED, RIGHT, colours, round},
};
use crate::domain::time::{MediaDelta, MediaTime};

const HEIGHT: f64 = 170.0;
const TOP: f64 = 12.0;

fn seconds(length: MediaDelta) -> f64 {
    (MediaTime::ZERO + length).seconds_for_drawing()
}

fn y(share: f64) -> f64 {
    round(TOP + (HEIGHT - TOP) * (1.0 - share))
}

/// Its height, and what is drawn.
pub(super) fn drawing(falls: &[Fall], open: &[MediaDelta]) -> (f64, Markup) {
    let ends = falls
        .iter()
        .map(|fall| fall.after)
        .chain(open.iter().copied());
    let most = seconds(ends.max().unwrap_or(MediaDelta::ZERO));
    let top = [
        10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_200.0, 1_800.0, 3_600.0,
    ]
    .into_iter()
    .find(|top| *top >= most)
    .unwrap_or_else(|| most.max(1.0));
    let x = |length: f64| round(LEFT + (RIGHT - LEFT) * (length / top).clamp(0.0, 1.0));
    let (ink, _) = colours(Some(0));
    let last = x(most);
    let mut line = format!("M{LEFT} {}", y(1.0));
    for fall in falls {
        let _ = write!(line, "H{}V{}", x(seconds(fall.after)), y(fall.left));
    }
    let _ = write!(line, "H{last}");
    let left_at = |length: MediaDelta| {
        let before = falls.iter().rev().find(|fall| fall.after <= length);
        before.map_or(1.0, |fall| fall.left)
    };
    let markup = html! {
        @for (at, fall) in falls.iter().enumerate() {
            @if let Some((low, high)) = fall.interval {
                @let from = x(seconds(fall.after));
                @let to = falls.get(at + 1).map_or(last, |next| x(seconds(next.after)));
                rect x=(from) y=(y(high)) width=(round((to - from).max(0.0)))
                    height=(round((y(low) - y(high)).max(0.0))) fill=(BAND) {}
            }
        }
        @for (share, percent) in [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")] {
            line x1=(LEFT) y1=(y(share)) x2=(RIGHT) y2=(y(share)) stroke=(LINE) {}
            text x=(LEFT - 8.0) y=(y(share) + 4.0) text-anchor="end" fill=(MUTED) { (percent) }
        }
        path d=(line) fill="none" stroke=(ink) stroke-width="2" {}
        @for length in open {
            @let (at, share) = (x(seconds(*length)), y(left_at(*length)));
            line x1=(at) y1=(share - 5.0) x2=(at) y2=(share + 5.0) stroke=(ink) stroke-width="1.5" {}
        }
        @for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
            text x=(x(tick * top)) y=(HEIGHT + 18.0) text-anchor="middle" fill=(MUTED) { (round(tick * top)) " s" }
        }
    };
    (HEIGHT + 26.0, markup)
}
