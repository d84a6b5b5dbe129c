//! A recording that was renamed: its marks are found by what the file is, and come along when asked.

use std::{fs, time::Duration};

use mindframe::{
    app::{Answer, Command, notice::NoticeKind},
    store::Warning,
};

use crate::desk::TestDesk;

#[test]
fn the_marks_of_a_renamed_recording_come_along() {
    let mut desk = TestDesk::open();
    desk.seek(5_000);
    desk.code("ev.onset");
    desk.words("before it had another name");
    let old = desk.app.recording().expect("open").path.clone();
    assert!(desk.app.flush(Duration::from_secs(10)));
    desk.app.handle(Command::Close);
    let new = old.with_file_name("Renamed, take 1.mp4");
    fs::rename(&old, &new).expect("a new name");
    desk.app.handle(Command::Open(new));
    desk.until(|app| app.desk().is_some());
    let notice = desk
        .app
        .notices()
        .find(|notice| matches!(notice.kind, NoticeKind::Opened(Warning::Relinkable { .. })))
        .expect("it is said")
        .id;
    assert_eq!(
        desk.app
            .desk()
            .expect("a desk")
            .document
            .session()
            .mark_count(),
        0
    );
    desk.app
        .handle(Command::AnswerNotice(notice, Answer::UseThoseMarks));
    desk.until(|app| app.desk().is_some());
    let words: Vec<_> = desk
        .app
        .desk()
        .expect("a desk")
        .document
        .session()
        .marks()
        .filter_map(|mark| mark.words.clone())
        .collect();
    assert_eq!(words, ["before it had another name"]);
}
