//! A timeline alone on a stage, and hands to work it with.

use std::{path::PathBuf, sync::Arc};

use egui::{
    Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, Vec2, pos2, vec2,
};
use egui_kittest::{Harness, kittest::Queryable};
use mindframe::{
    app::{App, Command, MarkCommand, TransportCommand, World},
    domain::{
        mark::{Sureness, When},
        person::Role,
        session::{MediaIdentity, Session},
        time::{MediaSpan, MediaTime},
    },
    media::{Waveform, fake::FakePlayer},
    store::Places,
    ui::{
        panels::timeline::{self, TimelineLook},
        theme,
        view::View,
    },
};

use crate::{
    desk::{HandClock, Hands, TestDesk, index, info},
    many,
};

/// A desk whose recording has its sound drawn, with a record made in memory.
pub(super) fn desk_with(session: Session) -> TestDesk {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let clock = HandClock::default();
    let places = Places {
        data: folder.path().join("data"),
        config: folder.path().join("config"),
        cache: folder.path().join("cache"),
    };
    let app = App::new(World {
        clock: Box::new(clock.clone()),
        players: Arc::new(|_, _, _| Ok(Box::new(FakePlayer::new(info(), index())))),
        glance: Arc::new(|_| Ok(info())),
        waveforms: Box::new(|_, waker| {
            let demo = concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/assets/demo/five-minutes-late.mp4"
            );
            Waveform::start(std::path::Path::new(demo), waker).ok()
        }),
        thumbnails: Box::new(|_, _| None),
        stills: Arc::new(mindframe::media::still_of),
        texts: Arc::new(|_, _| Vec::new()),
        identify: Arc::new(|_| MediaIdentity::default()),
        places,
        waker: Arc::new(|| {}),
        key_strength: mindframe::store::Strength::Power(2),
        new_people: vec![("Robin".to_owned(), Role::Therapist)],
    });
    let video = folder.path().join("Five minutes late.mp4");
    std::fs::write(&video, b"not read by the fake player").expect("a file");
    let mut desk = TestDesk {
        app,
        clock,
        folder,
        hands: Hands::default(),
    };
    desk.app.handle(Command::Open(video));
    desk.until(|app| app.desk().is_some());
    desk.app.lay_out_unsaved(session);
    desk.app.tick();
    desk
}

pub(super) fn at(millis: i64) -> MediaTime {
    MediaTime::from_millis(millis)
}

pub(super) fn span(from: i64, to: i64) -> When {
    When::Span(MediaSpan::between(at(from), at(to)))
}

/// The story of the drawing in the design, with overlapping stretches, a guess, an open stretch and ratings.
pub(super) fn drawn_story() -> Session {
    let robin = [
        (16_000, "dyn.appease"),
        (23_040, "tx.not_knowing"),
        (32_200, "ev.onset"),
        (43_160, "tx.missed"),
        (43_400, "ev.trigger"),
        (76_000, "tx.validate"),
        (96_000, "ev.recovery"),
    ];
    let sam = [
        (5_000, "c.feel"),
        (16_000, "c.want"),
        (32_000, "c.stuck"),
        (43_400, "c.much"),
        (52_000, "c.they"),
        (68_000, "c.think"),
        (77_000, "c.click"),
        (90_000, "c.help"),
    ];
    let mut marks = Vec::new();
    for (keeper, list) in [(0, &robin[..]), (1, &sam[..])] {
        for (time, code) in list {
            marks.push(many::mark(
                100 + marks.len() as u128,
                keeper,
                When::Point(at(*time)),
                code,
            ));
        }
    }
    for (from, to, code) in [
        (32_000, 56_000, "mode.psychic_equivalence"),
        (50_000, 104_000, "tx.stop_rewind"),
    ] {
        marks.push(many::mark(
            100 + marks.len() as u128,
            0,
            span(from, to),
            code,
        ));
    }
    marks[2].sureness = Some(Sureness::Guess);
    if let Some(last) = marks.last_mut() {
        last.sureness = Some(Sureness::Guess);
    }
    let tracks = vec![
        (
            1,
            many::strength(
                1,
                &[(0, 4), (10, 5), (32, 7), (44, 9), (58, 6), (76, 4), (90, 3)],
            ),
        ),
        (
            0,
            many::strength(1, &[(0, 3), (20, 3), (35, 6), (50, 7), (60, 6), (80, 4)]),
        ),
    ];
    many::session(many::people(&["Robin", "Sam"]), marks, tracks)
}

pub(super) struct Stage {
    pub(super) desk: TestDesk,
    pub(super) look: TimelineLook,
    /// Everything that was asked for.
    pub(super) asked: Vec<Command>,
}

impl Stage {
    pub(super) fn new(desk: TestDesk) -> Self {
        Self {
            desk,
            look: TimelineLook::default(),
            asked: Vec::new(),
        }
    }
}

pub(super) const SIZE: Vec2 = vec2(985.0, 200.0);
pub(super) const AIR: f32 = 8.0;

pub(super) fn harness(stage: Stage, size: Vec2, scale: f32, dark: bool) -> Harness<'static, Stage> {
    let mut ready = false;
    let mut harness = Harness::builder()
        .with_size(size + Vec2::splat(2.0 * AIR))
        .with_pixels_per_point(scale)
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(300)
        .wgpu()
        .build_ui_state(
            move |ui, stage: &mut Stage| {
                if !ready {
                    theme::install(ui.ctx());
                    ui.ctx().set_theme(if dark {
                        egui::Theme::Dark
                    } else {
                        egui::Theme::Light
                    });
                    ready = true;
                    ui.ctx().request_repaint();
                    return;
                }
                stage.desk.app.tick();
                let mut commands = Vec::new();
                let tokens = theme::tokens(ui.ctx());
                ui.painter()
                    .rect_filled(ui.ctx().content_rect(), 0, tokens.panel);
                let rect = Rect::from_min_size(pos2(AIR, AIR), size);
                ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
                    let view = View {
                        app: &stage.desk.app,
                        tokens: Arc::clone(&tokens),
                    };
                    timeline::show(ui, &view, &mut stage.look, &mut commands);
                });
                if !commands.is_empty() {
                    ui.ctx().request_repaint();
                }
                stage.asked.extend(commands.iter().cloned());
                for command in commands {
                    stage.desk.app.handle(command);
                }
            },
            stage,
        );
    harness.run();
    harness
}

pub(super) fn story() -> Harness<'static, Stage> {
    harness(Stage::new(TestDesk::with_story()), SIZE, 1.0, false)
}

pub(super) fn save(harness: &mut Harness<'static, Stage>, name: &str) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/looks");
    std::fs::create_dir_all(&folder).expect("a folder");
    harness
        .render()
        .expect("a picture")
        .save(folder.join(format!("timeline-{name}.png")))
        .expect("saved");
}

/// Where a time of the whole recording is on the screen.
pub(super) fn x_of(millis: f32) -> f32 {
    let (left, right) = (AIR + 116.0, AIR + SIZE.x - 16.0);
    left + millis / 110_000.0 * (right - left)
}

pub(super) fn ruler_at(millis: f32) -> Pos2 {
    pos2(x_of(millis), AIR + 10.0)
}

pub(super) fn press(
    harness: &mut Harness<'static, Stage>,
    at: Pos2,
    button: PointerButton,
    pressed: bool,
) {
    harness.event(Event::PointerButton {
        pos: at,
        button,
        pressed,
        modifiers: Modifiers::NONE,
    });
    harness.run();
}

pub(super) fn click(harness: &mut Harness<'static, Stage>, at: Pos2) {
    harness.hover_at(at);
    harness.run_steps(1);
    press(harness, at, PointerButton::Primary, true);
    press(harness, at, PointerButton::Primary, false);
}

/// Drags by way of a point in between, so that the pointer is seen moving.
pub(super) fn drag(
    harness: &mut Harness<'static, Stage>,
    from: Pos2,
    to: Pos2,
    button: PointerButton,
) {
    harness.hover_at(from);
    harness.run_steps(1);
    press(harness, from, button, true);
    for at in [from.lerp(to, 0.5), to] {
        harness.hover_at(at);
        harness.run_steps(2);
    }
    press(harness, to, button, false);
}

pub(super) fn wheel(
    harness: &mut Harness<'static, Stage>,
    at: Pos2,
    delta: Vec2,
    modifiers: Modifiers,
) {
    harness.hover_at(at);
    harness.run_steps(1);
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta,
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers,
    });
    harness.run_steps(30);
}

pub(super) fn rect_of(harness: &Harness<'static, Stage>, label: &str) -> Rect {
    harness.get_by_label(label).rect()
}

/// What was asked for, forgetting it.
pub(super) fn asked(harness: &mut Harness<'static, Stage>) -> Vec<Command> {
    std::mem::take(&mut harness.state_mut().asked)
}

pub(super) fn places(commands: &[Command]) -> Vec<When> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Mark(MarkCommand::Place(_, when)) => Some(*when),
            _ => None,
        })
        .collect()
}

pub(super) fn scrubs(commands: &[Command]) -> Vec<MediaTime> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Transport(TransportCommand::Scrub(time)) => Some(*time),
            _ => None,
        })
        .collect()
}
