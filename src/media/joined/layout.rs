//! Where each part lies in the time of the whole, and which frame of which part is which frame of the whole.

use std::sync::Arc;

use super::super::{FrameIndex, Problem};
use crate::domain::time::{MediaDelta, MediaTime};

/// One part of a joined recording, as far as its place is known.
#[derive(Clone, Debug, PartialEq)]
pub struct PartPlace {
    /// Where it begins.
    pub start: MediaTime,
    /// Where it ends, and the next one begins.
    pub end: MediaTime,
    /// Why there is nothing to play of it, if so.
    pub missing: Option<Problem>,
    /// How much of the whole it takes up as it is, once it is read through.
    pub length: Option<MediaTime>,
    /// What is added to a time in it to have the time of the whole.
    pub shift: MediaDelta,
    /// Its frames, in its own time.
    pub index: Arc<FrameIndex>,
    /// The number in the whole of its first frame, once all parts before it are read.
    pub first: Option<usize>,
}

impl PartPlace {
    /// A time of the whole, in the time of this part.
    #[must_use]
    pub fn within(&self, time: MediaTime) -> MediaTime {
        time - self.shift
    }
}

/// What is known of one part by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Whether another part comes before it. Then it begins with its first frame: transport streams count from some time before.
    pub follows: bool,
    /// Its length as it was written down; zero if it was not.
    pub recorded: MediaTime,
    /// Its length as the container states it.
    pub stated: Option<MediaTime>,
    /// Its frames, in its own time.
    pub index: Arc<FrameIndex>,
    /// Why nothing of it can be played.
    pub missing: Option<Problem>,
}

impl Known {
    /// How much of the whole it takes up; `None` while that cannot be told.
    ///
    /// What was written down stays, so that marks behind it stay where they are, unless there are frames beyond.
    fn length(&self) -> Option<MediaTime> {
        let lead = self.lead();
        let measured = self.measured();
        let recorded = Some(self.recorded).filter(|recorded| *recorded > MediaTime::ZERO);
        match (recorded, measured) {
            (Some(recorded), Some(measured)) => {
                let last = self.index.times.last();
                Some(if last.is_none_or(|last| recorded + lead > *last) {
                    recorded
                } else {
                    measured
                })
            }
            (None, None) if self.missing.is_some() => Some(MediaTime::ZERO),
            (recorded, measured) => recorded.or(measured),
        }
    }

    /// Its length as it is.
    fn measured(&self) -> Option<MediaTime> {
        match (self.index.complete, self.index.is_empty()) {
            _ if self.missing.is_some() => None,
            (true, false) => Some(self.index.end - self.lead()),
            // Sound without picture, or a file whose frames cannot be listed.
            (true, true) => self.stated,
            (false, _) => None,
        }
    }

    /// What lies before it in its own time.
    fn lead(&self) -> MediaDelta {
        let first = self.index.times.first().filter(|_| self.follows);
        first.map_or(MediaDelta::ZERO, |first| *first - MediaTime::ZERO)
    }

    /// Whether nothing more will be known of its frames.
    fn is_read(&self) -> bool {
        self.missing.is_some() || self.index.complete
    }
}

/// The parts in the time of the whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// The parts whose start is known, in order.
    pub places: Vec<PartPlace>,
    /// All frames.
    pub index: Arc<FrameIndex>,
    /// Length of everything, as far as it is known or stated.
    pub length: MediaTime,
}

impl Layout {
    pub fn of(parts: &[Known]) -> Self {
        let mut places = Vec::new();
        let mut start = Some(MediaTime::ZERO);
        let mut length = MediaTime::ZERO;
        for part in parts {
            let known = part.length();
            let lead = part.lead();
            let guess = (part.index.end - lead).max(part.stated.unwrap_or_default());
            length = after(length, known.unwrap_or(guess));
            let Some(begins) = start else { continue };
            places.push(PartPlace {
                start: begins,
                end: after(begins, known.unwrap_or(guess)),
                missing: part.missing.clone(),
                length: part.measured(),
                shift: (begins - lead) - MediaTime::ZERO,
                index: Arc::clone(&part.index),
                first: None,
            });
            start = known.map(|known| after(begins, known));
        }
        let index = join(parts, &mut places);
        Self {
            places,
            index: Arc::new(index),
            length,
        }
    }

    /// Where part `part` begins.
    pub fn start(&self, part: usize) -> Option<MediaTime> {
        self.places.get(part).map(|place| place.start)
    }

    /// The part that lies at `time`; the last of those whose place is known where it lies beyond.
    pub fn part_at(&self, time: MediaTime) -> usize {
        self.places
            .partition_point(|place| place.start <= time)
            .saturating_sub(1)
    }
}

/// `length` after `time`.
fn after(time: MediaTime, length: MediaTime) -> MediaTime {
    time + (length - MediaTime::ZERO)
}

/// One index of the parts that are read, up to the first of which more is to come.
fn join(parts: &[Known], places: &mut [PartPlace]) -> FrameIndex {
    let mut whole = FrameIndex {
        complete: places.len() == parts.len() && !parts.is_empty(),
        ..FrameIndex::default()
    };
    for (part, place) in parts.iter().zip(places) {
        let base = whole.times.len();
        place.first = Some(base);
        let times = part.index.times.iter();
        if part.missing.is_none() {
            whole.times.extend(times.map(|time| *time + place.shift));
            let first = u32::try_from(base).unwrap_or(u32::MAX);
            let keys = part.index.keyframes.iter();
            whole
                .keyframes
                .extend(keys.map(|key| key.saturating_add(first)));
            whole.inexact = whole.inexact.take().or_else(|| part.index.inexact.clone());
        }
        if part.is_read() {
            whole.end = place.end;
        } else {
            whole.end = part.index.end + place.shift;
            whole.complete = false;
            break;
        }
    }
    if let Some(last) = whole.times.last() {
        whole.end = whole.end.max(*last + MediaDelta::from_nanos(1));
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Inexact;

    fn at(millis: i64) -> MediaTime {
        MediaTime::from_millis(millis)
    }

    fn part(frames: i64, length: i64, complete: bool) -> Known {
        Known {
            stated: Some(at(frames * length + 7)),
            index: Arc::new(FrameIndex {
                times: (0..frames).map(|frame| at(frame * length)).collect(),
                keyframes: vec![0],
                end: at(frames * length),
                complete,
                inexact: None,
            }),
            ..Known::default()
        }
    }

    #[test]
    fn a_part_begins_where_the_last_frame_before_it_ends_and_numbers_run_on() {
        let whole = Layout::of(&[part(10, 40, true), part(5, 20, true), part(3, 100, true)]);
        assert_eq!(whole.start(1), Some(at(400)));
        assert_eq!(whole.start(2), Some(at(500)));
        let firsts: Vec<_> = whole.places.iter().map(|place| place.first).collect();
        assert_eq!(firsts, [Some(0), Some(10), Some(15)]);
        assert_eq!(whole.index.len(), 18);
        assert_eq!(whole.index.times[10..13], [at(400), at(420), at(440)]);
        assert_eq!(whole.index.keyframes, [0, 10, 15]);
        assert_eq!((whole.index.end, whole.length), (at(800), at(800)));
        assert!(whole.index.complete);
        assert!(whole.index.times.is_sorted_by(|a, b| a < b));
        assert_eq!(whole.part_at(at(399)), 0);
        assert_eq!(whole.part_at(at(400)), 1);
        assert_eq!(whole.part_at(at(9000)), 2);
    }

    #[test]
    fn while_a_part_is_read_the_parts_behind_it_have_no_frames_yet() {
        let mut parts = [part(10, 40, true), part(5, 20, false), part(3, 100, true)];
        let whole = Layout::of(&parts);
        assert_eq!(whole.index.len(), 15);
        assert!(!whole.index.complete);
        assert_eq!((whole.start(2), whole.places.len()), (None, 2));
        // With its length written down, the place of the next is known before its own frames are.
        parts[1].recorded = at(2000);
        let whole = Layout::of(&parts);
        assert_eq!(whole.start(2), Some(at(2400)));
        assert_eq!((whole.index.len(), whole.places[2].first), (15, None));
    }

    #[test]
    fn a_missing_part_keeps_its_place_and_the_times_behind_it() {
        let mut parts = [part(10, 40, true), part(5, 20, true), part(3, 100, true)];
        parts[1] = Known {
            recorded: at(100),
            missing: Some(Problem::NotFound),
            ..Known::default()
        };
        let whole = Layout::of(&parts);
        assert_eq!(whole.start(2), Some(at(500)));
        assert_eq!(whole.index.len(), 13);
        assert_eq!(whole.index.times[10], at(500));
        assert_eq!(whole.places[1].missing, Some(Problem::NotFound));
        assert!(whole.index.complete);
    }

    #[test]
    fn what_was_written_down_holds_unless_there_are_frames_beyond_it() {
        let mut parts = [part(10, 40, true), part(5, 20, true)];
        parts[0].recorded = at(365);
        assert_eq!(Layout::of(&parts).start(1), Some(at(365)));
        parts[0].recorded = at(360);
        assert_eq!(
            Layout::of(&parts).start(1),
            Some(at(400)),
            "a frame is at 360"
        );
        parts[0].recorded = at(1000);
        assert_eq!(
            Layout::of(&parts).start(1),
            Some(at(1000)),
            "cut short since"
        );
    }

    #[test]
    fn a_part_that_follows_begins_with_its_first_frame_however_late_its_own_time_begins() {
        let late = |follows| {
            let index = FrameIndex {
                times: (0..5).map(|frame| at(780 + frame * 40)).collect(),
                end: at(980),
                complete: true,
                ..FrameIndex::default()
            };
            Known {
                follows,
                index: Arc::new(index),
                ..Known::default()
            }
        };
        let whole = Layout::of(&[late(false), late(true), late(true)]);
        assert_eq!(
            whole.index.times[0],
            at(780),
            "the time of the whole is that of the first"
        );
        assert_eq!(whole.index.times[5], at(980));
        assert_eq!(whole.index.times[10], at(1180));
        assert_eq!(whole.places[1].length, Some(at(200)));
        assert_eq!(whole.places[1].shift, MediaDelta::from_millis(200));
        assert_eq!(whole.index.end, at(1380));
    }

    #[test]
    fn sound_takes_the_stated_length_and_what_is_inexact_is_so_in_the_whole() {
        let sound = Known {
            stated: Some(at(777)),
            index: Arc::new(FrameIndex {
                complete: true,
                inexact: Some(Inexact::ClockJumps),
                ..FrameIndex::default()
            }),
            ..Known::default()
        };
        let whole = Layout::of(&[sound.clone(), sound]);
        assert_eq!(whole.start(1), Some(at(777)));
        assert_eq!(whole.length, at(1554));
        assert_eq!(whole.index.inexact, Some(Inexact::ClockJumps));
    }
}
