//! The scale on which strength is rated while the recording plays: eleven wide steps in one hue, a number, and words.

use egui::{
    Align, Align2, Color32, Event, Id, Key, Layout, Modifiers, Rect, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, lerp, pos2, vec2,
};

use crate::{
    app::{Command, RatingCommand, marking::Face, review::rating::Rating},
    client,
    domain::{
        mark::Intensity,
        track::{Input, Zone},
    },
    tr,
    ui::{
        action::{Action, Effect, WindowEffect},
        theme::{self, Tokens},
        view::View,
        widgets::{
            chip::{self, Kind},
            pill,
        },
    },
    words::strength::landmarks,
};

/// Height of the whole line.
pub const HEIGHT: f32 = 76.0;
/// Width of what stands before the scale.
const BEFORE: f32 = 148.0;
/// Width of what stands after it.
const AFTER: f32 = 128.0;
/// Height of the steps.
const STEPS: f32 = 40.0;
/// How many steps there are.
const COUNT: f32 = 11.0;

/// Shows the scale in `rect`, if something is rated. Pushes what the window is to open.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    rect: Rect,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let Some(rating) = view.app.rating() else {
        return;
    };
    let narrow = rect.width() < 720.0;
    let before = if narrow { 56.0 } else { BEFORE };
    let head = Rect::from_min_max(rect.min, pos2(rect.left() + before, rect.bottom()));
    heading(ui, view, rating, head, narrow);
    let tail = Rect::from_min_max(pos2(rect.right() - AFTER, rect.top()), rect.max);
    let place = UiBuilder::new()
        .id_salt("end of rating")
        .max_rect(Rect::from_min_size(tail.min, vec2(AFTER, STEPS)))
        .layout(Layout::right_to_left(Align::Center));
    let words = if view.face() == Face::Client {
        client!("rating-end")
    } else {
        tr!("rating-end")
    };
    ui.scope_builder(place, |ui| {
        if ui
            .add(chip::button(&view.tokens, words, Kind::Plain))
            .clicked()
        {
            commands.push(Command::Rating(RatingCommand::End));
        }
    });
    more(ui, view, tail, commands, effects);
    let scale = Rect::from_min_max(
        pos2(head.right() + 8.0, rect.top()),
        pos2(tail.left() - 8.0, rect.top() + STEPS),
    );
    steps(ui, view, rating, scale, commands);
}

/// Under the end of the scale: the zones, and for the team what came before the strongest moments.
fn more(
    ui: &mut Ui,
    view: &View<'_>,
    tail: Rect,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let place = UiBuilder::new()
        .id_salt("more of rating")
        .max_rect(Rect::from_min_max(
            pos2(tail.left(), tail.top() + STEPS + 4.0),
            tail.max,
        ))
        .layout(Layout::right_to_left(Align::Min));
    ui.scope_builder(place, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for action in [Action::Zones, Action::Peaks] {
            let words = match action {
                Action::Peaks => tr!("rating-peaks"),
                _ if view.client_present() => client!("rating-zones"),
                _ => tr!("rating-zones"),
            };
            let Some(effect) = action.effect(view) else {
                continue;
            };
            let button = pill::quiet(ui, &view.tokens, &words, &words);
            if button.on_hover_text(action.label()).clicked() {
                match effect {
                    Effect::Command(command) => commands.push(command),
                    Effect::Window(effect) => effects.push(effect),
                }
            }
        }
    });
}

/// What is rated, the number, and the one quiet line: countdown, or that it waits for a movement.
fn heading(ui: &Ui, view: &View<'_>, rating: &Rating, rect: Rect, narrow: bool) {
    let tokens = &view.tokens;
    let client = view.face() == Face::Client;
    let number = rating
        .value()
        .map_or_else(|| "–".to_owned(), |value| value.get().to_string());
    let ink = if rating.holds() {
        tokens.ink
    } else {
        tokens.muted
    };
    let painter = ui.painter();
    painter.text(
        pos2(rect.right() - 4.0, rect.top() + STEPS / 2.0),
        Align2::RIGHT_CENTER,
        number,
        theme::bold(theme::QUESTION),
        ink,
    );
    let name = view.name(rating.about());
    let what = if client {
        client!("rating-title")
    } else {
        tr!("rating-title", name = name)
    };
    if !narrow {
        let galley = painter.layout(
            what,
            theme::regular(theme::BODY),
            tokens.ink,
            rect.width() - 44.0,
        );
        let at = pos2(
            rect.left(),
            rect.top() + (STEPS - galley.size().y).max(0.0) / 2.0,
        );
        painter.galley(at, galley, tokens.ink);
    }
}

/// What stands under the scale in place of the landmarks, when there is something to say.
fn line(view: &View<'_>, rating: &Rating) -> Option<String> {
    let now = view.app.reading().steady;
    let client = view.face() == Face::Client;
    let playing = view.transport().is_some_and(|transport| transport.playing);
    if let Some(seconds) = rating.countdown(now) {
        return Some(tr!("rating-countdown", seconds = seconds));
    }
    if playing && !rating.holds() {
        return Some(if client {
            client!("rating-waits")
        } else {
            tr!("rating-waits")
        });
    }
    rating.asks_whether_still(now).then(|| tr!("rating-still"))
}

/// The scale is found by this.
#[must_use]
pub fn scale_id() -> Id {
    Id::unique("strength scale")
}

/// The scale from 0 to 10.
fn steps(ui: &mut Ui, view: &View<'_>, rating: &Rating, rect: Rect, commands: &mut Vec<Command>) {
    let response = ui.interact(rect, scale_id(), Sense::click_and_drag());
    let client = view.face() == Face::Client;
    let spoken = if client {
        client!("rating-title")
    } else {
        tr!("rating-title", name = view.name(rating.about()))
    };
    let value = rating.value().map(Intensity::get);
    response.widget_info(|| WidgetInfo::slider(true, f64::from(value.unwrap_or(0)), &spoken));
    let given = given(ui, &response, rating, rect, commands);
    // What the hand chooses is seen in this very frame, although it is handed on after it.
    let shown = given.or_else(|| rating.value());
    let holds = rating.holds() || given.is_some();
    paint(ui, view, rating, (shown, holds), rect, response.has_focus());
}

/// Takes what pointer, wheel and keys say. Returns what the pointer is on while it is pressed.
fn given(
    ui: &Ui,
    response: &egui::Response,
    rating: &Rating,
    rect: Rect,
    commands: &mut Vec<Command>,
) -> Option<Intensity> {
    let width = rect.width() / COUNT;
    let mut on = None;
    if let Some(at) = response.interact_pointer_pos()
        && (response.dragged() || response.clicked() || response.is_pointer_button_down_on())
    {
        let step = ((at.x - rect.left()) / width).floor().clamp(0.0, 10.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 10"
        )]
        let chosen = Intensity::new(step as u8);
        on = chosen;
        let same = rating.holds() && rating.value() == chosen;
        // The press counts, not the release; a press on the value it has says that it still is so.
        if let Some(chosen) = chosen
            && (!same || response.drag_started())
        {
            commands.push(Command::Rating(RatingCommand::Set(chosen, Input::Slider)));
        }
    }
    let mut by = if response.contains_pointer() {
        wheel(ui)
    } else {
        0
    };
    if response.has_focus() {
        by += ui.input_mut(|input| {
            let more = input.consume_key(Modifiers::NONE, Key::ArrowRight);
            let less = input.consume_key(Modifiers::NONE, Key::ArrowLeft);
            i8::from(more) - i8::from(less)
        });
    }
    if by != 0 {
        commands.push(Command::Rating(RatingCommand::Step(by, Input::Wheel)));
        // It acts after this frame, and is seen in the next one, which need not wait for a picture.
        ui.ctx().request_repaint();
    }
    on
}

fn paint(
    ui: &Ui,
    view: &View<'_>,
    rating: &Rating,
    (value, holds): (Option<Intensity>, bool),
    rect: Rect,
    focused: bool,
) {
    let tokens = &view.tokens;
    let client = view.face() == Face::Client;
    let value = value.map(Intensity::get);
    let width = rect.width() / COUNT;
    let painter = ui.painter();
    for step in 0..=10_u8 {
        let left = rect.left() + f32::from(step) * width;
        let cell = Rect::from_min_max(
            pos2(left + 1.0, rect.top()),
            pos2(left + width - 1.0, rect.bottom()),
        );
        let under = value.is_some_and(|value| step <= value);
        let shade = shade(tokens, step);
        let fill = match (under, holds) {
            (true, true) => shade,
            (true, false) => tokens.accent_soft,
            (false, _) => tokens.raised,
        };
        let here = value == Some(step);
        let stroke = if here || (focused && under) {
            Stroke::new(2.0, tokens.accent)
        } else {
            Stroke::new(1.0, tokens.line)
        };
        painter.rect(cell, 4, fill, stroke, StrokeKind::Inside);
        let ink = if under && holds && step > 5 {
            tokens.on_accent
        } else {
            tokens.ink
        };
        painter.text(
            cell.center(),
            Align2::CENTER_CENTER,
            step,
            if here {
                theme::bold(theme::BODY)
            } else {
                theme::regular(theme::BODY)
            },
            ink,
        );
    }
    zone(ui, view, rating, rect);
    let below = rect.bottom() + 5.0;
    if let Some(words) = line(view, rating) {
        painter.text(
            pos2(rect.center().x, below),
            Align2::CENTER_TOP,
            words,
            theme::regular(theme::BODY),
            tokens.ink,
        );
        return;
    }
    for (step, words) in landmarks(client) {
        let x = rect.left() + (f32::from(step) + 0.5) * width;
        let room = width * 2.0 - 8.0;
        let galley = painter.layout(words, theme::regular(theme::SMALL), tokens.muted, room);
        let half = galley.size().x / 2.0;
        let left = (x - half).clamp(
            rect.left(),
            (rect.right() - galley.size().x).max(rect.left()),
        );
        painter.galley(pos2(left, below), galley, tokens.muted);
    }
}

/// A fine line under the OK zone of whoever is rated, where it was set.
fn zone(ui: &Ui, view: &View<'_>, rating: &Rating, rect: Rect) {
    let Some(zones) = view.person(rating.about()).and_then(|one| one.zones) else {
        return;
    };
    let (from, to) = zones.range(Zone::Workable);
    let width = rect.width() / COUNT;
    let left = rect.left() + f32::from(from) * width + 2.0;
    let right = rect.left() + f32::from(to + 1) * width - 2.0;
    let line = Stroke::new(3.0, view.tokens.accent.gamma_multiply(0.45));
    ui.painter().hline(left..=right, rect.bottom() + 3.0, line);
}

/// One hue, from light to dark.
fn shade(tokens: &Tokens, step: u8) -> Color32 {
    let part = f32::from(step) / 10.0;
    tokens
        .accent_soft
        .lerp_to_gamma(tokens.accent, lerp(0.1..=1.0, part))
}

/// Notches of the wheel in this frame; they are taken, so that nothing else scrolls.
fn wheel(ui: &Ui) -> i8 {
    ui.input_mut(|input| {
        let mut by = 0.0;
        input.events.retain(|event| match event {
            Event::MouseWheel { delta, .. } => {
                by += delta.y;
                false
            }
            _ => true,
        });
        if by != 0.0 {
            input.smooth_scroll_delta = egui::Vec2::ZERO;
        }
        if by > 0.0 {
            1
        } else if by < 0.0 {
            -1
        } else {
            0
        }
    })
}

/// The client's button that begins it.
pub fn begin_button(ui: &mut Ui, view: &View<'_>, height: f32, commands: &mut Vec<Command>) {
    let on = view.app.rating().is_some();
    let words = client!("rating-begin");
    let kind = if on { Kind::Choice { on } } else { Kind::Plain };
    let button = chip::button(&view.tokens, words, kind).min_size(vec2(0.0, height));
    if ui.add_enabled(view.app.may_rate(), button).clicked() {
        commands.push(Command::Rating(RatingCommand::Toggle));
    }
}
