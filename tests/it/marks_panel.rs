//! The list of marks: what it shows, chooses, selects and keeps in view.
#![allow(clippy::expect_used, reason = "a test may stop")]

use std::{cell::RefCell, rc::Rc, time::Instant};

use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use mindframe::{
    app::{Command, MarkCommand},
    domain::{filter::Filter, id::MarkId, time::MediaDelta},
    ui::{
        panels::{inspector, inspector::InspectorLook, marks, marks::MarksLook},
        theme,
        view::View,
        widgets::tabs,
    },
};

use crate::desk::TestDesk;

/// The desk and the right-hand side of the window beside it.
pub struct Side {
    pub desk: TestDesk,
    pub list: MarksLook,
    pub inspector: InspectorLook,
    /// Everything that was asked for, in order.
    pub sent: Vec<Command>,
}

pub type Shared = Rc<RefCell<Side>>;

impl Side {
    pub fn new(mut desk: TestDesk) -> Shared {
        desk.app.handle(Command::Mark(MarkCommand::SelectNone));
        Rc::new(RefCell::new(Self {
            desk,
            list: MarksLook::default(),
            inspector: InspectorLook::default(),
            sent: Vec::new(),
        }))
    }

    /// The nth mark in time.
    pub fn nth(&self, at: usize) -> MarkId {
        self.desk.app.desk().expect("a desk").document.order()[at].1
    }

    pub fn select(&mut self, at: usize) {
        let id = self.nth(at);
        self.mark(MarkCommand::Select(id));
    }

    pub fn mark(&mut self, command: MarkCommand) {
        self.desk.app.handle(Command::Mark(command));
        self.desk.app.tick();
    }

    pub fn selected(&self) -> &mindframe::domain::mark::Mark {
        self.desk
            .app
            .desk()
            .and_then(|desk| desk.selected_mark())
            .expect("a selected mark")
    }
}

/// The tabs above the list, as the window has them.
pub fn side_tabs<'a>(view: &'a View<'_>) -> impl FnMut(&mut egui::Ui, f32) + 'a {
    |ui, height| {
        tabs::tab(ui, &view.tokens, "Marks", true, height);
        tabs::tab(ui, &view.tokens, "Transcript", false, height);
    }
}

/// The side as the window puts it together: the inspector below, the list in the rest.
pub fn harness(side: &Shared, space: (f32, f32), scale: f32, dark: bool) -> Harness<'static> {
    let shared = Rc::clone(side);
    let which = if dark {
        egui::Theme::Dark
    } else {
        egui::Theme::Light
    };
    Harness::builder()
        .with_size(egui::vec2(space.0, space.1))
        .with_pixels_per_point(scale)
        .with_theme(which)
        .with_max_steps(20)
        .with_context_setup(move |ctx| {
            theme::install(ctx);
            ctx.set_theme(which);
        })
        .build_ui(move |ui| {
            let mut side = shared.borrow_mut();
            let side = &mut *side;
            side.desk.app.tick();
            let view = View {
                app: &side.desk.app,
                tokens: theme::tokens(ui.ctx()),
            };
            let mut commands = Vec::new();
            let rect = ui.ctx().content_rect();
            ui.painter().rect_filled(rect, 0, view.tokens.panel);
            ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
                egui::Panel::bottom("inspector")
                    .frame(egui::Frame::NONE)
                    .show_separator_line(false)
                    .resizable(false)
                    .show(ui, |ui| {
                        inspector::show(ui, &view, &mut side.inspector, &mut commands);
                    });
                let mut tabs = side_tabs(&view);
                marks::show(ui, &view, &mut side.list, &mut tabs, &mut commands);
            });
            side.sent.extend(commands.iter().cloned());
            for command in commands {
                side.desk.app.handle(command);
            }
        })
}

/// Writes a picture to be looked at, on request: each takes seconds.
pub fn keep(harness: &mut Harness<'_>, name: &str) {
    if std::env::var_os("MINDFRAME_PICTURES").is_none() {
        return;
    }
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/look");
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    let image = harness.render().expect("a picture");
    image
        .save(folder.join(format!("{name}.png")))
        .expect("saved");
}

const SIZE: (f32, f32) = (386.0, 806.0);

#[test]
fn pictures_of_the_side() {
    if std::env::var_os("MINDFRAME_PICTURES").is_none() {
        return;
    }
    for (name, size, scale, dark) in [
        ("side-light", SIZE, 1.5, false),
        ("side-dark", SIZE, 1.5, true),
        ("side-narrow", (340.0, 620.0), 2.0, false),
        ("side-least", (300.0, 620.0), 2.0, true),
    ] {
        let side = Side::new(TestDesk::with_story());
        side.borrow_mut().select(8);
        let mut harness = harness(&side, size, scale, dark);
        harness.run();
        keep(&mut harness, name);
    }
}

fn labels(harness: &Harness<'_>) -> Vec<String> {
    harness
        .query_all_by_role(egui::Role::ListBoxOption)
        .filter_map(|node| node.accesskit_node().label())
        .collect()
}

#[test]
fn a_row_says_all_of_its_mark() {
    let side = Side::new(TestDesk::with_story());
    let harness = harness(&side, SIZE, 1.0, false);
    let rows = labels(&harness);
    assert!(
        rows.iter().any(|row| row.starts_with("0:43.160, Robin, ")
            && row.ends_with("“I felt accused and wanted it to be small”")
            && row.contains("about Sam, then, a guess")),
        "{rows:#?}"
    );
    assert!(
        rows.iter()
            .any(|row| row.starts_with("0:32.000 to 0:56.000, Robin, ")),
        "{rows:#?}"
    );
}

#[test]
fn a_code_that_no_codebook_has_is_said() {
    let side = Side::new(TestDesk::with_story());
    let id = side.borrow().nth(3);
    side.borrow_mut().mark(MarkCommand::AddCode(
        id,
        "old.code".parse().expect("a code"),
    ));
    let harness = harness(&side, SIZE, 1.0, false);
    assert!(
        harness
            .query_by_label_contains("old.code (not in the codebook)")
            .is_some()
    );
}

#[test]
fn a_click_selects_and_goes_there() {
    let side = Side::new(TestDesk::with_story());
    let mut harness = harness(&side, SIZE, 1.0, false);
    harness.get_by_label_contains("0:23.040, Robin").click();
    harness.run();
    let side = side.borrow();
    assert_eq!(side.selected().when.start().short(), "0:23.040");
    let playhead = side.desk.app.recording().expect("open").transport.playhead;
    assert_eq!(playhead.short(), "0:23.040");
}

#[test]
fn choices_narrow_the_list_and_show_all_widens_it() {
    let side = Side::new(TestDesk::with_story());
    let mut harness = harness(&side, SIZE, 1.0, false);
    let all = labels(&harness).len();
    harness.get_by_label("People: everyone").click();
    harness.run();
    harness.get_by_label("Sam").click();
    harness.run();
    let rows = labels(&harness);
    assert!(
        rows.len() < all && rows.iter().all(|row| row.contains(", Sam, ")),
        "{rows:#?}"
    );
    harness.get_by_label("find in words").focus();
    harness.run();
    harness.get_by_label("find in words").type_text("bored");
    harness.run();
    assert_eq!(labels(&harness).len(), 1);
    harness.get_by_label("find in words").type_text("x");
    harness.run();
    assert_eq!(labels(&harness).len(), 0);
    harness.get_by_label("Show all").click();
    harness.run();
    assert_eq!(labels(&harness).len(), all);
    assert_eq!(
        side.borrow().desk.app.desk().expect("a desk").filter,
        Filter::default()
    );
}

#[test]
fn only_codes_in_use_are_offered() {
    let side = Side::new(TestDesk::with_story());
    let mut harness = harness(&side, SIZE, 1.0, false);
    harness.get_by_label("Codes: all codes").click();
    harness.run();
    assert!(harness.query_by_label("Body sense").is_none());
    harness.get_by_label("I felt...").click();
    harness.run();
    assert_eq!(labels(&harness).len(), 1);
    assert!(harness.query_by_label("Codes: I felt...").is_some());
}

#[test]
fn the_key_for_finding_puts_the_cursor_there() {
    let side = Side::new(TestDesk::with_story());
    let mut harness = harness(&side, SIZE, 1.0, false);
    side.borrow_mut().list.focus_find = true;
    harness.run();
    assert!(harness.get_by_label("find in words").is_focused());
    assert!(!side.borrow().list.focus_find);
}

#[test]
fn an_empty_list_says_how_to_begin() {
    let side = Side::new(TestDesk::open());
    let harness = harness(&side, SIZE, 1.0, false);
    assert!(harness.query_by_label("No marks yet").is_some());
    assert!(
        harness
            .query_by_label_contains("press a code's key")
            .is_some()
    );
}

#[test]
fn a_reply_stands_below_what_it_replies_to() {
    let side = Side::new(TestDesk::with_story());
    {
        let mut side = side.borrow_mut();
        side.select(3);
        let original = side.selected().id;
        side.desk.next_author();
        side.mark(MarkCommand::Reply(original));
        side.desk.words("I know");
        side.mark(MarkCommand::EndWords);
    }
    let harness = harness(&side, (386.0, 1200.0), 1.0, false);
    let rows = labels(&harness);
    let at = rows
        .iter()
        .position(|row| row.contains("Reply to Robin"))
        .expect("the reply");
    let (original, reply) = (rows[at - 1].split(',').next(), rows[at].split(',').next());
    assert_eq!(
        original.and_then(|time| time.split(' ').next()),
        reply,
        "{rows:#?}"
    );
}

#[test]
fn a_selection_made_elsewhere_is_brought_into_view_once() {
    let side = Side::new(TestDesk::at_step(MediaDelta::from_millis(400), 200));
    side.borrow_mut().mark(MarkCommand::SelectNone);
    let mut harness = harness(&side, (386.0, 600.0), 1.0, false);
    assert!(harness.query_by_label_contains("1:00.000, ").is_none());
    side.borrow_mut().select(150);
    harness.run();
    assert!(harness.query_by_label_contains("1:00.000, ").is_some());
    // Then the list is the person's own again: scrolling away stays away, though the mark is still selected.
    harness.hover_at(egui::pos2(100.0, 200.0));
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 9000.0),
        source: egui::MouseWheelSource::Unknown,
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
    });
    harness.run_steps(30);
    assert!(harness.query_by_label_contains("0:00.000, ").is_some());
    assert!(harness.query_by_label_contains("1:00.000, ").is_none());
}

#[test]
fn the_menu_of_a_row_acts_on_that_row() {
    let side = Side::new(TestDesk::with_story());
    let mut harness = harness(&side, SIZE, 1.0, false);
    harness
        .get_by_label_contains("0:23.040, Robin")
        .click_secondary();
    harness.run();
    harness.get_by_label("Copy time").click();
    harness.run_steps(1);
    let copied = harness.output().platform_output.commands.iter().any(
        |command| matches!(command, egui::OutputCommand::CopyText(text) if text == "00:00:23.040"),
    );
    assert!(copied);
    harness
        .get_by_label_contains("0:23.040, Robin")
        .click_secondary();
    harness.run();
    harness.get_by_label("Delete").click();
    harness.run();
    assert!(harness.query_by_label_contains("0:23.040, Robin").is_none());
}

/// Not run by itself: the times are of an unoptimized build on whatever machine there is.
#[test]
#[ignore = "a measurement"]
fn measure_ten_thousand_rows() {
    let side = Side::new(TestDesk::at_step(MediaDelta::from_millis(10), 10_000));
    let mut harness = harness(&side, SIZE, 1.0, false);
    harness.run_steps(3);
    let begin = Instant::now();
    harness.run_steps(20);
    println!("a frame of the list: {:?}", begin.elapsed() / 20);
    let (mut words, begin) = (0, Instant::now());
    for _ in 0..20 {
        words += 1;
        side.borrow_mut().desk.words(&words.to_string());
        harness.run_steps(1);
    }
    println!("an edit and the frame after it: {:?}", begin.elapsed() / 20);
}
