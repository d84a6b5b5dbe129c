//! What dragging does to time: scrubbing, panning, and moving the ends or the whole of an own mark, always to frame starts.

use crate::{
    app::transport::Transport,
    domain::{
        id::MarkId,
        mark::When,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
};

/// Shortest stretch where no frames are known.
const SHORTEST: MediaDelta = MediaDelta::from_millis(1);

/// Which part of a mark is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its start.
    Start,
    /// Its end.
    End,
    /// All of it.
    Body,
}

/// A mark that is being dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarkDrag {
    /// Which.
    pub id: MarkId,
    /// What of it.
    pub part: Part,
    /// Where it was.
    pub from: When,
    /// Where it would be if let go now.
    pub now: When,
    /// Where the pointer took hold, in seconds.
    pub held: f64,
    /// Where the recording stood, to go back to.
    pub back: MediaTime,
}

impl MarkDrag {
    /// The time whose frame the picture should show.
    #[must_use]
    pub const fn shown(&self) -> MediaTime {
        match self.part {
            Part::Start | Part::Body => self.now.start(),
            Part::End => self.now.end(),
        }
    }

    /// Follows the pointer, which stands at `seconds`; `near` is how exact a pointer is, in seconds.
    pub fn follow(&mut self, seconds: f64, near: f64, transport: &Transport) {
        let by = MediaTime::from_drawn_seconds(seconds - self.held) - MediaTime::ZERO;
        let near = MediaTime::from_drawn_seconds(near) - MediaTime::ZERO;
        self.now = if by == MediaDelta::ZERO {
            self.from
        } else {
            moved(self.part, self.from, by, near, transport)
        };
    }
}

/// A mark's place after a part of it was dragged by a distance.
#[must_use]
pub fn moved(
    part: Part,
    from: When,
    by: MediaDelta,
    near: MediaDelta,
    transport: &Transport,
) -> When {
    let duration = transport.duration();
    let snap =
        |time: MediaTime| transport.frame_start((time + near).clamp_to_start().min(duration));
    match (part, from) {
        (Part::End, When::Span(span)) => {
            let wanted = span.end() + by;
            let end = if wanted >= duration {
                duration
            } else {
                snap(wanted)
            };
            When::Span(MediaSpan::between(
                span.start(),
                end.max(after(span.start(), transport)),
            ))
        }
        (Part::Start, When::Span(span)) => {
            let latest = before(span.end(), transport);
            When::Span(MediaSpan::between(
                snap(span.start() + by).min(latest),
                span.end(),
            ))
        }
        (_, when) => {
            let length = when.end() - when.start();
            let latest = (duration - length).clamp_to_start();
            let start = snap(when.start() + by).min(latest);
            when.moved(start - when.start())
        }
    }
}

/// The end of the frame at a time.
fn after(time: MediaTime, transport: &Transport) -> MediaTime {
    transport
        .index
        .at(time)
        .map_or(time + SHORTEST, |frame| transport.index.end_of(frame))
}

/// The start of the last frame before a time.
fn before(time: MediaTime, transport: &Transport) -> MediaTime {
    if transport.index.is_empty() {
        return (time - SHORTEST).clamp_to_start();
    }
    transport.frame_start((time - MediaDelta::from_nanos(1)).clamp_to_start())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::media::FrameIndex;

    fn transport() -> Transport {
        Transport {
            index: Arc::new(FrameIndex {
                times: (0..250)
                    .map(|frame| MediaTime::from_millis(frame * 40))
                    .collect(),
                keyframes: vec![0],
                end: MediaTime::from_seconds(10),
                complete: true,
                inexact: None,
            }),
            ..Transport::default()
        }
    }

    fn span(from: i64, to: i64) -> When {
        When::Span(MediaSpan::between(
            MediaTime::from_millis(from),
            MediaTime::from_millis(to),
        ))
    }

    fn drag(part: Part, from: When, by: i64) -> When {
        moved(
            part,
            from,
            MediaDelta::from_millis(by),
            MediaDelta::ZERO,
            &transport(),
        )
    }

    #[test]
    fn edges_land_on_frames_and_never_cross() {
        assert_eq!(drag(Part::End, span(1000, 2000), 55), span(1000, 2040));
        assert_eq!(drag(Part::End, span(1000, 2000), -5000), span(1000, 1040));
        assert_eq!(drag(Part::Start, span(1000, 2000), 90), span(1080, 2000));
        assert_eq!(drag(Part::Start, span(1000, 2000), 5000), span(1960, 2000));
        assert_eq!(
            drag(Part::End, span(1000, 2000), 99_000),
            span(1000, 10_000)
        );
    }

    #[test]
    fn a_moved_stretch_keeps_its_length_within_the_recording() {
        assert_eq!(drag(Part::Body, span(1000, 2000), 1010), span(2000, 3000));
        assert_eq!(drag(Part::Body, span(1000, 2000), -9000), span(0, 1000));
        assert_eq!(
            drag(Part::Body, span(1000, 2000), 99_000),
            span(9000, 10_000)
        );
        let point = When::Point(MediaTime::from_millis(400));
        assert_eq!(
            drag(Part::Body, point, 85),
            When::Point(MediaTime::from_millis(480))
        );
    }
}
