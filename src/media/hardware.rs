//! Decoding on the graphics card: only where it shows the very same pictures as our own decoders.
//!
//! Drivers give green pictures, frozen seeks and other frames than were asked for often enough that none is trusted.
//! Before one plays a recording, frames from all over that recording are decoded both ways and compared.

use super::{
    FrameIndex, PixelLayout, VideoFrame,
    cache::FrameCache,
    graph::Decoding,
    init,
    server::{FrameServer, Goal, Outcome, Search},
    source,
};

/// Places in the recording at which both ways are compared.
const PLACES: usize = 6;

/// By how much samples may differ, of 255: some decoders round the last step differently, as their standards allow.
const MOST: u8 = 6;

/// By how much they may differ on average, in hundredths.
const MEAN_HUNDREDTHS: u64 = 50;

/// What became of the wish to decode on the graphics card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hardware {
    /// It decodes this recording while it plays.
    Used,
    /// It showed other pictures than our own decoder, or none; the recording plays without it.
    Differs,
    /// There is none that can decode this recording.
    Absent,
    /// It gave up while it played; since then the recording plays without it.
    GaveUp,
}

/// Which decoders may play a recording in the place of ours, if they show the same pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wish {
    /// None.
    #[default]
    None,
    /// Those of the graphics card that are installed here.
    Installed,
    /// These, by factory name.
    These(Vec<String>),
}

impl Wish {
    /// By factory name, best first; GStreamer is started.
    pub(super) fn decoders(&self) -> Vec<String> {
        match self {
            Self::None => Vec::new(),
            Self::Installed => init::hardware(),
            Self::These(decoders) => decoders.clone(),
        }
    }
}

/// Whether these decoders show the frames of a recording as our own do. Blocks; `None` if `live` turned false meanwhile.
pub(super) fn check(
    opener: &source::Opener,
    index: &FrameIndex,
    decoders: &[String],
    live: &dyn Fn() -> bool,
) -> Option<Hardware> {
    if decoders.is_empty() {
        return Some(Hardware::Absent);
    }
    let Ok((mut ours, _)) = FrameServer::open_quietly(opener) else {
        return Some(Hardware::Absent);
    };
    let decoding = Decoding::On(decoders.into());
    let Ok((mut theirs, _)) = FrameServer::open_as(opener, &decoding) else {
        return Some(Hardware::Differs);
    };
    if !theirs.decodes_with(decoders) {
        return Some(Hardware::Absent);
    }
    ours.keep_at_most(0);
    theirs.keep_at_most(0);
    for number in places(index) {
        if !live() {
            return None;
        }
        let frame = |server: &mut FrameServer| {
            let mut search = Search {
                index,
                cache: &mut FrameCache::new(0),
                live,
            };
            match server.reach(Goal::Number(number), &mut search) {
                Outcome::Frame(frame) => Some(frame),
                _ => None,
            }
        };
        let (own, other) = (frame(&mut ours), frame(&mut theirs));
        if !live() {
            return None;
        }
        match (own, other) {
            (Some(own), Some(other)) if same(&own, &other) => {}
            // Where our own decoder has nothing either, there is nothing to compare.
            (None, None) => {}
            _ => return Some(Hardware::Differs),
        }
    }
    Some(Hardware::Used)
}

/// Frames from all over the recording: key frames, those beside them, and those far from any; there and back.
fn places(index: &FrameIndex) -> Vec<usize> {
    let last = index.len().saturating_sub(1);
    let mut numbers = vec![0, 1, last];
    for place in 1..=PLACES {
        let at = last * place / (PLACES + 1);
        let key = index.keyframe_before(at);
        numbers.extend([at, key, key + 1, key.saturating_sub(1)]);
    }
    numbers.retain(|number| *number <= last);
    numbers.dedup();
    numbers
}

/// Whether two pictures are the same frame, and alike as far as anyone can see.
fn same(one: &VideoFrame, other: &VideoFrame) -> bool {
    if one.number != other.number || one.size != other.size || one.orientation != other.orientation
    {
        return false;
    }
    let (mut sum, mut count) = (0_u64, 0_u64);
    for channel in 0..3 {
        let (Some(ours), Some(theirs)) = (samples(one, channel), samples(other, channel)) else {
            return false;
        };
        let (mut ours, mut theirs) = (ours, theirs);
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => break,
                (Some(a), Some(b)) if a.abs_diff(b) <= MOST => {
                    sum += u64::from(a.abs_diff(b));
                    count += 1;
                }
                _ => return false,
            }
        }
    }
    sum * 100 <= count * MEAN_HUNDREDTHS
}

/// The samples of luma or of one of both colour differences, row by row; `None` if the picture is cut short or of
/// another kind.
fn samples(frame: &VideoFrame, channel: usize) -> Option<impl Iterator<Item = u8>> {
    let (plane, first, step) = match (frame.layout, channel) {
        (PixelLayout::I420, _) => (frame.planes.get(channel)?, 0, 1),
        (PixelLayout::Nv12, 0) => (frame.planes.first()?, 0, 1),
        (PixelLayout::Nv12, _) => (frame.planes.get(1)?, channel - 1, 2),
        (PixelLayout::Rgba, _) => return None,
    };
    let width = plane.width as usize * step;
    let mut rows = Vec::with_capacity(plane.height as usize);
    for row in 0..plane.height as usize {
        let start = plane.offset + row * plane.stride;
        rows.push(frame.bytes.get(start..start + width)?);
    }
    Some(
        rows.into_iter()
            .flat_map(move |row| row.iter().skip(first).step_by(step).copied()),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        domain::time::MediaTime,
        media::{ColourMatrix, ColourRange, Orientation, Plane},
    };

    /// Eight by four samples of luma, four by two of each colour difference.
    fn frame(layout: PixelLayout, luma: u8, blue: u8, red: u8) -> VideoFrame {
        let plane = |offset, stride, width, height| Plane {
            offset,
            stride,
            width,
            height,
        };
        let mut bytes = vec![luma; 32];
        let planes = if layout == PixelLayout::Nv12 {
            bytes.extend([blue, red].repeat(8));
            vec![plane(0, 8, 8, 4), plane(32, 8, 4, 2)]
        } else {
            bytes.extend([blue].repeat(8));
            bytes.extend([red].repeat(8));
            vec![plane(0, 8, 8, 4), plane(32, 4, 4, 2), plane(40, 4, 4, 2)]
        };
        VideoFrame {
            time: MediaTime::ZERO,
            number: Some(3),
            exact: true,
            original: true,
            serial: 1,
            size: (8, 4),
            pixel_aspect: (1, 1),
            orientation: Orientation::default(),
            layout,
            matrix: ColourMatrix::Bt709,
            range: ColourRange::Limited,
            planes,
            bytes: Arc::from(bytes),
        }
    }

    #[test]
    fn the_same_picture_is_the_same_in_another_layout_and_no_other_is() {
        let ours = frame(PixelLayout::I420, 100, 60, 200);
        assert!(same(&ours, &frame(PixelLayout::Nv12, 100, 60, 200)));
        assert!(!same(&ours, &frame(PixelLayout::Nv12, 100, 200, 60)));
        assert!(!same(&ours, &frame(PixelLayout::Nv12, 102, 62, 198)));
        let mut later = frame(PixelLayout::Nv12, 100, 60, 200);
        later.number = Some(4);
        assert!(!same(&ours, &later));
        let mut spot = ours.bytes.to_vec();
        spot[9] += 40;
        let spotted = VideoFrame {
            bytes: Arc::from(spot),
            ..ours.clone()
        };
        assert!(!same(&ours, &spotted));
        let cut = VideoFrame {
            bytes: Arc::from(&ours.bytes[..40]),
            ..ours.clone()
        };
        assert!(!same(&ours, &cut));
    }
}
