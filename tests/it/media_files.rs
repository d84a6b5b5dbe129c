//! What a recording is, read without playing it: probe, still pictures, waveform; and files that are none.

use std::{
    ffi::OsStr,
    fs,
    io::ErrorKind,
    net::TcpListener,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    time::Duration,
};

use clap::Parser;
use mindframe::{
    cli::{self, Exit},
    domain::time::{MediaSpan, MediaTime},
    media::{
        self, MediaError, Playback, Player, PlayerEvent, PlayerOptions, Problem, Severity,
        SoundOutput, Stills, Target, Waveform,
    },
};
use tempfile::TempDir;

use crate::clips::{self, number_in};

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(15);

/// Runs `work` on a thread of its own and gives up on it in time.
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, answer) = mpsc::channel();
    std::thread::spawn(move || done.send(work()));
    answer.recv_timeout(PATIENCE).expect("an answer in time")
}

/// What a player says of a file: the first event that decides.
fn opened(path: &Path) -> Result<(), MediaError> {
    let (bell, woken) = mpsc::channel();
    let options = PlayerOptions {
        sound: SoundOutput::Nowhere,
        ..PlayerOptions::default()
    };
    let mut player = Player::open(
        path,
        Arc::new(move || {
            let _ = bell.send(());
        }),
        options,
    )?;
    loop {
        for event in player.poll() {
            match event {
                PlayerEvent::Opened(_) => return Ok(()),
                PlayerEvent::Problem(error) if error.severity == Severity::Fatal => {
                    return Err(error);
                }
                _ => {}
            }
        }
        woken.recv_timeout(PATIENCE).expect("an answer in time");
    }
}

fn written(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("the temporary folder can be written");
    path
}

#[test]
fn probe_tells_what_a_recording_is() {
    let probe = in_time(|| media::probe(&clips::CONSTANT.path())).expect("a good file");
    assert_eq!(probe.info.container, "mp4");
    let video = probe.info.video.as_ref().expect("a picture");
    assert_eq!((video.codec.as_str(), video.size), ("h264", (160, 96)));
    assert_eq!(probe.info.audio.len(), 1);
    assert_eq!(probe.info.audio[0].codec, "aac");
    assert_eq!(probe.index.len(), 180);
    assert_eq!(probe.index.keyframes, [0, 50, 100, 150]);
    assert_eq!(probe.index.end, MediaTime::from_millis(7200));
    assert!(probe.index.complete && probe.is_constant_rate());
    assert!((probe.average_rate().expect("many frames") - 25.0).abs() < 1e-6);
    assert_eq!((&probe.problem, &probe.index.inexact), (&None, &None));

    let probe = in_time(|| media::probe(&clips::VARIABLE.path())).expect("a good file");
    assert!(!probe.is_constant_rate());
    let turned = in_time(|| media::probe(&clips::ROTATED.path())).expect("a good file");
    let video = turned.info.video.as_ref().expect("a picture");
    assert_eq!(
        (video.orientation.quarter_turns, video.display_size()),
        (1, (160, 96))
    );
    let sound = in_time(|| media::probe(&clips::SOUND_ONLY.path())).expect("a good file");
    assert!(sound.info.video.is_none() && sound.index.is_empty());
    assert_eq!(sound.info.audio[0].sample_rate, 48_000);
    assert!(sound.index.end >= MediaTime::from_millis(4000));
}

#[test]
fn stills_are_the_frames_that_were_asked_for() {
    in_time(|| {
        for clip in [
            &clips::CONSTANT,
            &clips::VARIABLE,
            &clips::MATROSKA,
            &clips::TRANSPORT,
        ] {
            let mut stills = Stills::open(&clip.path()).expect("a good file");
            let index = stills.probe().index.clone();
            for number in (0..40).map(|nth| nth * 77 % index.len()) {
                let by_number = stills.frame(Target::Number(number)).expect("a frame");
                assert_eq!(number_in(&by_number), Some(number as u32), "{}", clip.name);
                assert_eq!(by_number.time, index.times[number]);
                let by_time = stills
                    .frame(Target::At(index.times[number]))
                    .expect("a frame");
                assert_eq!(by_time.number, Some(number), "{}", clip.name);
            }
            let last = stills
                .frame(Target::Number(usize::MAX))
                .expect("the last frame");
            assert_eq!(last.number, Some(index.len() - 1));
        }
    });
}

#[test]
fn what_is_no_recording_is_refused_plainly() {
    let folder = TempDir::new().expect("a temporary folder");
    let text = written(&folder, "text.mp4", b"Dear diary,\ntoday was long.\n");
    let empty = written(&folder, "empty.mp4", b"");
    let missing = folder.path().join("missing.mp4");
    let picture = written(&folder, "picture.mp4", &small_png());
    let noise: Vec<u8> = (0..40_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8)
        .collect();
    let noise = written(&folder, "noise.mp4", &noise);
    let problem = |path: &Path| {
        let path = path.to_owned();
        let played = in_time({
            let path = path.clone();
            move || opened(&path)
        });
        let probed = in_time(move || media::probe(&path)).map(drop);
        assert_eq!(
            played.as_ref().map_err(|error| &error.problem),
            probed.as_ref().map_err(|error| &error.problem)
        );
        played.expect_err("this is no recording").problem
    };
    assert_eq!(problem(&missing), Problem::NotFound);
    assert_eq!(problem(folder.path()), Problem::Folder);
    assert_eq!(problem(&empty), Problem::Empty);
    assert_eq!(
        problem(&text),
        Problem::NotARecording {
            found: "text/plain".to_owned()
        }
    );
    assert_eq!(
        problem(&picture),
        Problem::NotARecording {
            found: "image/png".to_owned()
        }
    );
    assert!(matches!(problem(&noise), Problem::NotARecording { .. }));
}

/// The signature and header of a picture.
fn small_png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 2);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("memory takes it");
    writer.write_image_data(&[0; 4]).expect("memory takes it");
    writer.finish().expect("memory takes it");
    bytes
}

#[test]
fn playlists_connect_to_nobody() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    listener.set_nonblocking(true).expect("a setting");
    let folder = TempDir::new().expect("a temporary folder");
    let hls = format!(
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://{address}/a.ts\n#EXT-X-ENDLIST\n"
    );
    let dash = format!(
        "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" mediaPresentationDuration=\"PT9S\">\
         <Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" bandwidth=\"1\"><BaseURL>http://{address}/\
         </BaseURL></Representation></AdaptationSet></Period></MPD>"
    );
    // A QuickTime reference movie: a moov with nothing but an address in it.
    let target = format!("http://{address}/b.mov\0");
    let part = |name: &[u8; 4], body: &[u8]| {
        let mut bytes = u32::try_from(body.len() + 8)
            .expect("short")
            .to_be_bytes()
            .to_vec();
        bytes.extend_from_slice(name);
        bytes.extend_from_slice(body);
        bytes
    };
    let size = u32::try_from(target.len()).expect("short").to_be_bytes();
    let reference = [&[0; 4], b"url " as &[u8], &size, target.as_bytes()].concat();
    let movie = [
        part(b"ftyp", b"qt  \0\0\0\0qt  "),
        part(
            b"moov",
            &part(b"rmra", &part(b"rmda", &part(b"rdrf", &reference))),
        ),
    ]
    .concat();
    // The same playlist behind bytes that hide that it is text.
    let hidden = [hls.as_bytes(), &[0; 64]].concat();
    for (name, bytes) in [
        ("hls.mp4", hls.as_bytes()),
        ("dash.mp4", dash.as_bytes()),
        ("reference.mov", &movie),
        ("hidden.mp4", &hidden),
    ] {
        let path = written(&folder, name, bytes);
        let error = in_time(move || opened(&path)).expect_err("no recording");
        assert!(
            matches!(
                error.problem,
                Problem::NotARecording { .. } | Problem::Damaged { .. } | Problem::Other(_)
            ),
            "{name}: {error:?}"
        );
        let visitor = listener.accept();
        assert_eq!(
            visitor.map(drop).map_err(|error| error.kind()),
            Err(ErrorKind::WouldBlock),
            "{name} made a connection"
        );
    }
}

#[test]
fn a_file_cut_short_plays_as_far_as_it_goes_and_says_so() {
    let folder = TempDir::new().expect("a temporary folder");
    let whole = fs::read(front_indexed()).expect("a readable clip");
    let path = written(&folder, "cut.mp4", &whole[..whole.len() * 6 / 10]);
    let probe = in_time({
        let path = path.clone();
        move || media::probe(&path)
    })
    .expect("the first part is good");
    assert!(
        (60..160).contains(&probe.index.len()),
        "{}",
        probe.index.len()
    );
    let Some(Problem::Damaged {
        stretch: Some(stretch),
    }) = probe.problem.map(|error| error.problem)
    else {
        panic!("nothing is said of what is missing");
    };
    assert_eq!(stretch.end(), MediaTime::from_millis(7200));
    in_time(move || {
        assert_eq!(opened(&path), Ok(()));
        let mut stills = Stills::open(&path).expect("the first part is good");
        for number in [0, 40, 55] {
            let frame = stills.frame(Target::Number(number)).expect("a frame");
            assert_eq!(number_in(&frame), Some(number as u32));
        }
        stills
            .frame(Target::At(MediaTime::from_seconds(7)))
            .expect("the last there is");
    });
    // Without its index a file is nothing.
    let path = written(&folder, "headless.mp4", &whole[..200]);
    in_time(move || opened(&path)).expect_err("no recording");
}

/// A clip whose index comes before its pictures.
fn front_indexed() -> PathBuf {
    clips::Clip {
        name: "front.mp4",
        arguments: "-c copy -movflags +faststart",
        from: Some(&clips::CONSTANT),
        ..clips::CONSTANT
    }
    .path()
}

#[test]
fn every_file_name_opens() {
    let folder = TempDir::new().expect("a temporary folder");
    let long = format!("{}.mp4", "n".repeat(236));
    let names: [&[u8]; 7] = [
        b"100% #1 ?x=y&z.mp4",
        "Sitzung \u{e4}\u{f6}\u{fc} \u{4f1a}\u{8bdd} \u{1f600}.mp4".as_bytes(),
        b"-o 'quotes' \"and\" \\.mp4",
        b"line\nbreak.mp4",
        b"not utf8 \xff\xfe.mp4",
        b"no extension",
        long.as_bytes(),
    ];
    for name in names {
        let path = folder.path().join(OsStr::from_bytes(name));
        fs::copy(clips::ONE_FRAME.path(), &path).expect("the temporary folder can be written");
        assert_eq!(in_time(move || opened(&path)), Ok(()));
    }
}

#[test]
fn a_fingerprint_stays_when_a_file_is_renamed() {
    let folder = TempDir::new().expect("a temporary folder");
    let copy = folder.path().join("renamed.mov");
    fs::copy(clips::CONSTANT.path(), &copy).expect("the temporary folder can be written");
    let print = |path: &Path| media::fingerprint(path).expect("a readable file");
    assert_eq!(print(&clips::CONSTANT.path()), print(&copy));
    assert_ne!(
        print(&clips::CONSTANT.path()),
        print(&clips::VARIABLE.path())
    );
}

#[test]
fn a_waveform_grows_to_the_whole_sound() {
    let (bell, woken) = mpsc::channel();
    let waveform = Waveform::start(
        &clips::SOUND_ONLY.path(),
        Arc::new(move || {
            let _ = bell.send(());
        }),
    )
    .expect("a readable file");
    while !waveform.is_complete() {
        woken.recv_timeout(PATIENCE).expect("progress in time");
    }
    assert_eq!((waveform.problem(), waveform.channels()), (None, 1));
    assert!((waveform.progress() - 1.0).abs() < f32::EPSILON);
    let second = MediaSpan::between(MediaTime::from_millis(1000), MediaTime::from_millis(2000));
    let peaks = waveform.peaks(0, second, 50);
    // The tone is an eighth of the full scale, everywhere.
    assert!(
        peaks
            .iter()
            .all(|(low, high)| (10..22).contains(high) && (-22..-10).contains(low)),
        "{peaks:?}"
    );
    let beyond = MediaSpan::between(MediaTime::from_seconds(60), MediaTime::from_seconds(61));
    assert_eq!(waveform.peaks(0, beyond, 2), [(0, 0); 2]);
    let silent =
        Waveform::start(&clips::VARIABLE.path(), Arc::new(|| {})).expect("a readable file");
    in_time(move || {
        while !silent.is_complete() {
            std::thread::yield_now();
        }
        assert_eq!((silent.channels(), silent.problem()), (0, None));
    });
}

/// Runs a subcommand; its exit code and what it printed.
fn run(arguments: &[&OsStr]) -> (Exit, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let all = std::iter::once(OsStr::new("mindframe")).chain(arguments.iter().copied());
    let window = cli::bench::Window {
        measure: &|_, _| None,
        first_frame: &|_| false,
        with_marks: &|_| None,
        rating: &|_| None,
        soak: &|_, _| None,
    };
    let exit = match cli::Arguments::try_parse_from(all).map(|found| found.command) {
        Ok(Some(command)) => {
            cli::run(&command, &window, &mut out, &mut err).expect("memory takes it")
        }
        _ => Exit::Usage,
    };
    (exit, String::from_utf8(out).expect("words"))
}

#[test]
fn the_command_line_tells_the_same() {
    let folder = TempDir::new().expect("a temporary folder");
    let (clip, png) = (clips::ROTATED.path(), folder.path().join("out.png"));
    let (code, text) = run(&["probe".as_ref(), clip.as_os_str(), "--json".as_ref()]);
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        (code, &value["frame_count"], &value["rotation"]),
        (Exit::Done, &180.into(), &90.into())
    );
    assert_eq!(
        (&value["exact"], &value["reason"]),
        (&true.into(), &serde_json::Value::Null)
    );
    assert_eq!(value["duration_ns"], 7_200_000_000_i64);

    let frame = |which: [&str; 2]| {
        run(&[
            "frame".as_ref(),
            clip.as_os_str(),
            which[0].as_ref(),
            which[1].as_ref(),
            "--out".as_ref(),
            png.as_os_str(),
            "--json".as_ref(),
        ])
    };
    for which in [["--number", "77"], ["--at", "3.1"], ["--at", "0:03.119"]] {
        let (code, text) = frame(which);
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(
            (code, &value["number"]),
            (Exit::Done, &77.into()),
            "{which:?}"
        );
        assert_eq!(value["time_ns"], 3_080_000_000_i64);
    }
    let reader = png::Decoder::new(std::io::BufReader::new(
        fs::File::open(&png).expect("a picture"),
    ));
    let info = reader.read_info().expect("a picture");
    assert_eq!((info.info().width, info.info().height), (160, 96));

    assert_eq!(run(&["frame".as_ref(), clip.as_os_str()]).0, Exit::Usage);
    let missing = folder.path().join("missing.mp4");
    assert_eq!(
        run(&["probe".as_ref(), missing.as_os_str()]).0,
        Exit::Unreadable
    );
    let text = written(&folder, "text.mp4", b"words");
    let (code, words) = run(&["doctor".as_ref(), text.as_os_str()]);
    assert_eq!(code, Exit::Problem, "{words}");
    let (code, words) = run(&["doctor".as_ref(), clip.as_os_str()]);
    assert_eq!(code, Exit::Done, "{words}");
    assert!(
        words.contains("avdec_h264") && words.contains("stepped exactly"),
        "{words}"
    );
}
