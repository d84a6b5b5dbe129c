//! The whole program in a real window on a virtual screen, driven as a person would: by keys, and by what a screen reader hears.

use std::{
    collections::HashMap,
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use egui::accesskit::{Node, NodeId, Role};
use egui_inspection::protocol::{self, Request, Response};

use crate::{quiet::Sockets, screen::Screen};

pub const DEMO: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/demo/five-minutes-late.mp4"
);
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The running program.
pub struct Window {
    program: Child,
    socket: TcpStream,
}

impl Window {
    pub fn open(screen: &Screen, home: &Path, video: &Path) -> Self {
        Self::open_with(screen, home, video, Stdio::inherit())
    }

    /// The same, with its log, everything that it may ever say, in a place of its own.
    pub fn open_with(screen: &Screen, home: &Path, video: &Path, log: Stdio) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = free.local_addr().expect("its number").to_string();
        drop(free);
        let mut program = Command::new(env!("CARGO_BIN_EXE_mindframe"));
        for (name, place) in [
            ("HOME", ""),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            program.env(name, home.join(place));
        }
        let mut program = program
            .arg(video)
            .env("DISPLAY", &screen.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("MINDFRAME_AUDIO", "fake")
            .env("EGUI_INSPECTION", &address)
            .env("RUST_LOG", "warn,mindframe=trace")
            .stderr(log)
            .spawn()
            .expect("the program runs");
        let limit = Instant::now() + PATIENCE;
        let socket = loop {
            if let Ok(socket) = TcpStream::connect(&address) {
                break socket;
            }
            assert!(
                program.try_wait().expect("a state").is_none(),
                "the window closed by itself"
            );
            assert!(Instant::now() < limit, "the window never opened");
            std::thread::yield_now();
        };
        socket.set_read_timeout(Some(PATIENCE)).expect("a limit");
        protocol::read_handshake(&socket).expect("a handshake");
        Self { program, socket }
    }

    pub fn ask(&self, request: &Request) -> Response {
        protocol::write_message(&self.socket, request).expect("a question");
        match protocol::read_message(&self.socket).expect("an answer") {
            Response::Error { message } => panic!("{message}"),
            answer => answer,
        }
    }

    /// Everything that can be heard, as label and value.
    pub fn heard(&self) -> Vec<String> {
        let Response::Tree {
            accesskit: Some(tree),
            ..
        } = self.ask(&Request::GetTree)
        else {
            return Vec::new();
        };
        let nodes: HashMap<NodeId, Node> = tree.nodes.into_iter().collect();
        nodes
            .values()
            .filter(|node| !node.is_hidden())
            .map(|node| {
                [node.label(), node.value()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" = ")
            })
            .collect()
    }

    pub fn until(&self, what: &str, holds: impl Fn(&[String]) -> bool) {
        let limit = Instant::now() + PATIENCE;
        loop {
            let heard = self.heard();
            if holds(&heard) {
                return;
            }
            assert!(
                Instant::now() < limit,
                "waited in vain for {what}: {heard:#?}"
            );
        }
    }

    fn nodes(&self) -> Vec<Node> {
        let Response::Tree {
            accesskit: Some(tree),
            ..
        } = self.ask(&Request::GetTree)
        else {
            return Vec::new();
        };
        let nodes = tree.nodes.into_iter().map(|(_, node)| node);
        nodes.filter(|node| !node.is_hidden()).collect()
    }

    /// Where the control with exactly this label is, once it can be used and the window has come to rest.
    fn place(&self, label: &str, is_it: impl Fn(&Node) -> bool) -> egui::Pos2 {
        let limit = Instant::now() + PATIENCE;
        let mut last = None;
        loop {
            self.ask(&Request::Settle { max_steps: 60 });
            let nodes = self.nodes();
            let found = nodes
                .iter()
                .filter(|node| node.label() == Some(label) && !node.is_disabled() && is_it(node))
                .find_map(Node::bounds);
            if let Some(bounds) = found {
                #[expect(clippy::cast_possible_truncation, reason = "points of a window")]
                let (x, y) = (
                    f64::midpoint(bounds.x0, bounds.x1) as f32,
                    f64::midpoint(bounds.y0, bounds.y1) as f32,
                );
                // What was there before may have made room only now.
                let place = egui::pos2(x, y);
                if last.replace(place) == Some(place) {
                    return place;
                }
            }
            assert!(
                Instant::now() < limit,
                "nothing to press is called {label:?}: {:#?}",
                self.heard()
            );
        }
    }

    fn click_at(&self, pos: egui::Pos2) {
        let button = |pressed| egui::Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        };
        for event in [egui::Event::PointerMoved(pos), button(true), button(false)] {
            let events = vec![event];
            self.ask(&Request::ApplyEvents { events });
        }
    }

    /// Presses what a screen reader calls so.
    pub fn click(&self, label: &str) {
        self.click_at(self.place(label, |node| node.role() != Role::Label));
    }

    /// Writes into the field that a screen reader calls so.
    pub fn fill(&self, label: &str, text: &str) {
        let is_field = |node: &Node| {
            matches!(
                node.role(),
                Role::TextInput | Role::MultilineTextInput | Role::PasswordInput
            )
        };
        self.click_at(self.place(label, is_field));
        self.write(text);
    }

    /// Writes where the cursor is.
    pub fn write(&self, text: &str) {
        self.ask(&Request::ApplyEvents {
            events: vec![egui::Event::Text(text.to_owned())],
        });
    }

    pub fn until_heard(&self, text: &str) {
        self.until(text, |heard| heard.iter().any(|heard| heard.contains(text)));
    }

    pub fn key(&self, key: egui::Key, modifiers: egui::Modifiers) {
        for pressed in [true, false] {
            self.half(key, modifiers, pressed);
        }
    }

    /// Presses a key, or lets it go.
    fn half(&self, key: egui::Key, modifiers: egui::Modifiers, pressed: bool) {
        let event = egui::Event::Key {
            key,
            physical_key: Some(key),
            pressed,
            repeat: false,
            modifiers,
        };
        self.ask(&Request::ApplyEvents {
            events: vec![event],
        });
    }

    pub fn press(&self, key: egui::Key) {
        self.key(key, egui::Modifiers::NONE);
    }

    /// Presses a letter's key as a keyboard does: the key, and what it types.
    pub fn press_and_type(&self, key: egui::Key, text: &str) {
        let down = egui::Event::Key {
            key,
            physical_key: Some(key),
            pressed: true,
            repeat: false,
            modifiers: egui::Modifiers::NONE,
        };
        self.ask(&Request::ApplyEvents {
            events: vec![down, egui::Event::Text(text.to_owned())],
        });
        self.half(key, egui::Modifiers::NONE, false);
    }

    /// The window's pixels once they stay as they are.
    pub fn picture(&self) -> Vec<u8> {
        let take = || {
            self.ask(&Request::Settle { max_steps: 200 });
            let request = Request::GetScreenshot {
                pixels_per_point: None,
            };
            match self.ask(&request) {
                Response::Screenshot(png) => png.bytes,
                other => panic!("no picture but {other:?}"),
            }
        };
        let limit = Instant::now() + PATIENCE;
        let mut last = take();
        loop {
            let now = take();
            if now == last {
                return now;
            }
            assert!(Instant::now() < limit, "the window never comes to rest");
            last = now;
        }
    }

    /// Presses at one place and lets go at another, in points.
    fn drag(&self, from: egui::Pos2, to: egui::Pos2) {
        let button = |pos, pressed| egui::Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        };
        for event in [
            egui::Event::PointerMoved(from),
            button(from, true),
            egui::Event::PointerMoved(from + (to - from) / 2.0),
            egui::Event::PointerMoved(to),
            button(to, false),
        ] {
            self.ask(&Request::ApplyEvents {
                events: vec![event],
            });
            self.ask(&Request::Settle { max_steps: 20 });
        }
    }

    /// The edges that can be dragged: the middle of the one at the list, and of the one above the timeline.
    fn edges(&self) -> Option<(egui::Pos2, egui::Pos2)> {
        let Response::Tree {
            accesskit: Some(tree),
            ..
        } = self.ask(&Request::GetTree)
        else {
            return None;
        };
        #[expect(clippy::cast_possible_truncation, reason = "points of a window")]
        let edges: Vec<egui::Rect> = tree
            .nodes
            .iter()
            .filter(|(_, node)| node.role() == Role::Splitter)
            .filter_map(|(_, node)| node.bounds())
            .map(|edge| {
                egui::Rect::from_min_max(
                    egui::pos2(edge.x0 as f32, edge.y0 as f32),
                    egui::pos2(edge.x1 as f32, edge.y1 as f32),
                )
            })
            .collect();
        let list = edges.iter().find(|edge| edge.height() > edge.width())?;
        let timeline = edges.iter().find(|edge| edge.width() > edge.height())?;
        // Above its middle, where the edge of the timeline may meet it.
        let list = list.center() - egui::vec2(0.0, list.height() / 4.0);
        Some((list, timeline.center()))
    }

    fn resize(&self, width: u32, height: u32) {
        self.ask(&Request::Resize { width, height });
        self.ask(&Request::Settle { max_steps: 200 });
    }

    pub fn quit(mut self) {
        let modifiers = egui::Modifiers::CTRL | egui::Modifiers::COMMAND;
        let event = egui::Event::Key {
            key: egui::Key::Q,
            physical_key: Some(egui::Key::Q),
            pressed: true,
            repeat: false,
            modifiers,
        };
        let events = vec![event];
        // It may be gone before it can answer.
        let _gone = protocol::write_message(&self.socket, &Request::ApplyEvents { events });
        let limit = Instant::now() + PATIENCE;
        while self.program.try_wait().expect("a state").is_none() {
            assert!(Instant::now() < limit, "the window stays open");
            std::thread::yield_now();
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ended = self.program.kill();
        let _reaped = self.program.wait();
    }
}

/// The time that the window shows, in milliseconds.
fn shown_time(heard: &[String]) -> Option<i64> {
    let time = heard.iter().find_map(|heard| heard.strip_prefix("Time "))?;
    let time: mindframe::domain::time::MediaTime = time.parse().ok()?;
    Some(time.as_nanos() / 1_000_000)
}

#[test]
fn play_mark_write_undo_leave_come_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let video: PathBuf = folder.path().join("role play.mp4");
    fs::copy(DEMO, &video).expect("a copy of the demo");
    let home = folder.path().join("home");
    let screen = Screen::open();

    let window = Window::open(&screen, &home, &video);
    window.until_heard("Marking as Therapist");
    window.until("the first frame", |heard| shown_time(heard) == Some(0));
    window.press(egui::Key::Space);
    window.until("three seconds of playing", |heard| {
        shown_time(heard).is_some_and(|time| time > 3_000)
    });
    window.press(egui::Key::Num1);
    window.until_heard("Hard to think here");
    window.press(egui::Key::Enter);
    window.ask(&Request::ApplyEvents {
        events: vec![egui::Event::Text("I wince here".to_owned())],
    });
    window.press(egui::Key::Enter);
    window.until_heard("I wince here");
    window.press(egui::Key::Space);
    window.press(egui::Key::Num2);
    window.until_heard("Came back here");
    window.key(
        egui::Key::Z,
        egui::Modifiers::CTRL | egui::Modifiers::COMMAND,
    );
    window.until("the second mark to be gone", |heard| {
        !heard.iter().any(|heard| heard.contains("Came back here,"))
    });
    // The client's turn: one press marks, and the card asks one thing.
    window.press(egui::Key::F2);
    window.until_heard("Client's turn");
    window.press(egui::Key::Num6);
    window.until_heard("Not now");
    // Words can be typed right away: their letters are no commands.
    for letter in ["m", "u", "c", "h"] {
        let key = egui::Key::from_name(&letter.to_uppercase()).expect("a letter's key");
        window.press_and_type(key, letter);
    }
    window.press(egui::Key::Enter);
    window.until_heard("“much”");
    window.until_heard("Turn the sound off");
    window.press(egui::Key::F2);
    window.until_heard("Marking as Therapist");
    window.until_heard("Saved");
    window.quit();

    let sidecars: Vec<String> = fs::read_dir(folder.path())
        .expect("the folder")
        .filter_map(|entry| fs::read_to_string(entry.expect("an entry").path()).ok())
        .collect();
    assert!(
        sidecars
            .iter()
            .any(|text| text.contains("words: \"I wince here\"") && text.contains("ev.onset"))
    );
    assert!(sidecars.iter().any(|text| text.contains("c.stuck")));

    let again = Window::open(&screen, &home, &video);
    again.until_heard("I wince here");
    again.until_heard("Got stuck");
    again.quit();
}

#[test]
fn a_broken_recording_is_told_in_plain_words_and_the_window_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let video = folder.path().join("words.mp4");
    fs::write(&video, "this is no recording").expect("a file");
    let screen = Screen::open();
    let window = Window::open(&screen, folder.path(), &video);
    window.until_heard("could not be opened");
    window.until_heard("Open a recording");
    window.quit();
}

#[test]
fn painting_only_what_changed_leaves_what_painting_all_would() {
    let folder = tempfile::tempdir().expect("a folder");
    let video = folder.path().join("role play.mp4");
    fs::copy(DEMO, &video).expect("a copy of the demo");
    let screen = Screen::open();
    let window = Window::open(&screen, &folder.path().join("home"), &video);
    window.until("the first frame", |heard| shown_time(heard) == Some(0));
    window.press(egui::Key::Space);
    window.until("a second of playing", |heard| {
        shown_time(heard).is_some_and(|time| time > 1_000)
    });
    window.press(egui::Key::Num1);
    window.press(egui::Key::Space);
    window.until_heard("Hard to think here");
    window.until_heard("Saved");
    // Something opens over everything, the pointer wanders, frames are stepped, and all of it is gone again.
    window.press(egui::Key::F1);
    window.until_heard("Keys");
    window.press(egui::Key::Escape);
    for (x, y) in [
        (700.0, 540.0),
        (300.0, 780.0),
        (1200.0, 100.0),
        (400.0, 250.0),
    ] {
        window.ask(&Request::ApplyEvents {
            events: vec![egui::Event::PointerMoved(egui::pos2(x, y))],
        });
    }
    window.until("all of the sound", |heard| {
        shown_time(heard).is_some()
            && !heard
                .iter()
                .any(|heard| heard.contains("Drawing the sound"))
    });
    let before = std::cell::Cell::new(None);
    window.until("a time", |heard| {
        before.set(shown_time(heard));
        before.get().is_some()
    });
    let before = before.get().expect("a time");
    window.press(egui::Key::Period);
    window.until("the next frame", |heard| {
        shown_time(heard).is_some_and(|time| time > before)
    });
    window.press(egui::Key::Comma);
    window.until("the frame before it", |heard| {
        shown_time(heard) == Some(before)
    });
    let kept = window.picture();
    // Another size and back: every pixel is painted anew.
    window.resize(1400, 880);
    window.resize(1440, 900);
    let painted = window.picture();
    if kept != painted {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
        fs::write(place.join("kept.png"), &kept).expect("a picture");
        fs::write(place.join("painted.png"), &painted).expect("a picture");
        panic!("old pixels stayed in the window; see both in {place:?}");
    }
    window.quit();
}

#[test]
fn the_look_for_sockets_finds_the_one_that_a_test_program_asks_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let video = folder.path().join("words.mp4");
    fs::write(&video, "this is no recording").expect("a file");
    let screen = Screen::open();
    let window = Window::open(&screen, folder.path(), &video);
    window.until_heard("could not be opened");
    let sockets = Sockets::of(window.program.id(), &screen.display);
    let asked_for = window.socket.peer_addr().expect("an address").port();
    let listening = format!(":{asked_for:04X} ");
    assert!(
        sockets
            .network
            .iter()
            .any(|line| line.contains(&listening) && line.contains(" 0A ")),
        "{sockets:#?}"
    );
    window.quit();
}

#[test]
fn sizes_of_the_window_and_its_panels_are_there_again_at_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let video = folder.path().join("role play.mp4");
    fs::copy(DEMO, &video).expect("a copy of the demo");
    let home = folder.path().join("home");
    let screen = Screen::open();

    let window = Window::open(&screen, &home, &video);
    window.until_heard("Marking as Therapist");
    window.resize(1200, 800);
    let (list, timeline) = window.edges().expect("edges");
    window.drag(list, list - egui::vec2(70.0, 0.0));
    window.drag(timeline, timeline + egui::vec2(0.0, 40.0));
    let left_so = window.edges().expect("edges");
    assert!(left_so.0.x < list.x - 40.0, "{list:?} {left_so:?}");
    assert!(left_so.1.y > timeline.y + 20.0, "{timeline:?} {left_so:?}");
    window.quit();

    let again = Window::open(&screen, &home, &video);
    again.until_heard("Marking as Therapist");
    again.until("the same sizes", |_| {
        again.edges().is_some_and(|found| {
            (found.0 - left_so.0).length() < 3.0 && (found.1 - left_so.1).length() < 3.0
        })
    });
    again.quit();
}

#[test]
fn a_held_step_goes_on_and_stays_where_it_was_let_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let video = folder.path().join("role play.mp4");
    fs::copy(DEMO, &video).expect("a copy of the demo");
    let screen = Screen::open();
    let window = Window::open(&screen, &folder.path().join("home"), &video);
    window.until("the first frame", |heard| shown_time(heard) == Some(0));
    // A window that has just come up may lose and get the focus, and losing it lets go of every key.
    window.picture();
    let none = egui::Modifiers::NONE;
    window.half(egui::Key::Period, none, true);
    window.until("a second of steps", |heard| {
        shown_time(heard).is_some_and(|time| time > 1_000)
    });
    window.half(egui::Key::Period, none, false);
    let rests = |window: &Window| {
        window.picture();
        let time = std::cell::Cell::new(None);
        window.until("a time", |heard| {
            time.set(shown_time(heard));
            time.get().is_some()
        });
        time.get().expect("a time")
    };
    let there = rests(&window);
    assert_eq!(rests(&window), there, "it went on");
    window.half(egui::Key::Comma, none, true);
    window.until("the way back", |heard| {
        shown_time(heard).is_some_and(|time| time < there - 500)
    });
    window.half(egui::Key::Comma, none, false);
    let back = rests(&window);
    assert!(back >= 0 && back < there - 500);
    window.quit();
}
