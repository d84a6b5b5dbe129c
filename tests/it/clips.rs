//! Small recordings whose frames carry their own number, made on first use and kept in the target folder.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
};

use mindframe::media::VideoFrame;

/// Frames in every clip that does not say otherwise.
pub const FRAMES: u32 = 180;

/// Cells of the code: 12 bits of the number, then 4 that check it.
const CELLS: u32 = 16;

/// A recording to be made by ffmpeg.
#[derive(Clone, Copy, Debug)]
pub struct Clip {
    /// File name, unique.
    pub name: &'static str,
    /// Width and height before encoding.
    pub size: (u32, u32),
    pub frames: u32,
    /// Frames per second before encoding.
    pub rate: &'static str,
    /// Tone of this many seconds beside the picture, 0 for none.
    pub sound: u32,
    /// What ffmpeg is told, between the inputs and the output.
    pub arguments: &'static str,
    /// Made from this clip rather than from numbered frames.
    pub from: Option<&'static Clip>,
}

/// Constant rate, B-frames, sound.
pub const CONSTANT: Clip = Clip {
    name: "constant.mp4",
    size: (160, 96),
    frames: FRAMES,
    rate: "25",
    sound: 7,
    arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2 -c:a aac -t 7.2",
    from: None,
};

/// A phone's: irregular times, and half the rate for a while.
pub const VARIABLE: Clip = Clip {
    name: "variable.mp4",
    sound: 0,
    arguments: "-vf settb=1/90000,setpts=(N/30+0.009*sin(N*0.7)+min(max(N-90\\,0)\\,60)/30)/TB -fps_mode passthrough \
        -enc_time_base 1/90000 -video_track_timescale 90000 \
        -c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2",
    ..CONSTANT
};

pub const MATROSKA: Clip = Clip {
    name: "matroska.mkv",
    rate: "30",
    arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2 -c:a libopus",
    ..CONSTANT
};

/// Its sound begins a little before its picture, and stands behind it in the file.
pub const EARLY_SOUND: Clip = Clip {
    name: "early-sound.mkv",
    arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2 -c:a aac -ar 44100",
    ..CONSTANT
};

/// The same with pictures that each stand alone.
pub const EARLY_SOUND_INTRA: Clip = Clip {
    name: "early-sound-intra.mkv",
    arguments: "-c:v mjpeg -q:v 3 -pix_fmt yuvj420p -c:a aac -ar 44100",
    ..CONSTANT
};

pub const TRANSPORT: Clip = Clip {
    name: "transport.ts",
    arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2 -c:a aac",
    ..CONSTANT
};

/// Cut without encoding anew: decoding starts before what is shown.
pub const EDIT_LIST: Clip = Clip {
    name: "edit-list.mp4",
    arguments: "-c copy -avoid_negative_ts disabled",
    from: Some(&CONSTANT),
    ..CONSTANT
};

/// Stored lying on its side, as phones do.
pub const ROTATED: Clip = Clip {
    name: "rotated.mp4",
    sound: 0,
    arguments: "-c copy -metadata:s:v rotate=270",
    from: Some(&LYING),
    ..CONSTANT
};

const LYING: Clip = Clip {
    name: "lying.mp4",
    sound: 0,
    arguments: "-vf transpose=2 -c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2",
    ..CONSTANT
};

pub const WEBM: Clip = Clip {
    name: "web.webm",
    frames: 90,
    sound: 3,
    arguments: "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 800k -g 30 -c:a libopus -t 3.6",
    ..CONSTANT
};

pub const VP9: Clip = Clip {
    name: "vp9.webm",
    frames: 90,
    sound: 0,
    arguments: "-c:v libvpx-vp9 -deadline good -cpu-used 5 -b:v 800k -g 30 -auto-alt-ref 1 -lag-in-frames 12",
    ..CONSTANT
};

pub const AVI: Clip = Clip {
    name: "old.avi",
    sound: 7,
    arguments: "-c:v mpeg4 -q:v 3 -g 50 -c:a mp3 -t 7.2",
    ..CONSTANT
};

/// Odd sides, full range, pixels that are not square.
pub const ODD: Clip = Clip {
    name: "odd.mkv",
    size: (161, 97),
    frames: 60,
    sound: 0,
    arguments: "-c:v libvpx-vp9 -deadline good -cpu-used 5 -b:v 800k -g 20 -pix_fmt yuv420p -color_range pc -aspect 2:1",
    ..CONSTANT
};

pub const ONE_FRAME: Clip = Clip {
    name: "one-frame.mp4",
    frames: 1,
    sound: 0,
    arguments: "-c:v libx264 -pix_fmt yuv420p",
    ..CONSTANT
};

/// A picture that stands while the sound goes on. (In mp4 GStreamer takes such a track for a cover and drops it.)
pub const STANDING: Clip = Clip {
    name: "standing.mkv",
    sound: 2,
    arguments: "-c:v libx264 -pix_fmt yuv420p -c:a libopus",
    ..ONE_FRAME
};

/// A picture this program has no decoder for, beside sound that it has.
pub const FOREIGN: Clip = Clip {
    name: "foreign.mkv",
    frames: 50,
    sound: 2,
    arguments: "-c:v ffv1 -c:a libopus",
    ..CONSTANT
};

pub const SOUND_ONLY: Clip = Clip {
    name: "sound-only.m4a",
    frames: 0,
    sound: 4,
    arguments: "-c:a aac",
    ..CONSTANT
};

/// A beep at every full second, at which frame 25, 50, … begins.
pub const BEEPS: Clip = Clip {
    name: "beeps.mp4",
    sound: 0,
    arguments: "-f lavfi -i aevalsrc=0.8*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.06):s=48000:d=7.2 -map 0:v -map 1:a \
        -c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2 -c:a aac",
    ..CONSTANT
};

/// The same with sound that is no multiple of anything, in the other common container.
pub const BEEPS_MATROSKA: Clip = Clip {
    name: "beeps.mkv",
    arguments: "-f lavfi -i aevalsrc=0.8*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.06):s=44100:d=7.2 -map 0:v -map 1:a \
        -c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2 -c:a libmp3lame",
    ..BEEPS
};

/// Two sound tracks: a low tone and a high one.
pub const TRACKS: Clip = Clip {
    name: "two-tracks.mkv",
    sound: 0,
    arguments: "-f lavfi -i sine=frequency=300:duration=7 -f lavfi -i sine=frequency=1500:duration=7 \
        -map 0:v -map 1:a -map 2:a -metadata:s:a:0 language=ger -metadata:s:a:1 title=Lapel \
        -c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2 -c:a flac",
    ..CONSTANT
};

/// The same in the other common container.
pub const TRACKS_MP4: Clip = Clip {
    name: "two-tracks.mp4",
    arguments: "-f lavfi -i sine=frequency=300:duration=7 -f lavfi -i sine=frequency=1500:duration=7 \
        -map 0:v -map 1:a -map 2:a -metadata:s:a:0 language=ger \
        -c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2 -c:a aac",
    ..TRACKS
};

/// Sound that begins two seconds after the picture and ends three seconds before it.
pub const LATE_SOUND: Clip = Clip {
    name: "late-sound.mp4",
    sound: 0,
    arguments: "-itsoffset 2 -f lavfi -i sine=frequency=1000:duration=2 -map 0:v -map 1:a \
        -c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2 -c:a aac",
    ..CONSTANT
};

pub const LATE_SOUND_MATROSKA: Clip = Clip {
    name: "late-sound.mkv",
    ..LATE_SOUND
};

/// Sound that goes on for two seconds after the picture.
pub const LONG_SOUND: Clip = Clip {
    name: "long-sound.mp4",
    frames: 50,
    sound: 4,
    arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2 -c:a aac",
    ..CONSTANT
};

/// Three files that follow each other, of unequal length, rate, size and kind.
pub const PARTS: [Clip; 3] = [
    Clip {
        name: "part-one.mp4",
        frames: 70,
        sound: 3,
        arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 25 -bf 2 -c:a aac -t 2.8",
        ..CONSTANT
    },
    Clip {
        name: "part-two.mkv",
        size: (192, 112),
        frames: 45,
        rate: "30",
        sound: 2,
        arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 25 -bf 2 -c:a libopus -t 1.5",
        ..CONSTANT
    },
    Clip {
        name: "part-three.ts",
        size: (160, 112),
        frames: 60,
        rate: "24",
        sound: 3,
        arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 25 -bf 2 -c:a aac -t 2.5",
        ..CONSTANT
    },
];

/// Three files as one camera splits a recording: alike but for their length.
pub const SPLIT: [Clip; 3] = [
    Clip {
        name: "split-one.mp4",
        frames: 60,
        sound: 3,
        arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 25 -bf 2 -c:a aac -t 2.4",
        ..CONSTANT
    },
    Clip {
        name: "split-two.mp4",
        frames: 40,
        sound: 2,
        arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 25 -bf 2 -c:a aac -t 1.6",
        ..CONSTANT
    },
    Clip {
        name: "split-three.mp4",
        frames: 50,
        sound: 2,
        arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 25 -bf 2 -c:a aac -t 2",
        ..CONSTANT
    },
];

impl Clip {
    /// The file; made now if it is not there yet.
    pub fn path(&self) -> PathBuf {
        static MAKING: Mutex<()> = Mutex::new(());
        let path = folder().join(self.name);
        if !path.exists() {
            // A clip may be made from another, so the lock is not held while that one is.
            let from = self.from.map(Self::path);
            let _guard = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
            if !path.exists() {
                self.make(&path, from.as_deref());
            }
        }
        path
    }

    fn make(&self, path: &Path, from: Option<&Path>) {
        let unfinished = path.with_file_name(format!("unfinished-{}", self.name));
        let mut ffmpeg = Command::new("ffmpeg");
        ffmpeg.args(["-hide_banner", "-v", "error", "-y"]);
        let (width, height) = self.size;
        match from {
            Some(from) => {
                if self.name == EDIT_LIST.name {
                    ffmpeg.args(["-ss", "1.3"]);
                }
                ffmpeg.arg("-i").arg(from);
            }
            None if self.frames > 0 => {
                ffmpeg
                    .args(["-f", "rawvideo", "-pix_fmt", "gray", "-r", self.rate, "-s"])
                    .arg(format!("{width}x{height}"))
                    .args(["-i", "-"]);
            }
            None => {}
        }
        if self.sound > 0 && from.is_none() {
            ffmpeg.args(["-f", "lavfi", "-i"]).arg(format!(
                "sine=frequency=440:sample_rate=48000:duration={}",
                self.sound
            ));
        }
        let mut child = ffmpeg
            .args(self.arguments.split_whitespace())
            .arg(&unfinished)
            .stdin(Stdio::piped())
            .spawn()
            .expect("ffmpeg is installed");
        let mut pipe = child.stdin.take().expect("the pipe was asked for");
        if from.is_none() {
            for number in 0..self.frames {
                pipe.write_all(&drawn(number, width, height))
                    .expect("ffmpeg takes the frames");
            }
        }
        drop(pipe);
        assert!(child.wait().expect("ffmpeg ends").success(), "{self:?}");
        std::fs::rename(unfinished, path).expect("the clip can be put into place");
    }
}

/// Where the clips are kept.
pub fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("the target folder is above its temporary folder")
        .join("test-clips");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

/// Number and check bits of a frame.
fn code(number: u32) -> u32 {
    let check = (number & 15) ^ (number >> 4 & 15) ^ (number >> 8 & 15) ^ 0b1010;
    (number & 0xFFF) << 4 | check
}

/// A grey picture: the code in the upper half, below it something that moves.
fn drawn(number: u32, width: u32, height: u32) -> Vec<u8> {
    let code = code(number);
    let mut pixels = Vec::with_capacity((width * height) as usize);
    for y in 0..height {
        for x in 0..width {
            let bright = if y < height / 2 {
                code >> (CELLS - 1 - x * CELLS / width) & 1 == 1
            } else {
                ((x + number * 3) / 12).is_multiple_of(5)
            };
            pixels.push(if bright { 235 } else { 20 });
        }
    }
    pixels
}

/// The number a shown frame carries; `None` if the picture is damaged.
pub fn number_in(frame: &VideoFrame) -> Option<u32> {
    let (width, height, rgba) = frame.to_rgba();
    let y = height / 4;
    let mut found = 0;
    for cell in 0..CELLS {
        let x = (cell * 2 + 1) * width / (CELLS * 2);
        let brightness = rgba[((y * width + x) * 4 + 1) as usize];
        if (90..160).contains(&brightness) {
            return None;
        }
        found = found << 1 | u32::from(brightness > 128);
    }
    let number = found >> 4;
    (code(number) == found).then_some(number)
}
