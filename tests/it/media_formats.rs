//! Every container and codec that is met: the right frame, in the right colours, without a comb, turned as it should be.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
};

use mindframe::media::{Playback, PlayerCommand, Stills, Target, VideoFrame};

use crate::{
    clips::{self, Clip, number_in},
    media_player::{Stage, scattered, watch},
};

const X264: &str = "-c:v libx264 -preset ultrafast -crf 16 -g 20 -bf 2";

/// Two seconds of numbered frames; `sound` is in the arguments where there is one.
const fn clip(name: &'static str, sound: u32, arguments: &'static str) -> Clip {
    Clip {
        name,
        frames: 50,
        sound,
        arguments,
        ..clips::CONSTANT
    }
}

macro_rules! h264 {
    ($rest:literal) => {
        concat!(
            "-c:v libx264 -preset veryfast -crf 18 -g 20 -bf 2 -pix_fmt ",
            $rest
        )
    };
}

macro_rules! h265 {
    ($rest:literal) => {
        concat!(
            "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=20:bframes=2 -pix_fmt ",
            $rest
        )
    };
}

/// Phones, browsers, meetings.
const NOW: [Clip; 10] = [
    clip("hevc.mp4", 2, h265!("yuv420p -tag:v hvc1 -c:a aac")),
    clip("hevc.ts", 2, h265!("yuv420p -c:a aac -f mpegts")),
    clip("hevc-10.mkv", 0, h265!("yuv420p10le")),
    clip(
        "av1.mkv",
        2,
        "-c:v libaom-av1 -cpu-used 8 -g 20 -lag-in-frames 10 -crf 20 -b:v 0 -c:a libopus",
    ),
    clip("av1.mp4", 0, "-c:v libsvtav1 -preset 12 -g 20 -crf 20"),
    clip(
        "fragments.mp4",
        2,
        h264!("yuv420p -movflags frag_keyframe+empty_moov+default_base_moof -c:a aac"),
    ),
    clip(
        "fragments-without-table.mp4",
        2,
        h264!("yuv420p -movflags frag_keyframe+empty_moov+default_base_moof+skip_trailer -c:a aac"),
    ),
    clip("phone.3gp", 0, h264!("yuv420p")),
    clip(
        "browser.webm",
        2,
        "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 800k -g 30 -c:a libopus -live 1 -f webm",
    ),
    clip("meeting.mkv", 0, "-c:v mjpeg -q:v 3 -pix_fmt yuvj422p"),
];

/// Cameras and training tapes of the last thirty years.
const THEN: [Clip; 13] = [
    clip("eight.wmv", 2, "-c:v wmv2 -b:v 1500k -g 20 -c:a wmav2"),
    clip("seven.wmv", 2, "-c:v wmv1 -b:v 1500k -g 20 -c:a wmav1"),
    clip(
        "mpeg2.ts",
        2,
        "-c:v mpeg2video -b:v 2M -bf 2 -g 15 -c:a mp2 -f mpegts",
    ),
    clip(
        "avchd.mts",
        2,
        "-c:v libx264 -preset veryfast -crf 18 -g 15 -bf 2 -flags +ilme+ildct -x264opts tff=1 -c:a ac3 \
         -f mpegts -mpegts_m2ts_mode 1",
    ),
    clip(
        "camera.avi",
        2,
        "-c:v mjpeg -q:v 3 -pix_fmt yuvj420p -c:a pcm_s16le",
    ),
    clip(
        "camera.mov",
        2,
        "-c:v mjpeg -q:v 3 -pix_fmt yuvj422p -c:a pcm_s16le",
    ),
    clip("flash.flv", 2, "-c:v flv -q:v 2 -g 20 -c:a mp3 -ar 44100"),
    clip("later.flv", 2, h264!("yuv420p -c:a aac")),
    clip("h264.avi", 2, h264!("yuv420p -c:a mp3")),
    clip("edit.mov", 2, "-c:v prores_ks -profile:v 2 -c:a pcm_s16le"),
    clip(
        "theora.ogv",
        2,
        "-c:v libtheora -q:v 9 -g 20 -c:a libvorbis",
    ),
    Clip {
        frames: 12,
        ..clip(
            "tape.dv",
            1,
            "-s 720x576 -c:v dvvideo -pix_fmt yuv420p -ar 48000 -ac 2 -f dv -t 0.48",
        )
    },
    Clip {
        frames: 12,
        ..clip(
            "tape.avi",
            1,
            "-s 720x576 -c:v dvvideo -pix_fmt yuv420p -c:a pcm_s16le -t 0.48",
        )
    },
];

/// What decoders give as other planes than usual.
const PLANES: [Clip; 9] = [
    clip("deep.mp4", 0, h264!("yuv420p10le")),
    clip("wide.mp4", 0, h264!("yuv422p")),
    clip("wide-deep.mkv", 0, h264!("yuv422p10le")),
    clip("full.mp4", 0, h264!("yuv444p")),
    clip("full-deep.mp4", 0, h264!("yuv444p10le")),
    clip("grey.mp4", 0, h264!("gray")),
    clip(
        "rgb.mkv",
        0,
        "-c:v libx264rgb -preset veryfast -crf 10 -g 20",
    ),
    clip(
        "full.webm",
        0,
        "-c:v libvpx-vp9 -deadline good -cpu-used 5 -b:v 800k -g 20 -pix_fmt yuv444p",
    ),
    clip(
        "deep.webm",
        0,
        "-c:v libvpx-vp9 -deadline good -cpu-used 5 -b:v 800k -g 20 -pix_fmt yuv420p10le",
    ),
];

/// Shows scattered frames of a clip and their neighbours, and reads the numbers in them.
fn check_stills(clip: &Clip) {
    let mut stills =
        Stills::open(&clip.path()).unwrap_or_else(|error| panic!("{}: {error:?}", clip.name));
    let index = stills.probe().index.clone();
    assert_eq!(index.len(), clip.frames as usize, "{}", clip.name);
    assert_eq!(
        (&index.inexact, &stills.probe().problem),
        (&None, &None),
        "{}",
        clip.name
    );
    let last = index.len() - 1;
    let around = |number: usize| {
        [
            number,
            number + 1,
            number.saturating_sub(1),
            number.saturating_sub(2),
        ]
    };
    for number in [0, last]
        .into_iter()
        .chain(scattered(last, 6).flat_map(around))
    {
        let frame = stills.frame(Target::Number(number)).expect("a frame");
        assert_eq!(
            (frame.number, number_in(&frame)),
            (Some(number), Some(number as u32)),
            "{}",
            clip.name
        );
        assert_eq!(frame.time, index.times[number]);
    }
}

/// Seeks, steps and plays, and reads the numbers in what is shown.
fn check_player(clip: &Clip) {
    let mut stage = Stage::ready(clip);
    let last = clip.frames as usize - 1;
    for number in [last, 3, last / 2] {
        stage.seek_into(number, 0);
    }
    stage.player.send(PlayerCommand::Step(-1));
    stage.expect(last / 2 - 1, 0);
    stage.player.send(PlayerCommand::Step(2));
    stage.expect(last / 2 + 1, 0);
    stage.seek_into(2, 0);
    stage.player.send(PlayerCommand::SetRate(2.0));
    stage.player.send(PlayerCommand::Play);
    let wrong = Mutex::new(Vec::new());
    let what = format!("the end of {}", clip.name);
    let seen = watch(&mut stage, &what, |stage| {
        if let Some(frame) = stage.player.frame()
            && number_in(&frame).map(|number| number as usize) != frame.number
        {
            let mut wrong = wrong.lock().unwrap_or_else(PoisonError::into_inner);
            wrong.push((frame.number, number_in(&frame)));
        }
        stage.ended == 1
    });
    let wrong = wrong.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(wrong, [], "{}", clip.name);
    assert!(seen.is_sorted_by(|a, b| a < b), "{}: {seen:?}", clip.name);
    stage.expect(last, 0);
    assert_eq!(stage.problems, [], "{}", clip.name);
}

#[test]
fn what_is_recorded_now() {
    NOW.iter().for_each(check_stills);
}

#[test]
fn what_was_recorded_then() {
    THEN.iter().for_each(check_stills);
}

#[test]
fn planes_of_every_kind() {
    PLANES.iter().for_each(check_stills);
}

#[test]
fn what_is_unusual_plays_too() {
    for clip in [
        &NOW[0], &NOW[5], &NOW[6], &THEN[0], &THEN[3], &THEN[6], &PLANES[2],
    ] {
        check_player(clip);
    }
}

/// A coloured clip made by ffmpeg once; `source` is a filter, `arguments` what it is encoded with.
fn coloured(name: &str, source: &str, arguments: &str) -> PathBuf {
    static MAKING: Mutex<()> = Mutex::new(());
    let _guard = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    let path = clips::folder().join(name);
    if !path.exists() {
        let unfinished = path.with_file_name(format!("unfinished-{name}"));
        let made = Command::new("ffmpeg")
            .args([
                "-hide_banner",
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                source,
            ])
            .args(arguments.split_whitespace())
            .arg(&unfinished)
            .status();
        assert!(made.expect("ffmpeg is installed").success(), "{name}");
        std::fs::rename(unfinished, &path).expect("the clip can be put into place");
    }
    path
}

/// Red, green and blue of frame `number` as ffmpeg decodes it, with the matrix and range that were meant.
fn reference(path: &Path, number: usize, colours: &str) -> Vec<u8> {
    let filter = format!(
        "select=eq(n\\,{number}),scale={colours}:flags=accurate_rnd+full_chroma_int+bilinear"
    );
    let out = Command::new("ffmpeg")
        .args(["-v", "error", "-noautorotate", "-i"])
        .arg(path)
        .args([
            "-vf",
            &filter,
            "-frames:v",
            "1",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "rgb24",
            "-",
        ])
        .output()
        .expect("ffmpeg is installed");
    assert!(out.status.success());
    out.stdout
}

/// Mean difference of all bytes, and how many of a hundred differ by more than 12.
fn difference(frame: &VideoFrame, wanted: &[u8]) -> (f64, f64) {
    let (width, height, rgba) = frame.to_rgba();
    assert_eq!((width * height * 3) as usize, wanted.len());
    let (mut sum, mut far) = (0_u64, 0_u64);
    for (found, wanted) in rgba.chunks(4).flat_map(|pixel| &pixel[..3]).zip(wanted) {
        let off = found.abs_diff(*wanted);
        sum += u64::from(off);
        far += u64::from(off > 12);
    }
    let count = wanted.len() as f64;
    (sum as f64 / count, far as f64 * 100.0 / count)
}

#[test]
#[expect(clippy::too_many_lines, reason = "most of it is a table")]
fn colours_are_those_of_the_recording() {
    // Soft edges, as colour planes are smaller than the picture; every hue, dark and bright.
    let source = |size: &str| {
        format!(
            "nullsrc=size={size}:rate=25:duration=0.4,format=gbrp,geq=r='128+127*sin(X/19+N/9)':g='128+127*sin(Y/13)':\
             b='128+127*cos((X+Y)/29)'"
        )
    };
    let x264 = |rest: &str| format!("{X264} {rest}");
    let tagged = |matrix: &str, range: &str, format: &str| {
        format!(
            "-vf scale=out_color_matrix={matrix}:out_range={range}:flags=accurate_rnd+full_chroma_int,format={format} \
             -colorspace {} -color_primaries {} -color_trc {} -color_range {range}",
            match matrix {
                "bt601" => "smpte170m",
                "bt2020" => "bt2020nc",
                other => other,
            },
            match matrix {
                "bt601" => "smpte170m",
                other => other,
            },
            match matrix {
                "bt601" => "smpte170m",
                "bt2020" => "bt2020-10",
                other => other,
            },
        )
    };
    let mut wrong = Vec::new();
    for (name, size, arguments, matrix, range) in [
        (
            "c-601.mp4",
            "160x96",
            x264(&tagged("bt601", "tv", "yuv420p")),
            "bt601",
            "tv",
        ),
        (
            "c-709.mp4",
            "160x96",
            x264(&tagged("bt709", "tv", "yuv420p")),
            "bt709",
            "tv",
        ),
        (
            "c-2020.mp4",
            "160x96",
            x264(&tagged("bt2020", "tv", "yuv420p10le")),
            "bt2020",
            "tv",
        ),
        (
            "c-709-pc.mp4",
            "160x96",
            x264(&tagged("bt709", "pc", "yuv420p")),
            "bt709",
            "pc",
        ),
        (
            "c-601-pc.mkv",
            "160x96",
            x264(&tagged("bt601", "pc", "yuv420p")),
            "bt601",
            "pc",
        ),
        (
            "c-hd.mp4",
            "1280x720",
            x264("-vf scale=out_color_matrix=bt709,format=yuv420p"),
            "bt709",
            "tv",
        ),
        (
            "c-sd.mp4",
            "160x96",
            x264("-vf scale=out_color_matrix=bt601,format=yuv420p"),
            "bt601",
            "tv",
        ),
        (
            "c-422.mp4",
            "160x96",
            x264(&tagged("bt709", "tv", "yuv422p")),
            "bt709",
            "tv",
        ),
        (
            "c-422-10.mkv",
            "160x96",
            x264(&tagged("bt709", "tv", "yuv422p10le")),
            "bt709",
            "tv",
        ),
        (
            "c-444.mp4",
            "161x97",
            x264(&tagged("bt709", "tv", "yuv444p")),
            "bt709",
            "tv",
        ),
        (
            "c-444-10.mp4",
            "160x96",
            x264(&tagged("bt709", "tv", "yuv444p10le")),
            "bt709",
            "tv",
        ),
        (
            "c-jpeg.avi",
            "160x96",
            "-c:v mjpeg -q:v 2 -pix_fmt yuvj420p".to_owned(),
            "bt601",
            "pc",
        ),
        (
            "c-jpeg-422.mov",
            "161x97",
            "-c:v mjpeg -q:v 2 -pix_fmt yuvj422p".to_owned(),
            "bt601",
            "pc",
        ),
        (
            "c-mpeg4.avi",
            "321x241",
            "-c:v mpeg4 -q:v 2".to_owned(),
            "bt601",
            "tv",
        ),
        (
            "c-wmv.wmv",
            "160x96",
            "-c:v wmv2 -q:v 2".to_owned(),
            "bt601",
            "tv",
        ),
        (
            "c-mpeg2.ts",
            "160x96",
            "-c:v mpeg2video -q:v 2".to_owned(),
            "bt601",
            "tv",
        ),
        (
            "c-vp8.webm",
            "161x97",
            "-c:v libvpx -b:v 4M".to_owned(),
            "bt601",
            "tv",
        ),
        (
            "c-vp9-709.webm",
            "161x97",
            format!(
                "-c:v libvpx-vp9 -b:v 4M {}",
                tagged("bt709", "tv", "yuv420p")
            ),
            "bt709",
            "tv",
        ),
        (
            "c-hevc-10.mp4",
            "160x96",
            format!(
                "-c:v libx265 -preset ultrafast -x265-params log-level=none:crf=14 {}",
                tagged("bt2020", "tv", "yuv420p10le")
            ),
            "bt2020",
            "tv",
        ),
        (
            "c-av1.mp4",
            "160x96",
            format!(
                "-c:v libsvtav1 -preset 12 -crf 16 {}",
                tagged("bt709", "tv", "yuv420p")
            ),
            "bt709",
            "tv",
        ),
        (
            "c-prores.mov",
            "160x96",
            format!(
                "-c:v prores_ks -profile:v 3 {}",
                tagged("bt709", "tv", "yuv422p10le")
            ),
            "bt709",
            "tv",
        ),
        (
            "c-dv-pal.avi",
            "720x576",
            "-c:v dvvideo -pix_fmt yuv420p".to_owned(),
            "bt601",
            "tv",
        ),
        (
            "c-dv-ntsc.avi",
            "720x480",
            "-r 30000/1001 -c:v dvvideo -pix_fmt yuv411p".to_owned(),
            "bt601",
            "tv",
        ),
        (
            "c-rgb.mkv",
            "160x96",
            "-c:v libx264rgb -preset ultrafast -crf 6".to_owned(),
            "",
            "",
        ),
    ] {
        let path = coloured(name, &source(size), &arguments);
        let mut stills = Stills::open(&path).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let frame = stills.frame(Target::Number(5)).expect("a frame");
        let colours = if matrix.is_empty() {
            "iw:ih".to_owned()
        } else {
            format!("in_color_matrix={matrix}:in_range={range}")
        };
        let (mean, far) = difference(&frame, &reference(&path, 5, &colours));
        if mean > 3.0 || far > 2.0 {
            wrong.push(format!(
                "{name}: mean {mean:.1}, far {far:.1} %, {:?} {:?}",
                frame.matrix, frame.range
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// How much neighbouring rows differ more than rows of the same moment.
fn combing(width: u32, height: u32, rgba: &[u8]) -> u64 {
    let row = |y: u32| rgba[(y * width * 4) as usize..][..(width * 4) as usize].iter();
    (1..height - 1)
        .map(|y| {
            row(y - 1)
                .zip(row(y))
                .zip(row(y + 1))
                .map(|((a, b), c)| {
                    u64::from((i32::from(*a) + i32::from(*c) - 2 * i32::from(*b)).unsigned_abs())
                })
                .sum::<u64>()
        })
        .sum()
}

#[test]
fn interlaced_recordings_are_shown_without_comb_one_picture_a_frame() {
    let interlaced = |name, fields, arguments| Clip {
        frames: 100,
        rate: "50",
        sound: 0,
        arguments,
        ..clip(name, fields, arguments)
    };
    for (clip, first) in [
        (
            interlaced(
                "interlaced.mts",
                0,
                "-vf tinterlace=interleave_top -c:v libx264 -preset veryfast -crf 14 -g 15 -bf 2 \
                -pix_fmt yuv420p -flags +ilme+ildct -x264opts tff=1 -f mpegts -mpegts_m2ts_mode 1",
            ),
            0,
        ),
        (
            interlaced(
                "interlaced.ts",
                0,
                "-vf tinterlace=interleave_top,setfield=tff -c:v mpeg2video -b:v 4M -bf 2 -g 15 -pix_fmt yuv420p \
                -flags +ilme+ildct -top 1 -f mpegts",
            ),
            0,
        ),
    ] {
        let mut stills = Stills::open(&clip.path()).expect("a good file");
        assert_eq!(stills.probe().index.len(), 50, "{}", clip.name);
        for number in [0, 7, 31, 49, 30] {
            let frame = stills.frame(Target::Number(number)).expect("a frame");
            // The earlier of the two moments in each frame, whole.
            assert_eq!(
                number_in(&frame),
                Some(number as u32 * 2 + first),
                "{}",
                clip.name
            );
        }
        let frame = stills.frame(Target::Number(20)).expect("a frame");
        let (width, height, rgba) = frame.to_rgba();
        let raw: Vec<u8> = reference(&clip.path(), 20, "iw:ih")
            .chunks(3)
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255])
            .collect();
        let (before, after) = (combing(width, height, &raw), combing(width, height, &rgba));
        assert!(after * 4 < before, "{}: {before} to {after}", clip.name);
    }
}
