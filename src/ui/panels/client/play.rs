//! Going on and pausing, and where the recording is.

use egui::{
    Align, Button, CornerRadius, Key, Layout, Modifiers, Rect, RichText, Sense, Stroke, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::{super::rating, COME_BACK, Parts, region};
use crate::{
    app::{Command, Desk, MarkCommand, TransportCommand, transport::Transport},
    client,
    domain::time::{MediaDelta, MediaTime},
    ui::{
        icons, theme,
        view::View,
        widgets::chip::{self, Kind},
    },
};

pub(super) fn play_row(
    ui: &mut Ui,
    view: &View<'_>,
    parts: &Parts<'_>,
    rect: Rect,
    covered: bool,
    commands: &mut Vec<Command>,
) {
    let (tokens, transport) = (&view.tokens, parts.transport);
    let compact = !parts.measure.bottom;
    region(
        ui,
        rect,
        "play",
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let (icon, words) = if transport.playing {
                (icons::PAUSE, client!("client-pause"))
            } else {
                (icons::PLAY, client!("client-go-on"))
            };
            let size = if compact { theme::BODY } else { theme::SECTION };
            let text = RichText::new(format!("{icon}  {words}"))
                .size(size)
                .color(tokens.on_accent);
            let width = if compact { 92.0 } else { 124.0 };
            let button = Button::new(text)
                .fill(tokens.accent)
                .stroke(Stroke::NONE)
                .corner_radius(CornerRadius::same(10))
                .min_size(vec2(width, rect.height()));
            let response = ui.add(button);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
            if response.clicked() {
                commands.push(Command::Transport(TransportCommand::TogglePlay));
            }
            let small = rect.height().min(36.0);
            if !covered || rect.width() > 300.0 {
                let back = chip::button(tokens, client!("client-back-five"), Kind::Plain)
                    .min_size(vec2(0.0, small));
                if ui.add(back).clicked() {
                    commands.push(Command::Transport(TransportCommand::Jump(
                        MediaDelta::from_millis(-5000),
                    )));
                }
            }
            if compact && !covered {
                come_back(ui, view, parts.desk, small, commands);
            }
            let (at, length) = (
                transport.scrubbing.unwrap_or(transport.playhead),
                transport.duration(),
            );
            let words = client!(
                "client-place",
                at = at.whole_seconds(),
                length = length.whole_seconds()
            );
            let galley =
                ui.painter()
                    .layout_no_wrap(words.clone(), theme::regular(theme::BODY), tokens.ink);
            let room = ui.available_width() - galley.size().x - 10.0;
            // Beside the card of a small screen there is no room to drag in.
            if room > 72.0 {
                progress(ui, view, transport, vec2(room, rect.height()), commands);
            }
            ui.label(words);
        },
    );
}

fn progress(
    ui: &mut Ui,
    view: &View<'_>,
    transport: &Transport,
    size: Vec2,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let length = transport.duration().seconds_for_drawing();
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let at = transport
        .scrubbing
        .unwrap_or(transport.playhead)
        .seconds_for_drawing();
    let time_at = |x: f32| {
        let part = f64::from(((x - rect.left()) / rect.width()).clamp(0.0, 1.0));
        MediaTime::from_drawn_seconds(part * length)
    };
    if length > 0.0 {
        if let Some(pointer) = response.interact_pointer_pos() {
            let time = time_at(pointer.x);
            if response.drag_stopped() {
                commands.push(Command::Transport(TransportCommand::ScrubEnd(time)));
            } else if response.dragged() {
                commands.push(Command::Transport(TransportCommand::Scrub(time)));
            } else if response.clicked() {
                commands.push(Command::Transport(TransportCommand::Seek(time)));
            }
        } else if response.drag_stopped()
            && let Some(time) = transport.scrubbing
        {
            commands.push(Command::Transport(TransportCommand::ScrubEnd(time)));
        }
        if response.has_focus() {
            let step = ui.input_mut(|input| {
                let on = input.consume_key(Modifiers::NONE, Key::ArrowRight);
                let back = input.consume_key(Modifiers::NONE, Key::ArrowLeft);
                if on {
                    5000
                } else if back {
                    -5000
                } else {
                    0
                }
            });
            if step != 0 {
                commands.push(Command::Transport(TransportCommand::Jump(
                    MediaDelta::from_millis(step),
                )));
            }
        }
    }
    let spoken = client!("client-progress");
    response.widget_info(|| WidgetInfo::slider(true, at, &spoken));
    let track = Rect::from_center_size(rect.center(), vec2(rect.width(), 8.0));
    let painter = ui.painter();
    painter.rect_filled(track, 4, tokens.line);
    #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
    let part = if length > 0.0 {
        (at / length).clamp(0.0, 1.0) as f32
    } else {
        0.0
    };
    let x = track.left() + part * track.width();
    if part > 0.0 {
        let done = Rect::from_min_max(track.min, pos2(x.max(track.left() + 8.0), track.bottom()));
        painter.rect_filled(done, 4, tokens.accent);
    }
    if response.hovered() || response.dragged() || response.has_focus() {
        painter.circle(
            pos2(x, track.center().y),
            8.0,
            tokens.raised,
            Stroke::new(2.0 * theme::LINE, tokens.accent),
        );
    }
}

fn come_back(ui: &mut Ui, view: &View<'_>, desk: &Desk, height: f32, commands: &mut Vec<Command>) {
    let button = chip::button(&view.tokens, client!("client-come-back"), Kind::Plain)
        .min_size(vec2(0.0, height));
    if ui.add_enabled(desk.document.writable(), button).clicked()
        && let Ok(code) = COME_BACK.parse()
    {
        commands.push(Command::Mark(MarkCommand::CodeTap(code)));
    }
}

pub(super) fn bottom_row(
    ui: &mut Ui,
    view: &View<'_>,
    parts: &Parts<'_>,
    rect: Rect,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let font = theme::regular(theme::BODY);
    let wide = |text: &str| {
        ui.painter()
            .layout_no_wrap(text.to_owned(), font.clone(), tokens.ink)
            .size()
            .x
            + 24.0
    };
    let (pause, back) = (client!("client-pause"), client!("client-come-back"));
    let strong = client!("rating-begin");
    // Whoever recalls rates nothing.
    let rates = !view.app.in_recall();
    let third = if rates { wide(&strong) + 8.0 } else { 0.0 };
    let width = wide(&pause) + wide(&back) + third + 8.0;
    let row = Rect::from_center_size(rect.center(), vec2(width, rect.height()));
    region(
        ui,
        row,
        "bottom",
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let response = ui.add_enabled(
                parts.transport.playing,
                chip::button(tokens, pause, Kind::Plain),
            );
            let spoken = client!("client-pause-all");
            response.widget_info(|| {
                WidgetInfo::labeled(egui::Role::Button, parts.transport.playing, &spoken)
            });
            if response.clicked() {
                commands.push(Command::Transport(TransportCommand::Pause));
            }
            come_back(ui, view, parts.desk, theme::TARGET, commands);
            if rates {
                rating::begin_button(ui, view, theme::TARGET, commands);
            }
        },
    );
}
