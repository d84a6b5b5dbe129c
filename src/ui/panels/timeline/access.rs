//! The timeline for a screen reader: the playhead as a slider, each lane, and each mark or bin in view.

use egui::{Id, Rect, Role, Sense, Ui, WidgetInfo, accesskit, pos2};

use super::{
    Frame, TimelineLook, class,
    data::Lanes,
    episodes, lanes,
    layout::{Hit, NAMED, What},
    parts, plot, thumbnails, tracks,
    waveform::still_drawing,
    words,
};
use crate::{
    app::{Command, MarkCommand, TrainingCommand, TransportCommand},
    domain::{
        id::MarkId,
        time::{MediaSpan, MediaTime},
    },
    tr,
};

/// What a node does when a screen reader presses it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Press {
    Select(MarkId),
    Hear(MediaSpan),
    ZoomTo(MediaSpan),
}

struct Node {
    id: Id,
    rect: Rect,
    label: String,
    press: Press,
}

/// Nodes that are kept until the drawing changes; making their words takes longer than drawing.
#[derive(Default)]
pub struct Kept {
    key: Option<(lanes::Key, bool)>,
    nodes: Vec<Node>,
}

/// Tells a screen reader what is there, and does what it asks.
pub fn nodes(ui: &Ui, frame: &Frame<'_, '_>, look: &mut TimelineLook, commands: &mut Vec<Command>) {
    let listening = ui
        .ctx()
        .accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(Role::Group);
            node.set_label(tr!("timeline-name"));
        })
        .is_some();
    if !listening {
        return;
    }
    playhead(ui, frame, look, commands);
    for (number, lane) in look.lanes.all().iter().enumerate() {
        let rect = lanes::lane_rect(&frame.key, number);
        let head = Rect::from_min_max(rect.min, pos2(frame.axis.left - 8.0, rect.bottom()));
        let label = || {
            let name = lanes::name(frame.view, &lane.owner);
            if frame.view.client_present() {
                // Nothing is counted on a client's screen.
                return tr!("timeline-lane-of", name = name);
            }
            tr!("timeline-lane", name = name, count = lane.len())
        };
        ui.interact(head, ui.scope_id().with(("lane", number)), Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, label()));
    }
    if let (Some(row), Some(session)) = (frame.rows.strength, frame.view.session()) {
        let words = || tracks::in_words(frame.view, session);
        ui.interact(row, ui.scope_id().with("strength"), Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, words()));
    }
    let sound = frame
        .view
        .recording()
        .and_then(|open| open.waveform.as_ref());
    if let (Some(row), Some(words)) = (frame.rows.waveform, sound.and_then(still_drawing)) {
        ui.interact(row, ui.scope_id().with("sound"), Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, words.as_str()));
    }
    if let Some(row) = frame.rows.pictures {
        let words = thumbnails::in_words(frame);
        ui.interact(row, ui.scope_id().with("pictures"), Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, words.as_str()));
    }
    parts::nodes(ui, frame);
    episodes::nodes(ui, frame, commands);
    let client = frame.view.face() == crate::app::marking::Face::Client;
    let open = look.drawn.hits.len();
    if look.nodes.key != Some((frame.key, client)) {
        let each = look.drawn.total <= NAMED;
        look.nodes.nodes = frame.hits[..open]
            .iter()
            .enumerate()
            .flat_map(|(at, hit)| of_hit(ui, frame, &look.lanes, at, hit, each))
            .collect();
        look.nodes.key = Some((frame.key, client));
    }
    let running: Vec<Node> = frame.hits[open..]
        .iter()
        .enumerate()
        .flat_map(|(at, hit)| of_hit(ui, frame, &look.lanes, at, hit, true))
        .collect();
    let selected = frame.view.desk().and_then(|desk| desk.selected);
    let mut pressed = None;
    for node in look.nodes.nodes.iter().chain(&running) {
        let chosen = matches!(node.press, Press::Select(id) if Some(id) == selected);
        let response = ui.interact(node.rect, node.id, Sense::hover());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &node.label));
        ui.ctx()
            .accesskit_node_builder(node.id, |node| node.add_action(accesskit::Action::Click));
        if ui.input(|input| input.has_accesskit_action_request(node.id, accesskit::Action::Click)) {
            pressed = Some(node.press);
        }
    }
    match pressed {
        Some(Press::Select(id)) => commands.push(Command::Mark(MarkCommand::Select(id))),
        Some(Press::Hear(span)) => {
            commands.push(Command::Training(TrainingCommand::Hear(span)));
        }
        Some(Press::ZoomTo(span)) => look.zoom_to(span),
        None => {}
    }
}

fn of_hit(
    ui: &Ui,
    frame: &Frame<'_, '_>,
    lanes: &Lanes,
    at: usize,
    hit: &Hit,
    each: bool,
) -> Vec<Node> {
    let shown = plot(frame.rows.lanes, &frame.axis).expand(10.0);
    let rect = hit.rect.intersect(shown);
    if !rect.is_positive() {
        return Vec::new();
    }
    let Some(session) = frame.view.session() else {
        return Vec::new();
    };
    let of_mark = |id: MarkId| {
        Some(Node {
            id: ui.scope_id().with(("mark", id)),
            rect,
            label: words::of_mark(frame.view, session.mark(id)?),
            press: Press::Select(id),
        })
    };
    if lanes.are_of_a_class() {
        // The same place may lie in several lanes.
        return vec![Node {
            id: ui.scope_id().with(("of a class", hit.lane, at)),
            rect,
            label: class::of_hit(frame.view, lanes, hit),
            press: Press::Hear(class::span_of(hit)),
        }];
    }
    match &hit.what {
        What::Mark(item) => of_mark(item.id).into_iter().collect(),
        What::Bin(bin) if each => bin.ids.iter().filter_map(|id| of_mark(*id)).collect(),
        What::Bin(bin) => vec![Node {
            id: ui.scope_id().with(("bin", at)),
            rect,
            label: words::of_bin(frame.view, bin),
            press: Press::ZoomTo(MediaSpan::between(bin.from, bin.to)),
        }],
    }
}

fn playhead(ui: &Ui, frame: &Frame<'_, '_>, look: &TimelineLook, commands: &mut Vec<Command>) {
    let id = ui.scope_id().with("playhead");
    let response = ui.interact(plot(frame.rows.ruler, &frame.axis), id, Sense::hover());
    let seconds = look.playhead.seconds_for_drawing();
    response.widget_info(|| {
        WidgetInfo::slider(
            true,
            seconds,
            tr!("timeline-playhead", time = look.playhead.short()),
        )
    });
    let duration = frame.transport.duration();
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(duration.seconds_for_drawing());
        for action in [
            accesskit::Action::Increment,
            accesskit::Action::Decrement,
            accesskit::Action::SetValue,
        ] {
            node.add_action(action);
        }
    });
    let (up, down, value) = ui.input(|input| {
        let value = input
            .accesskit_action_requests(id, accesskit::Action::SetValue)
            .find_map(|request| match request.data {
                Some(accesskit::ActionData::NumericValue(value)) => Some(value),
                _ => None,
            });
        (
            input.num_accesskit_action_requests(id, accesskit::Action::Increment),
            input.num_accesskit_action_requests(id, accesskit::Action::Decrement),
            value,
        )
    });
    let step = i32::try_from(up).unwrap_or(0) - i32::try_from(down).unwrap_or(0);
    if step != 0 {
        commands.push(Command::Transport(TransportCommand::Step(step)));
    }
    if let Some(value) = value {
        let time = MediaTime::from_drawn_seconds(value)
            .clamp_to_start()
            .min(duration);
        commands.push(Command::Transport(TransportCommand::Seek(time)));
    }
}
