//! How the height of the timeline is divided among its rows.

use egui::{Rect, pos2, vec2};

use super::{lanes, minimap};

/// Height of the ruler.
const RULER: f32 = 24.0;
/// Least height of the small pictures.
const SMALLEST_PICTURE: f32 = 28.0;

/// Which rows there are to show, where there is room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct There {
    /// The sound.
    pub sound: bool,
    /// Small pictures.
    pub pictures: bool,
    /// Ratings.
    pub strength: bool,
}

/// How the height is divided.
pub struct Rows {
    /// The strip of the whole recording, when zoomed.
    pub minimap: Option<Rect>,
    /// Times.
    pub ruler: Rect,
    /// The sound.
    pub waveform: Option<Rect>,
    /// Small pictures.
    pub pictures: Option<Rect>,
    /// What of the lanes can be seen.
    pub lanes: Rect,
    /// Height of one lane.
    pub lane_height: f32,
    /// How much of the lanes does not fit.
    pub overflow: f32,
    /// Ratings.
    pub strength: Option<Rect>,
    /// Bottom of everything that has the time axis.
    pub bottom: f32,
}

impl Rows {
    /// Divides `rect` among the rows that there are, and so many lanes that are no lower than this.
    #[must_use]
    pub fn new(rect: Rect, zoomed: bool, there: There, lanes: usize, lowest: f32) -> Self {
        let There {
            sound,
            pictures,
            strength,
        } = there;
        let mut top = rect.top();
        let row = |top: &mut f32, height: f32, gap: f32| {
            let row = Rect::from_min_size(pos2(rect.left(), *top), vec2(rect.width(), height));
            *top += height + gap;
            row
        };
        let minimap = zoomed.then(|| row(&mut top, minimap::HEIGHT, lanes::GAP));
        let ruler = row(&mut top, RULER, 0.0);
        #[expect(clippy::cast_precision_loss, reason = "there are few lanes")]
        let count = lanes.max(1) as f32;
        let gaps = lanes::GAP * (count - 1.0);
        // Lanes come first: the sound and the strength have what two lanes leave.
        let room = rect.bottom() - ruler.bottom();
        let least = lowest * count.min(2.0) + gaps.min(lanes::GAP);
        let left_over = (room - least).max(0.0);
        let sound_height = (left_over * 0.36).clamp(20.0, 40.0);
        // Somebody switched the pictures on; sound and strength are there by themselves, and give way.
        let for_sound = left_over - sound_height - lanes::GAP;
        let both = !pictures || left_over < SMALLEST_PICTURE || for_sound >= SMALLEST_PICTURE;
        let sound = sound && left_over >= 24.0 && both;
        let left_over = left_over
            - if sound {
                sound_height + lanes::GAP
            } else {
                0.0
            };
        let pictures = pictures && left_over >= SMALLEST_PICTURE;
        let picture_height = left_over.clamp(SMALLEST_PICTURE, 44.0);
        let left_over = left_over
            - if pictures {
                picture_height + lanes::GAP
            } else {
                0.0
            };
        let strength = strength && left_over >= 28.0;
        let strength_height = (left_over * 0.6).clamp(24.0, 48.0);
        let waveform = sound.then(|| row(&mut top, sound_height, lanes::GAP));
        let pictures = pictures.then(|| row(&mut top, picture_height, lanes::GAP));
        let below = if strength {
            strength_height + lanes::GAP
        } else {
            0.0
        };
        let room = (rect.bottom() - top - below).max(lowest);
        // Where they do not all fit, whole lanes fill the room.
        let fit = ((room + lanes::GAP) / (lowest + lanes::GAP))
            .floor()
            .clamp(1.0, count);
        let share = (room - lanes::GAP * (fit - 1.0)) / fit;
        let lane_height = share.clamp(lowest, lanes::MOST);
        let lane_height = if fit < count {
            lane_height
        } else {
            lane_height.floor()
        };
        let content = lane_height * count + gaps;
        let shown = row(&mut top, content.min(room), lanes::GAP);
        let strength = strength.then(|| row(&mut top, strength_height, 0.0));
        Self {
            minimap,
            ruler,
            waveform,
            pictures,
            lanes: shown,
            lane_height,
            overflow: (content - room).max(0.0),
            bottom: strength.map_or(shown.bottom(), |row| row.bottom()),
            strength,
        }
    }
}
