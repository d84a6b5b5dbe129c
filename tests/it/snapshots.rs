//! A few pictures that must stay as they are: the client's screen and the side of the therapist's, in both themes.
//!
//! `UPDATE_SNAPSHOTS=1` makes them anew; look at what changed before committing.

use egui_kittest::SnapshotOptions;
use mindframe::{
    app::{Command, CompareCommand, MarkingCommand},
    ui::panels::{client, compare, inspector, marks},
};

use crate::{desk::TestDesk, marks_panel::side_tabs, pictures};

/// Software drivers differ in the last bit at edges; a moved or recoloured control differs in thousands of pixels.
pub fn options() -> SnapshotOptions {
    SnapshotOptions::new().threshold(1.5).max_failed_pixels(120)
}

fn the_clients_screen(dark: bool) {
    let mut desk = TestDesk::open();
    desk.app
        .handle(Command::Marking(MarkingCommand::NextAuthor));
    desk.seek(5_000);
    desk.code("c.feel");
    let mut look = client::ClientLook::default();
    let mut harness = pictures::screen((1280.0, 720.0), 1.0, dark).build_ui(move |ui| {
        let view = pictures::view(&desk.app, ui.ctx());
        ui.painter()
            .rect_filled(ui.max_rect(), 0, view.tokens.background);
        client::show(ui, &view, &mut look, &mut Vec::new(), &mut pictures::video);
    });
    harness.run();
    harness.snapshot_options(
        if dark { "client-dark" } else { "client-light" },
        &options(),
    );
}

#[test]
fn the_clients_screen_in_the_light() {
    the_clients_screen(false);
}

#[test]
fn the_clients_screen_in_the_dark() {
    the_clients_screen(true);
}

fn the_list_and_the_selected_mark(dark: bool) {
    let mut desk = TestDesk::with_story();
    let first = desk
        .app
        .desk()
        .and_then(|desk| desk.document.order().get(3).copied());
    if let Some((_, id)) = first {
        desk.app
            .handle(Command::Mark(mindframe::app::MarkCommand::Select(id)));
        desk.app.tick();
    }
    let (mut list, mut one) = (
        marks::MarksLook::default(),
        inspector::InspectorLook::default(),
    );
    let mut harness = pictures::screen((386.0, 780.0), 1.0, dark).build_ui(move |ui| {
        let view = pictures::view(&desk.app, ui.ctx());
        egui::Panel::bottom("inspector")
            .resizable(false)
            .show_separator_line(false)
            .frame(egui::Frame::NONE)
            .show(ui, |ui| {
                inspector::show(ui, &view, &mut one, &mut Vec::new());
            });
        egui::CentralPanel::no_frame()
            .frame(egui::Frame::new().fill(view.tokens.panel))
            .show(ui, |ui| {
                let mut tabs = side_tabs(&view);
                marks::show(ui, &view, &mut list, &mut tabs, &mut Vec::new());
            });
    });
    harness.run();
    harness.snapshot_options(if dark { "side-dark" } else { "side-light" }, &options());
}

#[test]
fn the_list_and_the_selected_mark_in_the_light() {
    the_list_and_the_selected_mark(false);
}

#[test]
fn the_list_and_the_selected_mark_in_the_dark() {
    the_list_and_the_selected_mark(true);
}

fn the_last_page(dark: bool) {
    let desk = crate::sitting_window::landed();
    let mut harness = pictures::screen((1280.0, 720.0), 1.0, dark).build_ui(move |ui| {
        let view = pictures::view(&desk.app, ui.ctx());
        ui.painter()
            .rect_filled(ui.max_rect(), 0, view.tokens.background);
        mindframe::ui::panels::sitting::landing(ui, &view, &mut Vec::new());
    });
    harness.run();
    harness.snapshot_options(
        if dark {
            "landing-dark"
        } else {
            "landing-light"
        },
        &options(),
    );
}

#[test]
fn the_last_page_of_a_sitting_in_the_light() {
    the_last_page(false);
}

#[test]
fn the_last_page_of_a_sitting_in_the_dark() {
    the_last_page(true);
}

fn two_people_side_by_side(dark: bool) {
    let mut desk = TestDesk::with_story();
    desk.app.handle(Command::Compare(CompareCommand::ForBoth));
    let pair = desk.app.comparison().expect("two people").both[0].clone();
    desk.app.handle(Command::Compare(CompareCommand::Say {
        left: pair.left.id,
        right: pair.right.id,
        words: "We were both far away, and did not know it".to_owned(),
    }));
    desk.app
        .handle(Command::Compare(CompareCommand::Select(pair.left.id)));
    let mut look = compare::CompareLook::default();
    let mut harness = pictures::screen((1280.0, 720.0), 1.0, dark).build_ui(move |ui| {
        let view = pictures::view(&desk.app, ui.ctx());
        ui.painter()
            .rect_filled(ui.ctx().content_rect(), 0, view.tokens.background);
        pictures::whole(ui, |ui| {
            compare::show(ui, &view, &mut look, &mut Vec::new(), &mut pictures::video);
        });
    });
    harness.run();
    let name = if dark {
        "compare-dark"
    } else {
        "compare-light"
    };
    harness.snapshot_options(name, &options());
}

#[test]
fn two_people_side_by_side_in_the_light() {
    two_people_side_by_side(false);
}

#[test]
fn two_people_side_by_side_in_the_dark() {
    two_people_side_by_side(true);
}
