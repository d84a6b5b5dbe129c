//! One decoded picture, as planes in memory, with all that is needed to show it right.

use std::sync::Arc;

use crate::domain::time::MediaTime;

/// How the planes are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelLayout {
    /// Three 8-bit planes; the colour planes at half width and height, rounded up, or at any other size of theirs:
    /// each plane covers the whole picture.
    I420,
    /// Two 8-bit planes; the second holds pairs of colour samples at half width and height, rounded up.
    Nv12,
    /// One plane of red, green, blue, alpha bytes.
    Rgba,
}

/// Which weights turn luma and colour differences into red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourMatrix {
    /// Standard definition.
    Bt601,
    /// High definition.
    Bt709,
    /// Ultra-high definition, constant matrix only.
    Bt2020,
}

/// Which byte values stand for black and white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourRange {
    /// 16 to 235, as nearly all video.
    Limited,
    /// 0 to 255, as phones and webcams sometimes write.
    Full,
}

/// Turn (clockwise, in quarters) and then left-right mirror to apply when showing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Orientation {
    /// Quarter turns clockwise, 0 to 3.
    pub quarter_turns: u8,
    /// Mirrored left to right after turning.
    pub mirrored: bool,
}

/// Bytes of one plane; rows are `stride` bytes apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plane {
    /// First byte of the first row.
    pub offset: usize,
    /// Distance between rows in bytes; at least the row's own length.
    pub stride: usize,
    /// Width in samples of this plane.
    pub width: u32,
    /// Rows of this plane.
    pub height: u32,
}

/// One picture of a recording.
#[derive(Clone, Debug)]
pub struct VideoFrame {
    /// Start of this frame in stream time, from the frame index where that knows it.
    pub time: MediaTime,
    /// Its number in the frame index, where known.
    pub number: Option<usize>,
    /// False while scrubbing shows something near; such a frame never gives a mark its time.
    pub exact: bool,
    /// Whether these are the recording's own pixels: not made smaller for the screen, and not those of a prepared copy.
    pub original: bool,
    /// Rises with every new picture handed out, so that a surface uploads each once.
    pub serial: u64,
    /// Width and height in stored pixels.
    pub size: (u32, u32),
    /// Width to height of one stored pixel.
    pub pixel_aspect: (u32, u32),
    /// Turn and mirror to apply.
    pub orientation: Orientation,
    /// Layout of `bytes`.
    pub layout: PixelLayout,
    /// Colour weights of `bytes`.
    pub matrix: ColourMatrix,
    /// Black and white of `bytes`.
    pub range: ColourRange,
    /// One (RGBA), two (NV12) or three (I420) planes within `bytes`.
    pub planes: Vec<Plane>,
    /// The pixels.
    pub bytes: Arc<[u8]>,
}

impl Orientation {
    /// Whether width and height change places.
    #[must_use]
    pub const fn swaps_sides(self) -> bool {
        self.quarter_turns % 2 == 1
    }
}

/// Width and height, in square pixels, at which a picture of `size` stored pixels is shown: after pixel aspect, turn
/// and mirror. The shorter side of a pixel keeps its count, so that no stored pixel is lost.
#[must_use]
pub fn display_size(
    size: (u32, u32),
    pixel_aspect: (u32, u32),
    orientation: Orientation,
) -> (u32, u32) {
    let (wide, high) = (
        u64::from(pixel_aspect.0.max(1)),
        u64::from(pixel_aspect.1.max(1)),
    );
    let scaled = |side: u32, by: u64, over: u64| {
        u32::try_from((u64::from(side) * by + over / 2) / over).unwrap_or(u32::MAX)
    };
    let (width, height) = if wide >= high {
        (scaled(size.0, wide, high), size.1)
    } else {
        (size.0, scaled(size.1, high, wide))
    };
    if orientation.swaps_sides() {
        (height, width)
    } else {
        (width, height)
    }
}

impl VideoFrame {
    /// Width and height, in square pixels, at which this frame is shown.
    #[must_use]
    pub fn display_size(&self) -> (u32, u32) {
        display_size(self.size, self.pixel_aspect, self.orientation)
    }
}
