//! Files that mean harm: they open no connection and no other file, and claim in vain more than any recording holds.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    time::Duration,
};

use mindframe::media::{
    self, MediaError, Playback, Player, PlayerEvent, PlayerOptions, Problem, Severity, SoundOutput,
    Stills, Waveform,
};
use rustix::fs::inotify;
use tempfile::TempDir;

use crate::clips::{self, Clip};

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(25);

/// Everything the program does with a file, each on a thread of its own; what the player said.
fn opened_in_every_way(path: &Path) -> Result<(), MediaError> {
    let (done, answers) = mpsc::channel();
    for way in [
        |path: &Path| media::probe(path).map(drop),
        |path: &Path| Stills::open(path).map(drop),
        heard,
        played,
    ] {
        let (done, path) = (done.clone(), path.to_owned());
        std::thread::spawn(move || done.send(way(&path)));
    }
    let mut said = Ok(());
    for _ in 0..4 {
        let answer = answers.recv_timeout(PATIENCE);
        let answer = answer.unwrap_or_else(|_| panic!("{}: no answer in time", path.display()));
        said = said.and(answer);
    }
    said
}

fn played(path: &Path) -> Result<(), MediaError> {
    let (bell, woken) = mpsc::channel();
    let waker = Arc::new(move || {
        let _ = bell.send(());
    });
    let options = PlayerOptions {
        sound: SoundOutput::Nowhere,
        ..PlayerOptions::default()
    };
    let mut player = Player::open(path, waker, options)?;
    loop {
        for event in player.poll() {
            match event {
                PlayerEvent::Index(index) if index.complete => return Ok(()),
                PlayerEvent::Problem(error) if error.severity == Severity::Fatal => {
                    return Err(error);
                }
                _ => {}
            }
        }
        let _ = woken.recv_timeout(Duration::from_secs(1));
    }
}

fn heard(path: &Path) -> Result<(), MediaError> {
    let (bell, woken) = mpsc::channel();
    let waveform = Waveform::start(
        path,
        Arc::new(move || {
            let _ = bell.send(());
        }),
    )?;
    while !waveform.is_complete() {
        let _ = woken.recv_timeout(Duration::from_secs(1));
    }
    Ok(())
}

fn boxed(name: &[u8], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len() + 8).expect("short").to_be_bytes();
    [&size, name, body].concat()
}

/// Text behind an ID3 tag, which a demultiplexer takes off before it looks again.
fn behind_a_tag(text: &str) -> Vec<u8> {
    let title = b"TIT2\0\0\0\x05\0\0\0Mind";
    let size = u8::try_from(title.len()).expect("short");
    [
        b"ID3\x03\0\0\0\0\0",
        &[size] as &[u8],
        title,
        text.as_bytes(),
    ]
    .concat()
}

/// Text before an APE tag.
fn before_a_tag(text: &str) -> Vec<u8> {
    let footer = [
        b"APETAGEX" as &[u8],
        &2000_u32.to_le_bytes(),
        &32_u32.to_le_bytes(),
        &[0; 16],
    ]
    .concat();
    [text.as_bytes(), &footer].concat()
}

/// A QuickTime movie that is only an address, in one of its kinds.
fn reference_movie(kind: [u8; 4], target: &str) -> Vec<u8> {
    let text = [target.as_bytes(), b"\0"].concat();
    let size = u32::try_from(text.len()).expect("short").to_be_bytes();
    let reference = [&[0; 4], &kind as &[u8], &size, &text].concat();
    let inner = boxed(b"rmra", &boxed(b"rmda", &boxed(b"rdrf", &reference)));
    [boxed(b"ftyp", b"qt  \0\0\0\0qt  "), boxed(b"moov", &inner)].concat()
}

/// The first place of `wanted`.
fn place(bytes: &[u8], wanted: &[u8]) -> usize {
    let found = bytes
        .windows(wanted.len())
        .position(|window| window == wanted);
    found.unwrap_or_else(|| panic!("{wanted:?} is not there"))
}

/// A good movie whose pictures are said to lie in another file.
fn outsourced(kind: [u8; 4]) -> Vec<u8> {
    let mut bytes = fs::read(clips::CONSTANT.path()).expect("a readable clip");
    let url = place(&bytes, b"url \0\0\0\x01");
    bytes[url..url + 4].copy_from_slice(&kind);
    bytes[url + 7] = 0;
    bytes
}

#[test]
#[expect(clippy::too_many_lines, reason = "most of it is a table")]
fn disguised_lists_and_references_reach_for_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    listener.set_nonblocking(true).expect("a setting");
    let secrets = TempDir::new().expect("a temporary folder");
    let secret = secrets.path().join("secret.mp4");
    fs::copy(clips::ONE_FRAME.path(), &secret).expect("a copy");
    let watch = inotify::init(inotify::CreateFlags::NONBLOCK).expect("inotify");
    let events = inotify::WatchFlags::OPEN | inotify::WatchFlags::ACCESS;
    inotify::add_watch(&watch, secrets.path(), events).expect("a watch");
    let mut buffer = [std::mem::MaybeUninit::uninit(); 4096];
    let mut events = inotify::Reader::new(&watch, &mut buffer);
    let folder = TempDir::new().expect("a temporary folder");

    let file = secret.display().to_string();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (kind, target) in [
        ("http", format!("http://127.0.0.1:{port}/a.ts")),
        ("file", format!("file://{file}")),
        ("path", file.clone()),
        ("rtsp", format!("rtsp://127.0.0.1:{port}/a")),
    ] {
        let hls =
            format!("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{target}\n#EXT-X-ENDLIST\n");
        let dash = format!(
            "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" mediaPresentationDuration=\"PT9S\">\
             <Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" bandwidth=\"1\"><BaseURL>{target}</BaseURL>\
             </Representation></AdaptationSet></Period></MPD>"
        );
        let smooth = format!(
            "<?xml version=\"1.0\"?><SmoothStreamingMedia MajorVersion=\"2\" Duration=\"90000000\"><StreamIndex Type=\"video\" \
             Url=\"{target}\"><QualityLevel Bitrate=\"1\" FourCC=\"H264\"/><c d=\"9\"/></StreamIndex></SmoothStreamingMedia>"
        );
        let sdp = format!(
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\na=control:{target}\nm=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\n"
        );
        let texts = [
            ("hls", hls.clone()),
            ("dash", dash.clone()),
            ("smooth", smooth),
            ("sdp", sdp),
            (
                "smil",
                format!("<smil><body><video src=\"{target}\"/></body></smil>"),
            ),
            (
                "asx",
                format!("<asx version=\"3.0\"><entry><ref href=\"{target}\"/></entry></asx>"),
            ),
            (
                "pls",
                format!("[playlist]\nFile1={target}\nNumberOfEntries=1\n"),
            ),
            ("asfref", format!("[Reference]\r\nRef1={target}\r\n")),
            ("rtsptext", format!("rtsptext\r\n{target}\r\n")),
            ("concat", format!("ffconcat version 1.0\nfile '{target}'\n")),
            (
                "subtitles",
                format!("1\n00:00:00,000 --> 00:00:09,000\n{target}\n"),
            ),
        ];
        for (what, text) in &texts {
            for ending in ["mp4", "ts"] {
                files.push((format!("{what}-{kind}.{ending}"), text.clone().into_bytes()));
            }
            // The same behind, or before, bytes that hide that it is text.
            files.push((
                format!("{what}-{kind}-hidden.mp4"),
                [text.as_bytes(), &[0; 64]].concat(),
            ));
        }
        for (what, text) in [("hls", &hls), ("dash", &dash)] {
            let wide: Vec<u8> = [0xFF, 0xFE]
                .into_iter()
                .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
                .collect();
            files.push((format!("{what}-{kind}-wide.mp4"), wide));
            files.push((format!("{what}-{kind}-id3.mp3"), behind_a_tag(text)));
            files.push((format!("{what}-{kind}-ape.mp4"), before_a_tag(text)));
            let within = [
                boxed(b"ftyp", b"isom\0\0\0\0isom"),
                boxed(b"mdat", text.as_bytes()),
            ]
            .concat();
            files.push((format!("{what}-{kind}-mdat.mp4"), within));
        }
        files.push((
            format!("reference-{kind}.mov"),
            reference_movie(*b"url ", &target),
        ));
        files.push((
            format!("alias-{kind}.mov"),
            reference_movie(*b"alis", &target),
        ));
    }
    files.push(("outsourced.mov".to_owned(), outsourced(*b"url ")));
    files.push(("outsourced-alias.mov".to_owned(), outsourced(*b"alis")));
    // Some at once, as a few answers take their time.
    for files in files.chunks(12) {
        std::thread::scope(|scope| {
            for (name, bytes) in files {
                let path = folder.path().join(name);
                fs::write(&path, bytes).expect("the temporary folder can be written");
                scope.spawn(move || {
                    let said = opened_in_every_way(&path);
                    if !name.starts_with("outsourced") {
                        let problem = said.expect_err(name).problem;
                        assert!(
                            matches!(
                                problem,
                                Problem::NotARecording { .. }
                                    | Problem::Damaged { .. }
                                    | Problem::Other(_)
                            ),
                            "{name}: {problem:?}"
                        );
                    }
                });
            }
        });
        let names: Vec<&String> = files.iter().map(|(name, _)| name).collect();
        assert!(
            listener.accept().is_err(),
            "one of {names:?} made a connection"
        );
        assert!(
            events.next().is_err(),
            "one of {names:?} opened another file"
        );
    }
    // Both guards would have seen something.
    drop(fs::read(&secret));
    assert!(events.next().is_ok());
    let _visitor = std::net::TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    assert!(listener.accept().is_ok());
}

/// A clip with bytes replaced: each patch is what to look for, how far behind its start, and what to write there.
fn patched(
    folder: &TempDir,
    clip: &Clip,
    name: &str,
    patches: &[(&[u8], usize, &[u8])],
) -> PathBuf {
    let mut bytes = fs::read(clip.path()).expect("a readable clip");
    for (wanted, behind, new) in patches {
        let at = place(&bytes, wanted) + behind;
        bytes[at..at + new.len()].copy_from_slice(new);
    }
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("the temporary folder can be written");
    path
}

/// A film with its only track a thousand times.
fn many_tracks(folder: &TempDir) -> PathBuf {
    let bytes = fs::read(clips::ONE_FRAME.path()).expect("a readable clip");
    let moov = place(&bytes, b"moov") - 4;
    let trak = place(&bytes, b"trak") - 4;
    let size =
        |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize;
    let track = &bytes[trak..trak + size(trak)];
    let inner = [&bytes[moov + 8..trak], &track.repeat(1000)].concat();
    let path = folder.path().join("tracks.mp4");
    fs::write(&path, [&bytes[..moov], &boxed(b"moov", &inner)].concat())
        .expect("the temporary folder can be written");
    path
}

/// Memory of this process that is in use, in mebibytes.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}

#[test]
fn claims_beyond_all_measure_neither_hang_nor_fill_the_memory() {
    let folder = TempDir::new().expect("a temporary folder");
    let most = [0xFF; 4];
    let patch = |clip: &Clip, name: &str, patches: &[(&[u8], usize, &[u8])]| {
        patched(&folder, clip, name, patches)
    };
    let (mp4, avi) = (&clips::CONSTANT, &clips::AVI);
    let billion = 1_000_000_000_u32.to_be_bytes();
    let files = [
        many_tracks(&folder),
        patch(mp4, "stts-count.mp4", &[(b"stts", 8, &billion)]),
        patch(mp4, "stts-frames.mp4", &[(b"stts", 12, &billion)]),
        patch(
            mp4,
            "stsz.mp4",
            &[(b"stsz", 8, &[0, 0, 0, 9]), (b"stsz", 12, &billion)],
        ),
        patch(mp4, "stsc.mp4", &[(b"stsc", 8, &billion)]),
        patch(mp4, "stsc-samples.mp4", &[(b"stsc", 16, &billion)]),
        patch(mp4, "stco.mp4", &[(b"stco", 8, &billion)]),
        patch(mp4, "ctts.mp4", &[(b"ctts", 8, &most)]),
        patch(mp4, "elst.mp4", &[(b"elst", 8, &most)]),
        patch(mp4, "no-length.mp4", &[(b"mvhd", 20, &[0; 4])]),
        patch(mp4, "endless.mp4", &[(b"mvhd", 20, &most)]),
        patch(
            mp4,
            "no-scale.mp4",
            &[(b"mvhd", 16, &[0; 4]), (b"mdhd", 16, &[0; 4])],
        ),
        patch(
            mp4,
            "huge-box.mp4",
            &[(b"trak", 0, b"free"), (b"mvhd", 0, b"trak")],
        ),
        patch(mp4, "moov-size.mp4", &[(b"mvhd", 0, &most)]),
        patch(mp4, "size.mp4", &[(b"avc1", 28, &most)]),
        patch(avi, "frames.avi", &[(b"avih", 8 + 16, &most)]),
        patch(
            avi,
            "size.avi",
            &[
                (b"avih", 8 + 32, &most),
                (b"strf", 8 + 4, &[0xFF, 0xFF, 0xFF, 0x7F]),
            ],
        ),
        patch(avi, "no-rate.avi", &[(b"strh", 8 + 20, &[0; 8])]),
        patch(avi, "rate.avi", &[(b"strh", 8 + 20, &most)]),
        patch(avi, "index.avi", &[(b"idx1", 4, &most)]),
        patch(
            &clips::MATROSKA,
            "scale.mkv",
            &[(&[0x2A, 0xD7, 0xB1], 4, &[0, 0, 0])],
        ),
        patch(
            &clips::MATROSKA,
            "duration.mkv",
            &[(&[0x44, 0x89, 0x88], 3, &[0xFF; 8])],
        ),
        patch(
            &clips::MATROSKA,
            "cluster.mkv",
            &[(&[0x1F, 0x43, 0xB6, 0x75], 4, &[0x01, 0xFF, 0xFF, 0xFF])],
        ),
    ];
    for paths in files.chunks(6) {
        std::thread::scope(|scope| {
            for path in paths {
                // Playable or not: an answer comes, and nothing breaks.
                scope.spawn(|| opened_in_every_way(path));
            }
        });
        assert!(memory() < 2500, "{paths:?}: {} MiB", memory());
    }
    let broad = Clip {
        name: "broad.mp4",
        size: (16_000, 16),
        frames: 2,
        sound: 0,
        arguments: "-c:v libx264 -preset ultrafast -pix_fmt yuv420p",
        ..clips::CONSTANT
    };
    let said = opened_in_every_way(&broad.path()).expect_err("too broad");
    assert_eq!(said.problem, Problem::TooLarge);
    let tracks =
        opened_in_every_way(&folder.path().join("tracks.mp4")).expect_err("too many tracks");
    assert_eq!(tracks.problem, Problem::Absurd);
}
