//! Marking alone, opening together and talking about a difference, from end to end in the real window.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use egui::{Event, Key, Modifiers};
use egui_inspection::protocol::Request;

use crate::{
    screen::Screen,
    window::{DEMO, Window},
};

const THERAPISTS: &str = "a quiet row of elms";
const CLIENTS: &str = "the second blue teapot";

/// A recording in a folder of its own, the screen, and the log of the program.
pub struct Place {
    folder: tempfile::TempDir,
    video: PathBuf,
    screen: Screen,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("recordings")).expect("a folder");
        let video = folder.path().join("recordings").join("role play.mp4");
        fs::copy(DEMO, &video).expect("a copy of the demo");
        Self {
            folder,
            video,
            screen: Screen::open(),
        }
    }

    pub fn open(&self) -> Window {
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log"))
            .expect("a log");
        let home = self.folder.path().join("home");
        let window = Window::open_with(&self.screen, &home, &self.video, Stdio::from(log));
        window.until_heard("Time 0:00.000");
        window.until_heard("Exactness of this recording: exact");
        // A window that has just come up may lose and get the focus, which closes menus.
        window.picture();
        window
    }

    /// Every file that has these words in clear, the log among them.
    pub fn files_with(&self, words: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        look_into(self.folder.path(), words, &mut found);
        found
    }

    /// The names of all windows of the screen.
    fn titles(&self) -> String {
        let output = Command::new("xwininfo")
            .args(["-root", "-tree", "-display", &self.screen.display])
            .output()
            .expect("xwininfo; scripts/setup test installs it");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// What would be pasted, by key and by the middle button of the mouse.
    fn clipboards(&self) -> String {
        let selections = ["clipboard", "primary"].map(|selection| {
            let output = Command::new("xclip")
                .args(["-o", "-selection", selection])
                .env("DISPLAY", &self.screen.display)
                .output()
                .expect("xclip; scripts/setup test installs it");
            String::from_utf8_lossy(&output.stdout).into_owned()
        });
        selections.join("\n")
    }

    /// Nothing of this stands anywhere that others can read, or hear.
    fn assert_sealed(&self, window: &Window, words: &str) {
        let files = self.files_with(words);
        assert!(files.is_empty(), "{words:?} is in {files:?}");
        let heard = window.heard();
        assert!(
            !heard.iter().any(|heard| heard.contains(words)),
            "{words:?} is heard: {heard:#?}"
        );
        assert!(!self.titles().contains(words), "{words:?} is in a title");
        let pasted = self.clipboards();
        assert!(!pasted.contains(words), "{words:?} would be pasted");
    }
}

fn look_into(folder: &Path, words: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            look_into(&path, words, found);
            continue;
        }
        // A file that is written anew may be gone by now.
        let bytes = fs::read(&path).unwrap_or_default();
        let hit = bytes
            .windows(words.len())
            .any(|part| part == words.as_bytes());
        let name = path.to_string_lossy().contains(words);
        if hit || name {
            found.push(path);
        }
    }
}

fn set_passphrase(window: &Window, name: &str, words: &str) {
    window.click(&format!("{name} sets a passphrase…"));
    window.fill("Passphrase", words);
    window.fill("The same once more", words);
    window.click("Set passphrase");
    window.until_heard(&format!("{name} marks alone…"));
}

fn go_in(window: &Window, name: &str, words: &str) {
    window.click(&format!("{name} marks alone…"));
    window.fill(&format!("Passphrase of {name}"), words);
    window.click("Start");
    window.until_heard(&format!("{name} marks alone. No one else sees this."));
}

fn agree(window: &Window, name: &str, words: &str) {
    window.click(&format!("{name} agrees to open…"));
    window.fill(&format!("Passphrase of {name}"), words);
    window.click("I agree");
}

#[test]
fn two_mark_alone_open_together_and_talk_about_a_difference() {
    let place = Place::new();
    let window = place.open();
    // Found by looking, not by knowing a key.
    window.click("More ways to look");
    window.click("Mark alone, open together…");
    window.click("Begin");
    set_passphrase(&window, "Therapist", THERAPISTS);
    set_passphrase(&window, "Client", CLIENTS);

    let of_client = "my stomach dropped there";
    go_in(&window, "Client", CLIENTS);
    window.click("I felt...");
    window.fill("In your own words", of_client);
    window.key(Key::A, Modifiers::CTRL | Modifiers::COMMAND);
    window.ask(&Request::ApplyEvents {
        events: vec![Event::Copy],
    });
    window.until("the words to be copied", |_| {
        let pasted = place.clipboards();
        pasted.matches(of_client).count() == 2
    });
    window.click("Done");
    window.until_heard(of_client);
    window.click("I am done");
    // The next person is asked at once, and hears nothing of it.
    window.until_heard("Therapist marks alone…");
    place.assert_sealed(&window, of_client);
    place.assert_sealed(&window, CLIENTS);

    let of_therapist = "here I hurried on";
    go_in(&window, "Therapist", THERAPISTS);
    place.assert_sealed(&window, of_client);
    window.press(Key::Num1);
    window.until_heard("Hard to think here");
    window.press(Key::Enter);
    window.write(of_therapist);
    window.press(Key::Enter);
    window.until_heard(of_therapist);
    window.click("I am done");
    window.until_heard("Therapist agrees to open…");
    for words in [of_client, of_therapist, CLIENTS, THERAPISTS] {
        place.assert_sealed(&window, words);
    }

    agree(&window, "Therapist", THERAPISTS);
    window.until_heard("Therapist takes it back…");
    place.assert_sealed(&window, of_client);
    agree(&window, "Client", CLIENTS);
    window.until_heard("Same moment, seen differently");
    window.until("both to be heard", |heard| {
        [of_client, of_therapist]
            .iter()
            .all(|words| heard.iter().any(|heard| heard.contains(words)))
    });
    window.until_heard("Differences are not mistakes.");

    let row = row_with(&window, of_client);
    window.click(&row);
    let together = "quiet, and then relieved";
    window.fill("What was it like to hear that?", together);
    window.press(Key::Enter);
    window.until_heard(&format!("Therapist, Client: “{together}”"));
    window.click("Back");
    window.until_heard("Saved");
    window.quit();
    for words in [CLIENTS, THERAPISTS] {
        assert_eq!(place.files_with(words), Vec::<PathBuf>::new());
    }

    let again = place.open();
    again.until("all of it", |heard| {
        [of_client, of_therapist, together]
            .iter()
            .all(|words| heard.iter().any(|heard| heard.contains(words)))
    });
    again.quit();
}

/// The row of the lists that has these words.
fn row_with(window: &Window, words: &str) -> String {
    let heard = window.heard();
    let row = heard
        .iter()
        .find(|heard| heard.contains(words) && heard.contains(". "));
    row.unwrap_or_else(|| panic!("no row has {words:?}: {heard:#?}"))
        .clone()
}
