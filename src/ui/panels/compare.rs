//! Two people's marks beside each other: the mirror timeline, the four lists, and what both say to it.
//!
//! Every word here is for both to read: a client may sit beside. Nothing is counted.

use std::sync::Arc;

use egui::{
    Align, Button, CornerRadius, Label, Layout, Rect, RichText, ScrollArea, Stroke, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use crate::{
    analysis::compare::Comparison,
    app::{
        Command, CompareCommand, Desk, GuessCommand, RoomCommand, TransportCommand,
        review::compare::Comparing,
    },
    client,
    ui::{
        icons,
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
};

mod choices;
mod guess;
mod lists;
mod mirror;
mod phrase;
mod saying;

pub use lists::List;

/// Below this size the lists lie beneath each other, beside the picture.
const SMALL: egui::Vec2 = egui::Vec2::new(980.0, 600.0);

/// What the comparison keeps between frames.
#[derive(Debug, Default)]
pub struct CompareLook {
    saying: saying::Saying,
    lists: lists::ListsLook,
}

/// All that one frame works with.
struct Scene<'a> {
    view: &'a View<'a>,
    desk: &'a Desk,
    comparing: &'a Comparing,
    comparison: Arc<Comparison>,
}

impl<'a> Scene<'a> {
    fn of(view: &'a View<'a>) -> Option<Self> {
        let desk = view.desk()?;
        Some(Self {
            view,
            desk,
            comparing: desk.comparing.as_ref()?,
            comparison: view.app.comparison()?,
        })
    }
}

fn region<R>(
    ui: &mut Ui,
    rect: Rect,
    salt: &str,
    layout: Layout,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.scope_builder(
        UiBuilder::new().id_salt(salt).max_rect(rect).layout(layout),
        |ui| {
            ui.set_clip_rect(ui.clip_rect().intersect(rect.expand(2.0)));
            add(ui)
        },
    )
    .inner
}

/// Whether the comparison has the whole window.
#[must_use]
pub fn has_the_window(view: &View<'_>) -> bool {
    let comparing = view.desk().and_then(|desk| desk.comparing.as_ref());
    comparing.is_some_and(|comparing| comparing.for_both)
}

/// In all of the window, for both to read. `video` draws the picture into the place it is given.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut CompareLook,
    commands: &mut Vec<Command>,
    video: &mut dyn FnMut(&mut Ui, Rect),
) {
    let Some(scene) = Scene::of(view) else { return };
    let full = ui.available_rect_before_wrap();
    let small = full.width() < SMALL.x || full.height() < SMALL.y;
    let (side, gap) = if small { (12.0, 8.0) } else { (20.0, 12.0) };
    let inner = full.shrink2(vec2(side, gap));
    let head = Rect::from_min_size(inner.min, vec2(inner.width(), theme::TARGET));
    top(ui, &scene, head, small, commands);
    let foot_height = if small { 40.0 } else { 52.0 };
    let foot = Rect::from_min_max(pos2(inner.left(), inner.bottom() - foot_height), inner.max);
    let body = Rect::from_min_max(
        pos2(inner.left(), head.bottom() + gap),
        pos2(inner.right(), foot.top() - gap),
    );
    if let Some(guessing) = &scene.desk.guessing {
        guess::show(ui, &scene, guessing, body, gap, commands, video);
    } else if small {
        // Picture and mirror on the left, the lists beneath each other beside them.
        let left = Rect::from_min_max(
            body.min,
            pos2(body.left() + body.width() * 0.5, body.bottom()),
        );
        let height = (left.width() * 9.0 / 16.0).min(left.height() * 0.52);
        let picture = Rect::from_min_size(left.min, vec2(left.width(), height));
        video(ui, picture);
        let mirror = Rect::from_min_max(pos2(left.left(), picture.bottom() + gap), left.max);
        mirror::show(ui, &scene, mirror, commands);
        let right = Rect::from_min_max(pos2(left.right() + gap, body.top()), body.max);
        region(ui, right, "lists", Layout::top_down(Align::Min), |ui| {
            lists::stacked(ui, &scene, &mut look.lists, commands);
        });
    } else {
        let height = (body.height() * 0.38).clamp(170.0, 340.0);
        // Under the picture is what is said.
        let width = ((height - 48.0) * 16.0 / 9.0).min(body.width() * 0.42);
        let picture = Rect::from_min_size(body.min, vec2(width, height));
        video(ui, picture);
        let mirror = Rect::from_min_max(
            pos2(picture.right() + 2.0 * gap, body.top()),
            pos2(body.right(), picture.bottom()),
        );
        mirror::show(ui, &scene, mirror, commands);
        let columns =
            Rect::from_min_max(pos2(body.left(), picture.bottom() + gap + GRID), body.max);
        lists::columns(ui, &scene, &mut look.lists, columns, gap, commands);
    }
    region(
        ui,
        foot,
        "foot",
        Layout::left_to_right(Align::Center),
        |ui| {
            bottom(ui, &scene, look, foot, commands);
        },
    );
}

/// The first line: what this is, who, how near, and the ways out.
fn top(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, small: bool, commands: &mut Vec<Command>) {
    let tokens = &scene.view.tokens;
    let left_edge = region(
        ui,
        rect,
        "ways out",
        Layout::right_to_left(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if chip::pressed(ui, tokens, client!("client-enough"), Kind::Plain) {
                commands.push(Command::Room(RoomCommand::Enough));
            }
            if scene.desk.guessing.is_some() {
                if chip::pressed(ui, tokens, client!("guess-leave"), Kind::Plain) {
                    commands.push(Command::Guess(GuessCommand::Leave));
                }
                return ui.min_rect().left();
            }
            if chip::pressed(ui, tokens, client!("compare-back"), Kind::Plain) {
                commands.push(Command::Compare(CompareCommand::Close));
            }
            guess::way_in(ui, scene, commands);
            choices::tolerance(ui, scene, small, commands);
            ui.min_rect().left()
        },
    );
    let left = Rect::from_min_max(rect.min, pos2(left_edge - 8.0, rect.bottom()));
    region(
        ui,
        left,
        "what this is",
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let title = RichText::new(client!("compare-title")).font(theme::bold(theme::SECTION));
            ui.add(Label::new(title).truncate());
            if scene.desk.guessing.is_none() {
                choices::people(ui, scene, commands);
            }
            let name = &scene.desk.document.session().info().title;
            if !name.is_empty() {
                let name = RichText::new(name).color(tokens.muted);
                ui.add(Label::new(name).truncate());
            }
        },
    );
}

/// The last line: hear it, say something to it.
fn bottom(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut CompareLook,
    rect: Rect,
    commands: &mut Vec<Command>,
) {
    ui.spacing_mut().item_spacing.x = 12.0;
    play(ui, scene, rect.height(), commands);
    let pair = scene
        .desk
        .selected
        .filter(|_| scene.desk.guessing.is_none())
        .and_then(|id| scene.comparison.pair_with(id));
    match pair {
        Some(pair) if saying::may_say(scene) => {
            saying::line(ui, scene, &mut look.saying, pair, rect.height(), commands);
        }
        _ => {
            look.saying.leave(commands);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let words =
                    RichText::new(client!("compare-no-mistakes")).color(scene.view.tokens.muted);
                ui.add(Label::new(words).wrap());
            });
        }
    }
}

/// The one main action: hear the chosen moment, or go on, or pause.
fn play(ui: &mut Ui, scene: &Scene<'_>, height: f32, commands: &mut Vec<Command>) {
    let tokens = &scene.view.tokens;
    let Some(transport) = scene.view.transport() else {
        return;
    };
    let chosen = scene.desk.selected.filter(|id| {
        let comparison = &scene.comparison;
        let alone = comparison.only_left.iter().chain(&comparison.only_right);
        comparison.pair_with(*id).is_some()
            || alone.chain(&comparison.together).any(|mark| mark.id == *id)
    });
    let guessed = scene.view.app.guessed_about().map(|(mark, _, _)| mark.id);
    let (icon, words, command) = match (transport.playing, guessed.or(chosen)) {
        (true, _) => (
            icons::PAUSE,
            client!("client-pause"),
            Command::Transport(TransportCommand::Pause),
        ),
        (false, Some(mark)) => (
            icons::PLAY,
            client!("compare-play"),
            match guessed {
                Some(_) => Command::Guess(GuessCommand::Play),
                None => Command::Compare(CompareCommand::Play(mark)),
            },
        ),
        (false, None) => (
            icons::PLAY,
            client!("client-go-on"),
            Command::Transport(TransportCommand::Play),
        ),
    };
    let text = RichText::new(format!("{icon}  {words}")).color(tokens.on_accent);
    let button = Button::new(text)
        .fill(tokens.accent)
        .stroke(Stroke::NONE)
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .min_size(vec2(168.0, height.min(44.0)));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
    if response.clicked() {
        commands.push(command);
    }
}

/// Beside the picture: the lists beneath each other.
pub fn beside(ui: &mut Ui, view: &View<'_>, look: &mut CompareLook, commands: &mut Vec<Command>) {
    let Some(scene) = Scene::of(view) else {
        let two = view
            .session()
            .is_some_and(|session| session.people().len() > 1);
        if two {
            commands.push(Command::Compare(CompareCommand::Beside));
        } else {
            lists::quiet(ui, view, &client!("compare-takes-two"));
        }
        return;
    };
    let inner = ui
        .available_rect_before_wrap()
        .shrink2(vec2(3.0 * GRID, 0.0));
    let mut used = inner.top();
    ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
            choices::people(ui, &scene, commands);
            choices::tolerance(ui, &scene, false, commands);
            let words = client!("compare-for-both");
            if ui
                .add(chip::small(&view.tokens, words, Kind::Plain))
                .clicked()
            {
                commands.push(Command::Compare(CompareCommand::ForBoth));
            }
        });
        used = ui.min_rect().bottom();
    });
    let pair = scene
        .desk
        .selected
        .and_then(|id| scene.comparison.pair_with(id));
    let pair = pair.filter(|_| saying::may_say(&scene));
    let below = if pair.is_some() { saying::HEIGHT } else { 0.0 };
    let lists = Rect::from_min_max(
        pos2(inner.left(), used + 2.0 * GRID),
        pos2(inner.right(), inner.bottom() - below),
    );
    region(ui, lists, "lists", Layout::top_down(Align::Min), |ui| {
        lists::stacked(ui, &scene, &mut look.lists, commands);
    });
    let Some(pair) = pair else {
        look.saying.leave(commands);
        return;
    };
    let card = Rect::from_min_max(pos2(inner.left(), lists.bottom() + GRID), inner.max);
    region(ui, card, "saying", Layout::top_down(Align::Min), |ui| {
        saying::card(ui, &scene, &mut look.saying, pair, commands);
    });
}

/// Where the timeline is: the two people's marks as a mirror.
pub fn mirrored(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(scene) = Scene::of(view) else { return };
    let whole = ui.available_rect_before_wrap();
    ui.allocate_rect(whole, egui::Sense::hover());
    mirror::show(ui, &scene, whole.shrink2(vec2(16.0, 4.0)), commands);
}

/// A scrolled page whose bar lies over the edge of the words and takes no room from them.
fn scrolled(ui: &mut Ui, salt: &str) -> ScrollArea {
    let scroll = &mut ui.spacing_mut().scroll;
    scroll.floating = true;
    scroll.floating_allocated_width = 0.0;
    scroll.bar_width = 2.0 * GRID;
    scroll.foreground_color = true;
    scroll.dormant_handle_opacity = 0.25;
    scroll.active_handle_opacity = 0.4;
    scroll.dormant_background_opacity = 0.0;
    scroll.active_background_opacity = 0.0;
    scroll.interact_background_opacity = 0.0;
    scroll.fade.strength = 0.0;
    ScrollArea::vertical().id_salt(salt).auto_shrink(false)
}
