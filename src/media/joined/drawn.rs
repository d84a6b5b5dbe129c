//! The drawn sound and the small pictures of a recording of several parts: each part's own, at its place in the whole.

use std::sync::Arc;

use super::{
    super::{FrameIndex, Strip, Thumbnail, Thumbnails, Waveform, waveform::Peak},
    PartPlace,
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

/// Steps of a joined strip are no shorter than this.
const SHORTEST: i64 = 1 << 18;

/// The sound of a part.
enum Piece {
    /// Not begun.
    Waiting,
    /// Read, or being read.
    Read(Waveform),
    /// There is none to be had.
    Silent,
}

/// The loudness of a whole recording.
pub struct Sound {
    parts: Vec<Piece>,
    places: Option<Arc<[PartPlace]>>,
}

impl From<Waveform> for Sound {
    fn from(only: Waveform) -> Self {
        Self {
            parts: vec![Piece::Read(only)],
            places: None,
        }
    }
}

impl Piece {
    const fn waveform(&self) -> Option<&Waveform> {
        match self {
            Self::Read(waveform) => Some(waveform),
            Self::Waiting | Self::Silent => None,
        }
    }
}

impl Sound {
    /// Of so many parts, none of which is read yet.
    #[must_use]
    pub fn of_parts(count: usize) -> Self {
        Self {
            parts: (0..count).map(|_| Piece::Waiting).collect(),
            places: Some(Arc::from([])),
        }
    }

    /// The part that is to be read next: one after the other, and only those of which there is something to read.
    #[must_use]
    pub fn next(&self) -> Option<usize> {
        let places = self.places.as_ref()?;
        if self.read_parts().any(|part| !part.is_complete()) {
            return None;
        }
        let mut parts = self.parts.iter().zip(places.iter());
        parts.position(|(part, place)| matches!(part, Piece::Waiting) && place.missing.is_none())
    }

    fn read_parts(&self) -> impl Iterator<Item = &Waveform> {
        self.parts.iter().filter_map(Piece::waveform)
    }

    /// Takes a part that is read, or cannot be.
    pub fn read(&mut self, part: usize, waveform: Option<Waveform>) {
        if let Some(slot) = self.parts.get_mut(part) {
            *slot = waveform.map_or(Piece::Silent, Piece::Read);
        }
    }

    /// Where the parts lie.
    pub fn lie_at(&mut self, places: &Arc<[PartPlace]>) {
        if let Some(known) = &mut self.places {
            *known = Arc::clone(places);
        }
    }

    /// See [`Waveform::give_way`].
    pub fn give_way(&self, giving_way: bool) {
        for part in self.read_parts() {
            part.give_way(giving_way);
        }
    }

    /// How much is read, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f32 {
        let missing = |part: usize| {
            let place = self.places.as_ref().and_then(|places| places.get(part));
            place.is_some_and(|place| place.missing.is_some())
        };
        let (mut read, mut all) = (0.0, 0.0_f32);
        for (part, waveform) in self.parts.iter().enumerate() {
            read += match waveform {
                Piece::Read(waveform) => waveform.progress(),
                Piece::Waiting if !missing(part) => 0.0,
                Piece::Waiting | Piece::Silent => 1.0,
            };
            all += 1.0;
        }
        if all > 0.0 { read / all } else { 1.0 }
    }

    /// How many channels there are.
    #[must_use]
    pub fn channels(&self) -> usize {
        self.read_parts().map(Waveform::channels).max().unwrap_or(0)
    }

    /// See [`Waveform::peaks`].
    #[must_use]
    pub fn peaks(&self, channel: usize, span: MediaSpan, columns: usize) -> Vec<Peak> {
        let Some(places) = &self.places else {
            let only = self.read_parts().next();
            return only.map_or_else(Vec::new, |part| part.peaks(channel, span, columns));
        };
        let length = i128::from(span.length().as_nanos());
        let edge = |column: usize| {
            let share = length * column as i128 / columns.max(1) as i128;
            span.start() + MediaDelta::from_nanos(i64::try_from(share).unwrap_or(0))
        };
        self.columns(places, channel, columns, edge)
    }

    /// See [`Waveform::strip`].
    #[must_use]
    pub fn strip(&self, channel: usize, span: MediaSpan, columns: usize) -> Strip {
        let Some(places) = &self.places else {
            let only = self.read_parts().next();
            return only.map_or_else(
                || Strip {
                    span,
                    peaks: Vec::new(),
                },
                |part| part.strip(channel, span, columns),
            );
        };
        // Parts may have sound of different rates; so the grid is one of time, the same wherever the view begins.
        let wish = span.length().as_nanos() / i64::try_from(columns.max(1)).unwrap_or(i64::MAX);
        let step = u64::try_from(wish.max(SHORTEST)).unwrap_or(1);
        let step = i64::try_from(step.next_power_of_two()).unwrap_or(i64::MAX);
        let first = span.start().as_nanos().div_euclid(step);
        let last = span.end().as_nanos().div_euclid(step) + 1;
        let at = |nth: i64| MediaTime::from_nanos(nth.saturating_mul(step));
        let edge = |column: usize| at(first + i64::try_from(column).unwrap_or(0));
        let count = usize::try_from(last - first).unwrap_or(0);
        Strip {
            span: MediaSpan::between(at(first), at(last)),
            peaks: self.columns(places, channel, count, edge),
        }
    }

    /// Lowest and highest sample in each of `count` columns, which begin at `edge` of their number.
    fn columns(
        &self,
        places: &[PartPlace],
        channel: usize,
        count: usize,
        edge: impl Fn(usize) -> MediaTime,
    ) -> Vec<Peak> {
        let mut peaks = vec![(0, 0); count];
        for (place, waveform) in places.iter().zip(&self.parts) {
            let Some(waveform) = waveform.waveform() else {
                continue;
            };
            // Columns that lie in this part, at least with their middle.
            let begins = |column: &usize| {
                let (from, to) = (edge(*column), edge(*column + 1));
                MediaTime::from_nanos(i64::midpoint(from.as_nanos(), to.as_nanos()))
            };
            let from = (0..count).find(|column| begins(column) >= place.start);
            let from = from.unwrap_or(count);
            let to = (from..count).find(|column| begins(column) >= place.end);
            let to = to.unwrap_or(count);
            if from >= to {
                continue;
            }
            let span = MediaSpan::between(place.within(edge(from)), place.within(edge(to)));
            let own = waveform.peaks(channel, span, to - from);
            for (peak, own) in peaks[from..to].iter_mut().zip(own) {
                *peak = own;
            }
        }
        peaks
    }
}

/// Small pictures of a whole recording.
pub struct Pictures {
    parts: Vec<Option<Thumbnails>>,
    places: Option<Arc<[PartPlace]>>,
}

impl From<Thumbnails> for Pictures {
    fn from(only: Thumbnails) -> Self {
        Self {
            parts: vec![Some(only)],
            places: None,
        }
    }
}

impl Pictures {
    /// Of several parts, some of which may have none.
    #[must_use]
    pub fn of_parts(parts: Vec<Option<Thumbnails>>) -> Self {
        Self {
            parts,
            places: Some(Arc::from([])),
        }
    }

    /// Where the parts lie.
    pub fn lie_at(&mut self, places: &Arc<[PartPlace]>) {
        if let Some(known) = &mut self.places {
            *known = Arc::clone(places);
        }
    }

    /// See [`Thumbnails::want`]; the numbers are those of the whole.
    pub fn want(&self, index: &Arc<FrameIndex>, keys: &[usize]) {
        let Some(places) = &self.places else {
            for only in self.parts.iter().flatten() {
                only.want(index, keys);
            }
            return;
        };
        for (place, thumbnails) in places.iter().zip(&self.parts) {
            let (Some(thumbnails), Some(first)) = (thumbnails, place.first) else {
                continue;
            };
            let own = keys.iter().filter_map(|key| key.checked_sub(first));
            let own: Vec<usize> = own.filter(|key| *key < place.index.len()).collect();
            thumbnails.want(&place.index, &own);
        }
    }

    /// See [`Thumbnails::get`]; with the time in the whole of the frame it shows.
    #[must_use]
    pub fn get(&self, time: MediaTime) -> Option<(Arc<Thumbnail>, MediaTime)> {
        let Some(places) = &self.places else {
            let made = self.parts.iter().flatten().next()?.get(time)?;
            let time = made.time;
            return Some((made, time));
        };
        let after = places.partition_point(|place| place.start <= time);
        let part = after.checked_sub(1)?;
        let place = &places[part];
        let made = self.parts.get(part)?.as_ref()?.get(place.within(time))?;
        let time = made.time + place.shift;
        Some((made, time))
    }

    /// See [`Thumbnails::is_done`].
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.parts.iter().flatten().all(Thumbnails::is_done)
    }

    /// See [`Thumbnails::rest`].
    pub fn rest(&self, resting: bool) {
        for part in self.parts.iter().flatten() {
            part.rest(resting);
        }
    }
}
