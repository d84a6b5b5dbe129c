//! Interlaced recordings without their comb.
//!
//! Each frame of such a recording holds two moments, one in every other row. One picture is made of each frame, so that
//! frame numbers stay: the rows of the earlier moment are kept, and the rows between are kept where they agree with
//! these. Where something moved they do not, and are drawn between their neighbours instead. Only the frame itself is
//! looked at, so that a frame looks alike however it was reached.

use gstreamer_video as gst_video;

use super::Plane;

/// How far a sample may stick out from both its neighbours before it belongs to a comb.
const TEETH: u8 = 6;

/// Which rows of an interlaced picture are the earlier moment; `None` if all are of one moment.
pub(super) fn of(info: &gst_video::VideoInfo, flags: gst_video::VideoFrameFlags) -> Option<usize> {
    let is_combed = match info.interlace_mode() {
        gst_video::VideoInterlaceMode::Interleaved => true,
        gst_video::VideoInterlaceMode::Mixed => {
            flags.contains(gst_video::VideoFrameFlags::INTERLACED)
        }
        _ => false,
    };
    let top_first = flags.contains(gst_video::VideoFrameFlags::TFF)
        || info.field_order() == gst_video::VideoFieldOrder::TopFieldFirst;
    is_combed.then_some(usize::from(!top_first))
}

/// Draws the rows between the kept ones anew where they stick out. `kept` is 0 for the even rows, 1 for the odd.
pub(super) fn remove(plane: &Plane, pairs: usize, kept: usize, bytes: &mut [u8]) {
    let (width, height) = (plane.width as usize * pairs, plane.height as usize);
    let Some(bytes) = bytes.get_mut(plane.offset..) else {
        return;
    };
    if height < 3 || plane.stride < width || bytes.len() < plane.stride * (height - 1) + width {
        return;
    }
    for row in (1 - kept..height).step_by(2) {
        // At the edges there is one neighbour only.
        let above = if row == 0 { 1 } else { row - 1 };
        let below = if row + 1 < height { row + 1 } else { row - 1 };
        let (start, first, second) = (
            row * plane.stride,
            above * plane.stride,
            below * plane.stride,
        );
        for column in 0..width {
            let (a, b) = (bytes[first + column], bytes[second + column]);
            let c = bytes[start + column];
            let (low, high) = (a.min(b), a.max(b));
            if c < low.saturating_sub(TEETH) || c > high.saturating_add(TEETH) {
                bytes[start + column] = a.midpoint(b);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of one plane, `height` of them.
    fn plane(height: usize, width: usize) -> Plane {
        Plane {
            offset: 0,
            stride: width,
            width: u32::try_from(width).expect("small"),
            height: u32::try_from(height).expect("small"),
        }
    }

    #[test]
    fn what_moved_is_drawn_anew_and_what_stood_stays() {
        let (width, height) = (8, 7);
        // A bright bar that stood in columns 0 and 1, and one that moved from columns 4, 5 to 6, 7.
        let mut bytes: Vec<u8> = (0..height)
            .flat_map(|row| {
                (0..width).map(move |column| match (column, row % 2) {
                    (0..2, _) | (4..6, 0) | (6.., 1) => 200,
                    _ => 20,
                })
            })
            .collect();
        let earlier: Vec<u8> = bytes[..width].to_vec();
        remove(&plane(height, width), 1, 0, &mut bytes);
        for row in bytes.chunks(width) {
            assert_eq!(row, earlier);
        }
    }

    #[test]
    fn a_slope_within_the_picture_and_a_picture_of_two_rows_stay_as_they_are() {
        let slope: Vec<u8> = (0..40).map(|at| at / 4 * 20).collect();
        for kept in [0, 1] {
            let mut bytes = slope.clone();
            remove(&plane(10, 4), 1, kept, &mut bytes);
            // The outermost row may have one neighbour only, and follows it then.
            assert_eq!(bytes[4..36], slope[4..36]);
            let mut bytes = slope.clone();
            remove(&plane(2, 4), 1, kept, &mut bytes);
            assert_eq!(bytes, slope);
        }
    }
}
