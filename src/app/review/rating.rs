//! Rating how strong a feeling is while the recording plays.
//!
//! The value is taken ten times in a second of the recording, at its whole tenths, and kept where it changed, and once a
//! second. A value changes only where a command is handled, so between two ticks it is what it was at the first: the value
//! at a tenth that lies between them is known exactly, however late the second tick comes. The time is the player's own
//! between two pictures, so it does not wait for a picture either.
//!
//! A pause ends the stretch; going on begins the next one at once. After a jump nothing is taken until a hand moves: a value
//! that was meant for another moment must not stand here, or over what was rated here before.

use std::time::Duration;

use crate::{
    app::{App, TransportCommand, ids, marking::Face},
    domain::{
        edit::Edit,
        history::EditLabel,
        id::{PersonId, TrackId},
        mark::{About, Intensity},
        time::{MediaDelta, MediaTime},
        track::{Input, Stretch, Track, TrackKind, Zones},
    },
};

/// How often the value is taken.
const TENTH: MediaDelta = MediaDelta::from_millis(100);
/// An unchanged value is kept this often.
const SECOND: MediaDelta = MediaDelta::from_millis(1000);
/// A longer step at natural speed is a jump.
const JUMP: MediaDelta = MediaDelta::from_millis(2000);
/// How far the player's own time may be from the picture that is shown and still be believed; so much it may seem to go
/// back without a jump, when the one takes the place of the other.
const NEAR: MediaDelta = MediaDelta::from_millis(500);
/// What goes on is handed to the writer this often.
const KEEP: Duration = Duration::from_secs(5);
/// How long before the recording starts, for raters.
const COUNTDOWN: Duration = Duration::from_secs(3);
/// After so long without a movement raters are asked, quietly, whether they still rate.
const STILL: Duration = Duration::from_secs(20);
/// Where the first key press begins: awake and engaged.
const MIDDLE: u8 = 4;

/// To the rating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RatingCommand {
    /// Begins a pass about whom new marks are about, or ends it.
    Toggle,
    /// Ends the pass.
    End,
    /// This strong, given in this way.
    Set(Intensity, Input),
    /// Stronger or less strong by so many steps.
    Step(i8, Input),
    /// The start waits while something lies over the scale, and counts anew once it is gone.
    Hold,
    /// Here the zones of this person's feeling begin, as they and their therapist said; or nowhere any more.
    SetZones(PersonId, Option<Zones>),
}

/// One pass that is being made.
#[derive(Clone, Debug)]
pub struct Rating {
    rater: PersonId,
    about: PersonId,
    track: TrackId,
    pass: u32,
    begun: chrono::DateTime<chrono::FixedOffset>,
    input: Option<Input>,
    value: Option<Intensity>,
    /// The value was given for where the recording is, not before a jump.
    holds: bool,
    starts: Option<Duration>,
    live: Option<Live>,
    at: MediaTime,
    wanted: Option<MediaTime>,
    moved: Duration,
    asks: bool,
}

/// The stretch that grows while the recording plays.
#[derive(Clone, Debug)]
struct Live {
    stretch: Stretch,
    /// A first part of it is in the record.
    kept: bool,
    kept_at: Duration,
}

/// What of a stretch is to go into the record.
struct News {
    stretch: Stretch,
    /// It continues what was handed over before.
    continues: bool,
}

/// Where the player is, at one tick.
#[derive(Clone, Copy)]
struct Place {
    at: MediaTime,
    playing: bool,
    rate: f64,
    wanted: Option<MediaTime>,
    now: Duration,
}

impl Rating {
    /// Whose feeling is rated.
    #[must_use]
    pub const fn about(&self) -> &PersonId {
        &self.about
    }

    /// Who rates.
    #[must_use]
    pub const fn rater(&self) -> &PersonId {
        &self.rater
    }

    /// The value as it stands; `None` until one was given.
    #[must_use]
    pub const fn value(&self) -> Option<Intensity> {
        self.value
    }

    /// Whether the value counts where the recording is. After a jump it waits for a movement.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.holds && self.value.is_some()
    }

    /// Which time through this is.
    #[must_use]
    pub const fn pass(&self) -> u32 {
        self.pass
    }

    /// Whole seconds until the recording starts.
    #[must_use]
    pub fn countdown(&self, now: Duration) -> Option<u64> {
        let left = self.starts?.saturating_sub(now);
        Some(left.as_secs() + u64::from(left.subsec_nanos() > 0))
    }

    /// Whether the countdown before the start runs.
    #[must_use]
    pub const fn is_about_to_start(&self) -> bool {
        self.starts.is_some()
    }

    /// Whether to ask quietly if somebody still rates: raters only, after a while without a movement.
    #[must_use]
    pub fn asks_whether_still(&self, now: Duration) -> bool {
        self.asks && self.live.is_some() && now.saturating_sub(self.moved) >= STILL
    }

    /// The stretch that grows now.
    #[must_use]
    pub fn live(&self) -> Option<&Stretch> {
        self.live.as_ref().map(|live| &live.stretch)
    }

    /// How its values are given.
    #[must_use]
    pub fn input(&self) -> Input {
        self.input.unwrap_or(Input::Slider)
    }

    fn set(&mut self, value: Intensity, input: Input, now: Duration) {
        self.value = Some(value);
        self.holds = true;
        self.moved = now;
        self.input = Some(self.input.map_or(input, |known| known.with(input)));
    }

    fn step(&mut self, by: i8, input: Input, now: Duration) {
        let next = match self.value {
            Some(value) => value
                .get()
                .saturating_add_signed(by)
                .min(Intensity::MAX.get()),
            None => MIDDLE,
        };
        if let Some(value) = Intensity::new(next) {
            self.set(value, input, now);
        }
    }

    /// One tick: what of the rating is to go into the record.
    fn tick(&mut self, place: Place) -> Vec<News> {
        let mut news = Vec::new();
        let back = place.at < self.at && self.at - place.at > NEAR;
        let on = place.at > self.at && place.at - self.at > JUMP.scaled(place.rate.max(1.0));
        let sought = place.wanted.is_some() && place.wanted != self.wanted;
        self.wanted = place.wanted;
        if back || on || sought {
            news.extend(self.finish());
            self.holds = false;
            self.at = place.at;
        }
        let at = place.at.max(self.at);
        self.at = at;
        let other_speed = self
            .live
            .as_ref()
            .is_some_and(|live| (live.stretch.rate - place.rate).abs() > 1e-9);
        if place.playing {
            self.starts = None;
            self.take(at);
        }
        if !place.playing || other_speed {
            news.extend(self.finish());
        }
        if place.playing && self.live.is_none() && self.holds() {
            self.begin(at, place);
        }
        if let Some(live) = &mut self.live
            && place.now.saturating_sub(live.kept_at) >= KEEP
        {
            news.extend(live.hand_over());
            live.kept_at = place.now;
        }
        news
    }

    fn begin(&mut self, at: MediaTime, place: Place) {
        let Some(value) = self.value else { return };
        self.moved = self.moved.max(place.now);
        self.live = Some(Live {
            stretch: Stretch {
                samples: vec![(at, value)],
                end: at,
                rate: place.rate,
            },
            kept: false,
            kept_at: place.now,
        });
    }

    /// The value at every whole tenth up to `at`.
    fn take(&mut self, at: MediaTime) {
        let (Some(live), Some(value)) = (&mut self.live, self.value) else {
            return;
        };
        let step = TENTH.as_nanos();
        let mut next = (live.stretch.end.as_nanos() / step + 1) * step;
        while next <= at.as_nanos() {
            let time = MediaTime::from_nanos(next);
            let due = live
                .stretch
                .samples
                .last()
                .is_none_or(|(last, known)| *known != value || time - *last >= SECOND);
            if due {
                live.stretch.samples.push((time, value));
            }
            next += step;
        }
        live.stretch.end = live.stretch.end.max(at);
    }

    fn finish(&mut self) -> Option<News> {
        self.live.take().and_then(|mut live| live.hand_over())
    }
}

impl Live {
    fn hand_over(&mut self) -> Option<News> {
        let mut stretch = self.stretch.clone();
        // A sample in the very last instant would hold for nothing; it opens the next stretch.
        while stretch
            .samples
            .last()
            .is_some_and(|(last, _)| *last >= stretch.end)
        {
            stretch.samples.pop();
        }
        if stretch.samples.is_empty() {
            return None;
        }
        let continues = std::mem::replace(&mut self.kept, true);
        Some(News { stretch, continues })
    }
}

impl App {
    /// The rating that is going on.
    #[must_use]
    pub fn rating(&self) -> Option<&Rating> {
        self.desk()?.rating.as_ref()
    }

    /// Whether a rating can be begun: not while somebody marks alone, since ratings are for everyone.
    #[must_use]
    pub fn may_rate(&self) -> bool {
        // Whoever recalls is back there, and rates nothing.
        !self.in_recall()
            && self.desk().is_some_and(|desk| {
                desk.document.writable() && desk.document.marks_alone().is_none()
            })
    }

    pub(in crate::app) fn handle_rating(&mut self, command: RatingCommand) {
        let now = self.reading.steady;
        match command {
            RatingCommand::Toggle if self.rating().is_some() => self.end_rating(),
            RatingCommand::Toggle => self.begin_rating(),
            RatingCommand::End => self.end_rating(),
            RatingCommand::Set(value, input) => {
                if let Some(rating) = self.rating_mut() {
                    rating.set(value, input, now);
                }
            }
            RatingCommand::Step(by, input) => {
                if let Some(rating) = self.rating_mut() {
                    rating.step(by, input, now);
                }
            }
            RatingCommand::Hold => {
                if let Some(starts) = self.rating_mut().and_then(|rating| rating.starts.as_mut()) {
                    *starts = now + COUNTDOWN;
                }
            }
            RatingCommand::SetZones(person, zones) => self.set_zones(&person, zones),
        }
    }

    fn rating_mut(&mut self) -> Option<&mut Rating> {
        self.desk_mut()?.rating.as_mut()
    }

    fn begin_rating(&mut self) {
        if !self.may_rate() {
            return;
        }
        let raters = self.face() == Face::Therapist;
        let reading = self.reading;
        let Some(open) = &mut self.recording else {
            return;
        };
        let Some(desk) = &mut open.desk else { return };
        let session = desk.document.session();
        let rater = desk.marking.author.clone();
        let about = match desk.marking.about_for(None, session) {
            About::People(people) if raters => people.first().cloned(),
            // A client says how strong it was for them.
            _ => None,
        }
        .unwrap_or_else(|| rater.clone());
        let passes = session.set(&rater).map_or(0, |set| {
            set.tracks
                .iter()
                .filter(|track| track.kind == TrackKind::Arousal && track.about == about)
                .map(|track| track.pass)
                .max()
                .unwrap_or(0)
        });
        let playing = open.transport.playing;
        desk.rating = Some(Rating {
            rater,
            about,
            track: ids::track(),
            pass: passes + 1,
            begun: reading.wall,
            input: None,
            value: None,
            holds: false,
            starts: (raters && !playing).then(|| reading.steady + COUNTDOWN),
            live: None,
            at: open.transport.playhead,
            wanted: open.transport.wanted,
            moved: reading.steady,
            asks: raters,
        });
    }

    /// Ends the pass; what was rated is in the record.
    pub(in crate::app) fn end_rating(&mut self) {
        self.settle_rating();
        if let Some(desk) = self.desk_mut() {
            desk.rating = None;
        }
    }

    /// Ends the stretch that is growing, so that undo finds it, or the writer at the end; a next one begins by itself.
    pub(in crate::app) fn settle_rating(&mut self) {
        let news = self.rating_mut().and_then(Rating::finish);
        self.keep_rating(news);
    }

    /// Takes the value where the recording is; starts the recording when the countdown is over.
    pub(in crate::app) fn mind_rating(&mut self) {
        let now = self.reading.steady;
        if self.rating().is_some() && !self.may_rate() {
            self.end_rating();
        }
        let due = self
            .rating()
            .and_then(|rating| rating.starts)
            .is_some_and(|starts| starts <= now);
        if due {
            if let Some(rating) = self.rating_mut() {
                rating.starts = None;
            }
            self.handle_transport(TransportCommand::Play);
        }
        let Some(open) = &mut self.recording else {
            return;
        };
        let transport = &open.transport;
        let shown = transport.playhead;
        let exact = open
            .player
            .moving()
            .filter(|at| (*at - shown).magnitude() <= NEAR);
        let place = Place {
            at: exact.filter(|_| transport.playing).unwrap_or(shown),
            playing: transport.playing,
            rate: transport.rate,
            wanted: transport.wanted,
            now,
        };
        let rating = open.desk.as_mut().and_then(|desk| desk.rating.as_mut());
        let news = rating.map(|rating| rating.tick(place)).unwrap_or_default();
        self.keep_rating(news);
    }

    fn keep_rating(&mut self, news: impl IntoIterator<Item = News>) {
        let stamp = self.stamp();
        for News { stretch, continues } in news {
            let Some(desk) = self.desk_mut() else { return };
            let Some(rating) = &desk.rating else { return };
            let rater = rating.rater.clone();
            let known = desk
                .document
                .session()
                .set(&rater)
                .and_then(|set| set.tracks.iter().find(|track| track.id == rating.track));
            let mut track = known.cloned().unwrap_or_else(|| Track {
                id: rating.track,
                kind: TrackKind::Arousal,
                about: rating.about.clone(),
                pass: rating.pass,
                begun: rating.begun,
                input: rating.input(),
                stretches: Vec::new(),
            });
            track.input = rating.input();
            track.put(stretch);
            let edit = Edit::SetTrack {
                rater: rater.clone(),
                track,
            };
            let document = &mut desk.document;
            // Only a person that is gone could refuse it, and then nobody rates.
            let _gone = if continues {
                document.amend(&edit, &stamp)
            } else {
                document.edit(&rater, EditLabel::Track, &edit, None, &stamp)
            };
        }
    }

    /// How long until the countdown shows another number.
    pub(in crate::app) fn rating_change(&self) -> Option<Duration> {
        let now = self.reading.steady;
        let left = self.rating()?.starts?.saturating_sub(now);
        Some(Duration::from_nanos(u64::from(left.subsec_nanos())) + Duration::from_millis(5))
    }
}
