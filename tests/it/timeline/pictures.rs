//! Pictures to look at, written to `target/looks`: `cargo test --test it timeline::pictures -- --ignored`.

use egui::{PointerButton, pos2, vec2};
use egui_kittest::kittest::Queryable;
use mindframe::{
    app::{Command, MarkCommand, TransportCommand},
    domain::{mark::When, time::MediaSpan},
};

use super::stage::{SIZE, Stage, at, desk_with, drawn_story, harness, press, save};
use crate::many;

#[test]
#[ignore = "draws pictures to look at"]
fn pictures() {
    for (name, size, scale, dark) in [
        ("light", SIZE, 2.0, false),
        ("dark", SIZE, 2.0, true),
        ("narrow", vec2(640.0, 150.0), 2.0, false),
        ("720", vec2(860.0, 170.0), 2.0, true),
    ] {
        let mut desk = desk_with(drawn_story());
        desk.seek(43_160);
        desk.app
            .handle(Command::Mark(MarkCommand::Select(many_id(103))));
        desk.app
            .handle(Command::Transport(TransportCommand::SetLoop(Some(
                MediaSpan::between(at(58_000), at(66_000)),
            ))));
        desk.app.tick();
        let mut harness = harness(Stage::new(desk), size, scale, dark);
        save(&mut harness, name);
        harness
            .state_mut()
            .look
            .zoom_to(MediaSpan::between(at(30_000), at(50_000)));
        harness.run();
        save(&mut harness, &format!("{name}-zoomed"));
        harness
            .state_mut()
            .look
            .zoom_to(MediaSpan::between(at(43_000), at(43_300)));
        harness.run();
        save(&mut harness, &format!("{name}-frames"));
    }
    for (name, count) in [("dense", 10_000), ("busy", 160)] {
        let mut harness = harness(
            Stage::new(desk_with(many::spread(count, at(110_000)))),
            SIZE,
            2.0,
            false,
        );
        save(&mut harness, name);
    }
    let names = ["Robin", "Sam", "Ana-Lucía Fernández", "Björn", "Kim", "Lee"];
    let marks = (0_u8..60)
        .map(|n| {
            many::mark(
                n.into(),
                usize::from(n % 6),
                When::Point(at(i64::from(n) * 1800)),
                "c.feel",
            )
        })
        .collect();
    let crowd = desk_with(many::session(many::people(&names), marks, Vec::new()));
    let mut harness = harness(Stage::new(crowd), SIZE, 2.0, false);
    save(&mut harness, "crowd");
}

#[test]
#[ignore = "draws pictures to look at"]
fn pictures_of_cards_and_drags() {
    let mut harness = harness(Stage::new(desk_with(drawn_story())), SIZE, 2.0, false);
    let place = harness
        .get_by_label_contains("Robin, own, 0:16.000")
        .rect()
        .center();
    harness.hover_at(place);
    harness.run_steps(60);
    save(&mut harness, "card");
    let bar = harness.get_by_label_contains("0:32.000 to 0:56.000").rect();
    let from = pos2(bar.right() - 1.0, bar.center().y);
    harness.hover_at(from);
    harness.run_steps(2);
    press(&mut harness, from, PointerButton::Primary, true);
    harness.hover_at(from + vec2(60.0, 0.0));
    harness.run_steps(4);
    save(&mut harness, "drag");
    press(&mut harness, from, PointerButton::Primary, false);
    let mut session = desk_with(drawn_story());
    session.seek(70_000);
    session.app.handle(Command::Mark(MarkCommand::SetStart));
    session.seek(95_000);
    harness = self::harness(Stage::new(session), SIZE, 2.0, true);
    save(&mut harness, "open");
}

fn many_id(number: u128) -> mindframe::domain::id::MarkId {
    many::mark(number, 0, When::Point(at(0)), "c.feel").id
}
