//! From where the decoder is, or from a key frame, to the wanted frame.

use std::sync::Arc;

use gst::prelude::*;
use gstreamer as gst;

use super::{FrameServer, Goal, Outcome, Pull, Pulled};
use crate::{
    domain::time::{MediaDelta, MediaTime},
    media::{
        FrameIndex, MediaError, Orientation, Problem, VideoFrame,
        cache::FrameCache,
        picture::{self, Pool},
    },
};

/// Without an index, how far ahead it is quicker to walk than to seek.
const WALK: MediaDelta = MediaDelta::from_millis(1500);

/// How many frames before the wanted one are kept on the way to it, at most.
const KEEP_BEHIND: usize = 24;

/// How often a seek is repeated from further back when it came out behind the wanted frame.
const ATTEMPTS: u32 = 5;

/// What a search may use.
pub(in crate::media) struct Search<'a> {
    pub index: &'a FrameIndex,
    /// Looked into first, and filled on the way.
    pub cache: &'a mut FrameCache,
    /// Turns false when something newer is wanted.
    pub live: &'a dyn Fn() -> bool,
}

/// Frames that were kept on earlier ways.
pub(in crate::media) struct Ready {
    behind: Vec<(usize, Pulled)>,
    orientation: Orientation,
    pool: Arc<Pool>,
}

impl Ready {
    /// The frame of this number, if it is among them.
    pub fn frame(&self, number: usize, index: &FrameIndex) -> Option<VideoFrame> {
        let (_, pulled) = self.behind.iter().find(|(held, _)| *held == number)?;
        let mut frame = picture::copy(&pulled.picture, self.orientation, &self.pool)?;
        frame.number = Some(number);
        frame.time = index.time(number)?;
        Some(frame)
    }
}

/// One walk of a search.
#[derive(Clone, Copy)]
struct Way {
    wanted: usize,
    /// Whether a later frame will do if the wanted one cannot be decoded.
    later: bool,
    /// The key frame that was just sought; `None` to walk on from where the decoder is.
    from: Option<usize>,
    /// Whether the decoder may leave out what is not needed.
    may_skip: bool,
}

/// How a walk ended.
enum Walked {
    To(Outcome),
    /// Everything that came lies behind the wanted frame, or nothing came.
    Overshot,
    /// The decoder left out the wanted frame too.
    Skipped,
}

impl FrameServer {
    /// Finds the wanted frame, from the cache if it is there.
    pub fn reach(&mut self, goal: Goal, search: &mut Search) -> Outcome {
        let index = search.index;
        let last = index.len().saturating_sub(1);
        let by_number = |number: usize| (!index.is_empty()).then_some(number.min(last));
        let (number, later) = match goal {
            Goal::At(time) if index.covers(time) => (Some(index.at(time).unwrap_or(0)), false),
            Goal::Number(number) => (by_number(number), false),
            Goal::AtLeast(number) => (by_number(number), true),
            Goal::After(time) if index.covers(time) => (
                by_number(index.at(time).map_or(0, |number| number + 1)),
                true,
            ),
            Goal::At(_) | Goal::After(_) => (None, false),
        };
        match (number, goal) {
            (Some(number), _) => self.find(number, later, search),
            (None, Goal::At(time)) => self.walk_to_time(time, false, search),
            (None, Goal::After(time)) => self.walk_to_time(time, true, search),
            (None, Goal::Number(_) | Goal::AtLeast(_)) => Outcome::Nothing,
        }
    }

    /// The key frame before `number`, for a first impression.
    pub fn near(&mut self, number: usize, search: &mut Search) -> Outcome {
        self.find(search.index.keyframe_before(number), true, search)
    }

    /// How many frames it is to walk on to `number`, if that is quicker than seeking.
    pub fn walks_to(&self, number: usize, index: &FrameIndex) -> Option<usize> {
        let (Some(at), _) = self.last.as_ref()? else {
            return None;
        };
        if self.skipping_to.is_some_and(|to| number < to) {
            return None;
        }
        let distance = number.checked_sub(*at)?;
        (index.keyframe_before(number) <= *at || distance <= 2).then_some(distance)
    }

    fn find(&mut self, wanted: usize, later: bool, search: &mut Search) -> Outcome {
        let index = search.index;
        if let Some(frame) = index.time(wanted).and_then(|time| search.cache.get(time)) {
            return Outcome::Frame(frame);
        }
        if let Some((_, pulled)) = self.behind.iter().find(|(number, _)| *number == wanted) {
            // The decoder stays where it is: this frame was kept on the way.
            let frame = self.copy(pulled, Some(wanted), index).map(Arc::new);
            return frame.map_or_else(
                || Outcome::Failed(MediaError::fatal(Problem::TooLarge)),
                |frame| {
                    search.cache.put(Arc::clone(&frame));
                    Outcome::Frame(frame)
                },
            );
        }
        // What was pulled before the index was known has no number yet.
        if let Some((number @ None, pulled)) = &mut self.last {
            *number = index
                .identify(pulled.stamp.time, pulled.stamp.clipped)
                .map(|identity| identity.number);
        }
        if let Some((Some(number), pulled)) = self.last.clone()
            && number == wanted
        {
            return self.hand_out(&pulled, wanted, search);
        }
        let mut way = Way {
            wanted,
            later,
            from: None,
            may_skip: true,
        };
        if self.walks_to(wanted, index).is_some()
            && let Walked::To(outcome) = self.walk(way, search)
        {
            return outcome;
        }
        let mut key = index.keyframe_before(wanted);
        for attempt in 0..ATTEMPTS {
            if let Err(error) = self.seek(self.aim(key, index)) {
                return Outcome::Failed(error);
            }
            way.from = Some(key);
            match self.walk(way, search) {
                Walked::To(outcome) => return outcome,
                Walked::Skipped => way.may_skip = false,
                Walked::Overshot if key == 0 => return self.walk_from_start(way, search),
                Walked::Overshot => {
                    // Each time further back: to the key frame before, then over ever more of them.
                    for _ in 0..1_u32 << (2 * attempt) {
                        key = index.keyframe_before(key.saturating_sub(1));
                    }
                    if attempt + 2 == ATTEMPTS {
                        key = 0;
                    }
                }
            }
        }
        Outcome::Nothing
    }

    /// Opens the recording anew and walks from its first frame: some demultiplexers cannot seek back to the start.
    fn walk_from_start(&mut self, mut way: Way, search: &mut Search) -> Outcome {
        if let Err(error) = self.reopen() {
            return Outcome::Failed(error);
        }
        let Some((_, first)) = self.last.take() else {
            return Outcome::Nothing;
        };
        let identity = search.index.identify(first.stamp.time, first.stamp.clipped);
        let number = identity.map_or(0, |identity| identity.number);
        if number >= way.wanted {
            return self.hand_out(&first, number, search);
        }
        self.last = Some((Some(number), first));
        way.from = None;
        match self.walk(way, search) {
            Walked::To(outcome) => outcome,
            Walked::Overshot | Walked::Skipped => Outcome::Nothing,
        }
    }

    /// Where to aim so as to reach key frame `key`.
    ///
    /// For the first, the very start: an edit list may begin within its group of pictures. Else into the frame: containers round, and the start may lie just before it. Where the demultiplexer snaps
    /// to key frames, behind the sound that begins with the picture too: it goes back to where every stream has a
    /// start, and a block of sound from just before would cost a whole group of pictures.
    fn aim(&self, key: usize, index: &FrameIndex) -> MediaTime {
        if key == 0 {
            return MediaTime::ZERO;
        }
        let start = index.times[key];
        let (length, most) = if self.snaps {
            let next = index
                .keyframes
                .partition_point(|later| *later as usize <= key);
            let next = index.keyframes.get(next).map(|next| *next as usize);
            let end = next.and_then(|next| index.time(next)).unwrap_or(index.end);
            (end - start, 240_000_000)
        } else {
            (index.end_of(key) - start, 40_000_000)
        };
        start + MediaDelta::from_nanos(length.as_nanos().min(most) / 2)
    }

    fn walk(&mut self, way: Way, search: &mut Search) -> Walked {
        let Way { wanted, from, .. } = way;
        let mut passed = self.last.clone().filter(|_| from.is_none());
        let mut may_skip = way.may_skip;
        // Some demultiplexers begin before the key frame, and decoders then invent what is missing.
        let is_clean = |number: usize| from.is_none_or(|key| number >= key);
        loop {
            if !(search.live)() {
                return Walked::To(Outcome::Interrupted);
            }
            let pulled = match self.pull(search.live) {
                Pull::Sample(pulled) => pulled,
                Pull::Interrupted => return Walked::To(Outcome::Interrupted),
                Pull::Failed(error) => return Walked::To(Outcome::Failed(error)),
                Pull::End => {
                    return match passed {
                        Some((Some(number), pulled)) => {
                            Walked::To(self.hand_out(&pulled, number, search))
                        }
                        _ => Walked::Overshot,
                    };
                }
            };
            let identity = search
                .index
                .identify(pulled.stamp.time, pulled.stamp.clipped);
            let Some(identity) = identity else {
                return Walked::Overshot;
            };
            let number = identity.number;
            if passed.is_none() && from.is_some_and(|key| key > 0 && number > key) {
                // Decoding began behind the key frame, so what comes may be damaged.
                return Walked::Overshot;
            }
            if number > wanted {
                return self.missed(way, passed, pulled, number, search);
            }
            if number == wanted {
                let pulled = if identity.certain || passed.is_some() {
                    pulled
                } else {
                    self.settle(pulled, wanted, search.index)
                };
                return Walked::To(self.hand_out(&pulled, wanted, search));
            }
            if !is_clean(number) {
                // Neither to be shown nor to be walked on from, should this walk be interrupted.
                continue;
            }
            if wanted - number <= KEEP_BEHIND {
                self.keep(number, &pulled, wanted);
            } else if may_skip {
                may_skip = false;
                self.skip_towards(&pulled, wanted - KEEP_BEHIND, search.index);
            }
            self.last = Some((Some(number), pulled.clone()));
            passed = Some((Some(number), pulled));
        }
    }

    /// Keeps a frame that was passed, as the decoder lent it: copying it is only worth while once it is wanted. Those
    /// farthest from the frame that is sought make room.
    fn keep(&mut self, number: usize, pulled: &Pulled, sought: usize) {
        let bytes = pulled.picture.buffer.size();
        let most = (self.keep_bytes / bytes.max(1)).clamp(2, 2 * KEEP_BEHIND);
        self.behind.retain(|(held, _)| *held != number);
        self.behind.push((number, pulled.clone()));
        while self.behind.len() > most {
            let away = |(held, _): &(usize, Pulled)| held.abs_diff(sought);
            let farthest = (0..self.behind.len()).max_by_key(|at| away(&self.behind[*at]));
            self.behind.swap_remove(farthest.unwrap_or(0));
        }
    }

    /// Whether a frame is at hand without decoding.
    pub fn holds(&self, number: usize) -> bool {
        self.behind.iter().any(|(held, _)| *held == number)
    }

    /// What can be handed out while the server is busy.
    pub fn ready(&self) -> Ready {
        Ready {
            behind: self.behind.clone(),
            orientation: self.orientation,
            pool: Arc::clone(&self.pool),
        }
    }

    /// The wanted frame did not come; `pulled` lies behind it.
    fn missed(
        &mut self,
        way: Way,
        passed: Option<(Option<usize>, Pulled)>,
        pulled: Pulled,
        number: usize,
        search: &mut Search,
    ) -> Walked {
        if self.skipping_to.is_some() && way.may_skip {
            return Walked::Skipped;
        }
        match passed {
            None => Walked::Overshot,
            Some((Some(before), earlier)) if !way.later => {
                self.ahead = Some(pulled);
                Walked::To(self.hand_out(&earlier, before, search))
            }
            _ => Walked::To(self.hand_out(&pulled, number, search)),
        }
    }

    /// The first picture after a seek carries the time of the segment if it began before: then only the next picture
    /// tells which of two it is.
    fn settle(&mut self, pulled: Pulled, wanted: usize, index: &FrameIndex) -> Pulled {
        let Pull::Sample(next) = self.pull(&|| true) else {
            return pulled;
        };
        let following = index.identify(next.stamp.time, next.stamp.clipped);
        if following.is_some_and(|identity| identity.number == wanted) {
            next
        } else {
            self.ahead = Some(next);
            pulled
        }
    }

    /// Lets the decoder leave out what nothing else is decoded from, until a little before frame `number`.
    fn skip_towards(&mut self, pulled: &Pulled, number: usize, index: &FrameIndex) {
        let to_running = || {
            let segment = &pulled.picture.segment;
            let before = picture::clock_time(index.time(number.saturating_sub(4))?);
            segment.to_running_time(segment.position_from_stream_time(before)?)
        };
        if let (Some(until), Some(pad)) = (to_running(), self.sink.static_pad("sink")) {
            self.skipping_to = Some(number);
            pad.push_event(gst::event::Qos::new(gst::QOSType::Underflow, 1.0, 0, until));
        }
    }

    fn copy(
        &self,
        pulled: &Pulled,
        number: Option<usize>,
        index: &FrameIndex,
    ) -> Option<VideoFrame> {
        let mut frame = picture::copy(&pulled.picture, self.orientation, &self.pool)?;
        frame.number = number;
        frame.time = number
            .and_then(|number| index.time(number))
            .unwrap_or(pulled.stamp.time);
        Some(frame)
    }

    fn hand_out(&mut self, pulled: &Pulled, number: usize, search: &mut Search) -> Outcome {
        self.keep(number, pulled, number);
        self.last = Some((Some(number), pulled.clone()));
        match self.copy(pulled, Some(number), search.index) {
            Some(frame) => {
                let frame = Arc::new(frame);
                search.cache.put(Arc::clone(&frame));
                Outcome::Frame(frame)
            }
            None => Outcome::Failed(MediaError::fatal(Problem::TooLarge)),
        }
    }

    /// As long as the index does not reach: the last frame at or before `time`, or the first after it.
    fn walk_to_time(&mut self, time: MediaTime, after: bool, search: &mut Search) -> Outcome {
        let near = self
            .last
            .clone()
            .map(|(_, pulled)| pulled)
            .filter(|pulled| {
                pulled.stamp.time <= time
                    && time - pulled.stamp.time < WALK
                    && self.skipping_to.is_none()
            });
        let mut back = MediaDelta::ZERO;
        for attempt in 0..=ATTEMPTS {
            let passed = near.clone().filter(|_| attempt == 0);
            if passed.is_none() {
                let from = if attempt == ATTEMPTS {
                    MediaTime::ZERO
                } else {
                    (time - back).clamp_to_start()
                };
                if let Err(error) = self.seek(from) {
                    return Outcome::Failed(error);
                }
                back = MediaDelta::from_nanos(back.as_nanos() * 4 + 2_000_000_000);
            }
            match self.pass(time, after, attempt == ATTEMPTS, passed, search) {
                Ok(Some(pulled)) => {
                    self.last = Some((None, pulled.clone()));
                    return match self.copy(&pulled, None, search.index) {
                        Some(frame) => Outcome::Frame(Arc::new(frame)),
                        None => Outcome::Failed(MediaError::fatal(Problem::TooLarge)),
                    };
                }
                Ok(None) if after && self.sink.is_eos() => return Outcome::Nothing,
                Ok(None) => {}
                Err(outcome) => return outcome,
            }
        }
        Outcome::Nothing
    }

    /// Pulls until `time` is passed; the sample that is wanted, or `None` if it lies before where decoding began.
    fn pass(
        &mut self,
        time: MediaTime,
        after: bool,
        from_start: bool,
        mut passed: Option<Pulled>,
        search: &Search,
    ) -> Result<Option<Pulled>, Outcome> {
        loop {
            if !(search.live)() {
                return Err(Outcome::Interrupted);
            }
            match self.pull(search.live) {
                Pull::Interrupted => return Err(Outcome::Interrupted),
                Pull::Failed(error) => return Err(Outcome::Failed(error)),
                Pull::End => return Ok(passed.filter(|_| !after)),
                Pull::Sample(pulled) if pulled.stamp.time > time => {
                    if after && passed.is_some() {
                        return Ok(Some(pulled));
                    }
                    self.ahead = Some(pulled.clone());
                    return Ok(passed.or(from_start.then_some(pulled)));
                }
                Pull::Sample(pulled) => {
                    self.last = Some((None, pulled.clone()));
                    passed = Some(pulled);
                }
            }
        }
    }
}
