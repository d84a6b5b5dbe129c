//! Episodes on the ruler: a quiet band from before it got hard to where it came back, with a small anchor where the people
//! stopped. Pressing the anchor plays the episode through.

use egui::{Painter, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, accesskit, pos2};

use super::{Frame, plot};
use crate::{
    app::{
        Command, ExploreCommand,
        review::explore::{begins, ends, kept},
    },
    client,
    domain::{entry::Episode, id::EntryId},
    ui::theme::LINE,
};

/// How far over the lower edge of the ruler the band lies.
const OVER: f32 = 3.0;
/// Half the size of the anchor.
const ANCHOR: f32 = 3.5;
/// Half the size of what takes a press for it.
const TARGET: f32 = 9.0;

fn anchor(frame: &Frame<'_, '_>, episode: &Episode) -> Pos2 {
    let y = frame.rows.ruler.bottom() - OVER;
    pos2(frame.axis.x(episode.stop), y)
}

/// The anchors in view, with whose they are.
fn anchors<'a>(frame: &'a Frame<'_, '_>) -> impl Iterator<Item = (EntryId, Pos2, &'a Episode)> {
    let shown = plot(frame.rows.ruler, &frame.axis).x_range();
    let kept = frame.view.session().map(kept).unwrap_or_default();
    kept.into_iter().filter_map(move |(_, entry, episode)| {
        let at = anchor(frame, episode);
        shown.contains(at.x).then_some((entry.id, at, episode))
    })
}

/// The episode whose anchor is at a place.
pub(super) fn at(frame: &Frame<'_, '_>, place: Pos2) -> Option<EntryId> {
    anchors(frame)
        .map(|(id, at, _)| (id, at.distance(place)))
        .filter(|(_, distance)| *distance <= TARGET)
        .min_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(id, _)| id)
}

/// What pressing an anchor does.
pub(super) const fn play(id: EntryId) -> Command {
    Command::Explore(ExploreCommand::Replay(id))
}

/// Tells a screen reader of them.
pub(super) fn nodes(ui: &Ui, frame: &Frame<'_, '_>, commands: &mut Vec<Command>) {
    for (entry, at, episode) in anchors(frame) {
        let id = ui.scope_id().with(("episode", entry));
        let rect = Rect::from_center_size(at, Vec2::splat(2.0 * TARGET));
        let words = client!("episode-play", time = episode.stop.whole_seconds());
        ui.interact(rect, id, Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Button, true, words.as_str()));
        ui.ctx()
            .accesskit_node_builder(id, |node| node.add_action(accesskit::Action::Click));
        if ui.input(|input| input.has_accesskit_action_request(id, accesskit::Action::Click)) {
            commands.push(play(entry));
        }
    }
}

/// Draws them.
pub(super) fn paint(painter: &Painter, frame: &Frame<'_, '_>, ruler: Rect) {
    let Some(session) = frame.view.session() else {
        return;
    };
    let tokens = &frame.view.tokens;
    let y = ruler.bottom() - OVER;
    for (_, _, episode) in kept(session) {
        let (from, to) = (frame.axis.x(begins(episode)), frame.axis.x(ends(episode)));
        if to < ruler.left() || from > ruler.right() {
            continue;
        }
        let stroke = Stroke::new(2.0 * LINE, tokens.together.ink.gamma_multiply(0.55));
        painter.line_segment([pos2(from, y), pos2(to.max(from + 2.0), y)], stroke);
        painter.circle(
            anchor(frame, episode),
            ANCHOR,
            tokens.panel,
            Stroke::new(LINE, tokens.together.ink),
        );
    }
}
