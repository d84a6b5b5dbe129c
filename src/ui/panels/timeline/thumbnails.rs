//! The row of small pictures: one per slot of time, each the key frame before the middle of its slot. Where none begins for a
//! while, the one before stands in once, pale.
//!
//! Slots are powers of two of a second long and lie on a fixed grid, so that pictures stay where they are while the view
//! moves, and half of them while it zooms. Only what is in view is asked for.

use std::{collections::HashMap, path::PathBuf};

use egui::{
    Color32, ColorImage, Painter, Pos2, Rect, Sense, TextureHandle, TextureOptions, Ui, pos2, vec2,
};

use super::{Frame, axis::Axis, plot};
use crate::{
    domain::time::MediaTime,
    media::{FrameIndex, Pictures, Thumbnail},
    store::Region,
    tr,
    ui::{
        theme::{self, Tokens},
        view::View,
    },
};

/// A picture that stands for a slot in which no key frame begins is this pale.
const ELSEWHERE: f32 = 0.45;
/// Most slots that are shown.
const MOST_SLOTS: i32 = 200;
/// More textures than this are not kept.
const MOST_TEXTURES: usize = 240;
/// Height of the picture under the pointer.
const LARGE: f32 = 132.0;

/// Textures of the open recording.
#[derive(Default)]
pub struct Kept {
    of: Option<PathBuf>,
    /// By the time of the slot's key frame, with that of the picture itself.
    textures: HashMap<MediaTime, (TextureHandle, MediaTime)>,
    slots: Vec<Slot>,
}

impl Kept {
    /// Forgets what is not of the open recording, and everything when the pictures are switched off.
    pub fn keep_for(&mut self, view: &View<'_>) {
        let of = view
            .recording()
            .filter(|open| open.thumbnails.is_some())
            .map(|open| &open.path);
        if self.of.as_ref() != of {
            *self = Self {
                of: of.cloned(),
                ..Self::default()
            };
        }
    }

    fn texture(
        &mut self,
        ui: &Ui,
        key: MediaTime,
        made: &Thumbnail,
        time: MediaTime,
    ) -> TextureHandle {
        let (texture, _) = self.textures.entry(key).or_insert_with(|| {
            let size = [made.size.0 as usize, made.size.1 as usize];
            let image = ColorImage::from_rgba_unmultiplied(size, &made.rgba);
            let texture = ui
                .ctx()
                .load_texture("small picture", image, TextureOptions::LINEAR);
            (texture, time)
        });
        texture.clone()
    }
}

/// A stretch of the row.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Slot {
    /// Its left and right end.
    left: f32,
    right: f32,
    /// The key frame that stands for it.
    key: usize,
    time: MediaTime,
    /// Whether that key frame begins elsewhere.
    elsewhere: bool,
}

/// The slots in view for pictures that are `width` points wide.
fn slots(axis: &Axis, index: &FrameIndex, width: f32) -> Vec<Slot> {
    if index.is_empty() || width <= 0.0 {
        return Vec::new();
    }
    let least = f64::from(width + 2.0) * axis.seconds_per_point();
    let length = least.log2().ceil().exp2();
    if !length.is_finite() || length <= 0.0 {
        return Vec::new();
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a recording has far fewer slots"
    )]
    let first = (axis.window.start / length).floor() as i32;
    (0..MOST_SLOTS)
        .map(|nth| f64::from(first + nth) * length)
        .take_while(|start| *start < axis.window.end())
        .filter_map(|start| {
            let (from, middle, end) = (
                MediaTime::from_drawn_seconds(start),
                MediaTime::from_drawn_seconds(start + length / 2.0),
                MediaTime::from_drawn_seconds(start + length),
            );
            // Where the file is not read yet, nothing is known of its key frames.
            if from >= index.end || !index.complete && !index.covers(middle) {
                return None;
            }
            let key = index.keyframe_before(index.at(middle).unwrap_or(0));
            let time = index.time(key)?;
            Some(Slot {
                left: axis.x(from),
                right: axis.x(end),
                key,
                time,
                elsewhere: time < from,
            })
        })
        .collect()
}

/// Asks for the pictures in view and draws those that are there.
pub fn paint(ui: &Ui, painter: &Painter, frame: &Frame<'_, '_>, kept: &mut Kept) {
    let (Some(row), Some(thumbnails)) = (frame.rows.pictures, made(frame)) else {
        return;
    };
    let row = plot(row, &frame.axis);
    let shape = frame
        .transport
        .info
        .as_ref()
        .and_then(|info| info.video.as_ref())
        .map_or((16, 9), crate::media::VideoInfo::display_size);
    let width = row.height() * aspect(shape);
    let index = &frame.transport.index;
    kept.slots = slots(&frame.axis, index, width);
    let mut keys: Vec<usize> = kept.slots.iter().map(|slot| slot.key).collect();
    keys.dedup();
    thumbnails.want(index, &keys);
    if kept.textures.len() > MOST_TEXTURES {
        let times: Vec<MediaTime> = kept.slots.iter().map(|slot| slot.time).collect();
        kept.textures.retain(|time, _| times.contains(time));
    }
    let tokens = &frame.view.tokens;
    let mut before = None;
    for slot in kept.slots.clone() {
        // Once is enough for a picture that stands in for many slots.
        let again = slot.elsewhere && before == Some(slot.key);
        before = Some(slot.key);
        if again {
            continue;
        }
        let place = Rect::from_min_size(pos2(slot.left, row.top()), vec2(width, row.height()));
        let Some((made, time)) = thumbnails.get(slot.time) else {
            painter.rect_filled(place, 3, tokens.line.gamma_multiply(0.4));
            continue;
        };
        let texture = kept.texture(ui, slot.time, &made, time);
        let pale = if slot.elsewhere { ELSEWHERE } else { 1.0 };
        picture(painter, tokens, &texture, place, pale, hidden(frame));
    }
}

/// The picture under the pointer, larger, with its time.
pub fn hover(ui: &Ui, frame: &Frame<'_, '_>, kept: &Kept, at: Pos2) {
    let Some(row) = frame.rows.pictures.map(|row| plot(row, &frame.axis)) else {
        return;
    };
    let Some(slot) = kept
        .slots
        .iter()
        .find(|slot| row.contains(at) && slot.left <= at.x && at.x < slot.right)
    else {
        return;
    };
    let Some((texture, time)) = kept.textures.get(&slot.time) else {
        return;
    };
    let id = ui.scope_id().with(("small picture", slot.time));
    let place = Rect::from_x_y_ranges(slot.left..=slot.right, row.y_range()).intersect(row);
    ui.interact(place, id, Sense::hover()).on_hover_ui(|ui| {
        let size = texture.size_vec2();
        let size = size * (LARGE / size.y.max(1.0));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let words = tr!("timeline-picture-at", time = time.short());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, words.as_str()));
        let tokens = &frame.view.tokens;
        picture(ui.painter(), tokens, texture, rect, 1.0, hidden(frame));
        ui.label(egui::RichText::new(time.short()).size(theme::SMALL));
    });
}

/// What the row is, for a screen reader.
pub fn in_words(frame: &Frame<'_, '_>) -> String {
    match made(frame) {
        Some(thumbnails) if !thumbnails.is_done() && frame.transport.playing => {
            tr!("timeline-pictures-resting")
        }
        Some(thumbnails) if !thumbnails.is_done() => tr!("timeline-pictures-making"),
        _ => tr!("timeline-pictures"),
    }
}

fn made<'a>(frame: &Frame<'a, '_>) -> Option<&'a Pictures> {
    frame.view.recording()?.thumbnails.as_ref()
}

/// What is hidden in the picture is hidden in the small ones, too.
fn hidden(frame: &Frame<'_, '_>) -> Option<Region> {
    frame.view.app.recording_view().hidden()
}

fn picture(
    painter: &Painter,
    tokens: &Tokens,
    texture: &TextureHandle,
    place: Rect,
    pale: f32,
    hidden: Option<Region>,
) {
    let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
    painter.image(
        texture.id(),
        place,
        whole,
        Color32::WHITE.gamma_multiply(pale),
    );
    if let Some(part) = hidden {
        let part = Rect::from_min_max(
            place.lerp_inside([part.left, part.top]),
            place.lerp_inside([part.right, part.bottom]),
        );
        painter.rect_filled(part, 0, tokens.line);
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "pictures have far fewer than 2^24 pixels across"
)]
fn aspect((width, height): (u32, u32)) -> f32 {
    width.max(1) as f32 / height.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::panels::timeline::axis::Window;

    fn index() -> FrameIndex {
        FrameIndex {
            times: (0..3000)
                .map(|frame| MediaTime::from_millis(frame * 40))
                .collect(),
            keyframes: (0..60).map(|key| key * 50).collect(),
            end: MediaTime::from_seconds(120),
            complete: true,
            ..FrameIndex::default()
        }
    }

    fn axis(start: f64, length: f64) -> Axis {
        Axis {
            window: Window { start, length },
            left: 0.0,
            width: 800.0,
        }
    }

    #[test]
    fn each_slot_has_room_for_its_picture_and_shows_a_key_frame_of_its_own() {
        let found = slots(&axis(0.0, 120.0), &index(), 64.0);
        assert!((6..=12).contains(&found.len()), "{}", found.len());
        for slot in &found {
            assert!(slot.right - slot.left >= 64.0 && slot.key % 50 == 0);
            assert!(!slot.elsewhere);
        }
    }

    #[test]
    fn moving_the_view_moves_the_pictures_and_changes_none() {
        let keys = |start: f64| -> Vec<usize> {
            let found = slots(&axis(start, 60.0), &index(), 64.0);
            found.iter().map(|slot| slot.key).collect()
        };
        let (here, on) = (keys(10.0), keys(11.3));
        assert!(here.iter().filter(|key| on.contains(key)).count() + 2 >= here.len());
    }

    #[test]
    fn between_key_frames_the_one_before_stands_in_and_looks_it() {
        let found = slots(&axis(10.5, 0.5), &index(), 64.0);
        assert!(found.iter().all(|slot| slot.elsewhere && slot.key == 250));
    }

    #[test]
    fn nothing_is_shown_of_what_is_not_read_yet() {
        let mut growing = index();
        growing.times.truncate(250);
        growing.keyframes.truncate(5);
        growing.complete = false;
        growing.end = MediaTime::from_millis(249 * 40);
        let found = slots(&axis(0.0, 120.0), &growing, 64.0);
        assert!(found.iter().all(|slot| slot.time < growing.end) && found.len() <= 1);
    }
}
