//! Episodes on the ruler: a quiet band from before it got hard to where it came back, with a small anchor where the people stopped.
//! A press on it plays the episode.

use egui::{
    CursorIcon, Id, Painter, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, accesskit, pos2, vec2,
};

use super::Frame;
use crate::{
    app::{
        Command, ExploreCommand,
        review::explore::{begins, ends, kept},
    },
    client,
    domain::{
        entry::{Entry, Episode},
        id::{EntryId, PersonId},
    },
    tr,
    ui::{theme::LINE, view::View},
};

/// How far over the lower edge of the ruler the band lies.
const OVER: f32 = 3.0;
/// Half the size of the anchor.
const ANCHOR: f32 = 3.5;
/// How far around the band a press still is on it.
const REACH: f32 = 6.0;

/// One episode that is in view.
struct Band<'a> {
    keeper: &'a PersonId,
    entry: &'a Entry,
    episode: &'a Episode,
    /// What can be pressed.
    place: Rect,
    stop: Pos2,
}

/// Those in view.
fn bands<'a>(frame: &Frame<'a, '_>) -> Vec<Band<'a>> {
    let view: &'a View<'_> = frame.view;
    let Some(session) = view.session() else {
        return Vec::new();
    };
    let ruler = super::plot(frame.rows.ruler, &frame.axis);
    let y = ruler.bottom() - OVER;
    let episodes = kept(session).into_iter();
    episodes
        .filter_map(|(keeper, entry, episode)| {
            let (from, to) = (frame.axis.x(begins(episode)), frame.axis.x(ends(episode)));
            let seen = to >= ruler.left() && from <= ruler.right();
            seen.then(|| Band {
                keeper,
                entry,
                episode,
                place: Rect::from_min_max(
                    pos2(from, y - REACH),
                    pos2(to.max(from + 2.0), y + OVER),
                ),
                stop: pos2(frame.axis.x(episode.stop), y),
            })
        })
        .collect()
}

/// Draws them.
pub(super) fn paint(painter: &Painter, frame: &Frame<'_, '_>) {
    let tokens = &frame.view.tokens;
    let hovered = frame.area.hover_pos().and_then(|at| under(frame, at));
    for band in bands(frame) {
        let strong = hovered
            .as_ref()
            .is_some_and(|one| one.entry.id == band.entry.id);
        let ink = tokens.together.ink;
        let ink = if strong {
            ink
        } else {
            ink.gamma_multiply(0.55)
        };
        let line = [
            pos2(band.place.left(), band.stop.y),
            pos2(band.place.right(), band.stop.y),
        ];
        painter.line_segment(line, Stroke::new(2.0 * LINE, ink));
        painter.circle(
            band.stop,
            ANCHOR,
            tokens.panel,
            Stroke::new(LINE, tokens.together.ink),
        );
    }
}

/// The shortest one under a place: a long one can be pressed beside it.
fn under<'a>(frame: &Frame<'a, '_>, at: Pos2) -> Option<Band<'a>> {
    bands(frame)
        .into_iter()
        .filter(|band| band.place.expand2(vec2(ANCHOR, 0.0)).contains(at))
        .min_by(|a, b| a.place.width().total_cmp(&b.place.width()))
}

/// What a press at a place asks for.
pub(super) fn pressed(frame: &Frame<'_, '_>, at: Pos2) -> Option<Command> {
    under(frame, at).map(|band| play(band.entry.id))
}

const fn play(id: EntryId) -> Command {
    Command::Explore(ExploreCommand::Replay(id))
}

/// “Looked at again, 0:30 to 1:05, about Sam: we saw …”.
fn words(view: &View<'_>, band: &Band<'_>) -> String {
    let time = client!(
        "explore-stretch",
        from = begins(band.episode).short(),
        to = ends(band.episode).short()
    );
    let about = view.about_words(&band.episode.subject, Some(band.keeper));
    tr!("timeline-episode", time = time, about = about)
}

/// The card under the pointer. True if there is one.
pub(super) fn hover(ui: &Ui, frame: &Frame<'_, '_>, at: Pos2) -> bool {
    let Some(band) = under(frame, at) else {
        return false;
    };
    ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    let id = ui
        .scope_id()
        .with(("episode under the pointer", band.entry.id));
    ui.interact(band.place, id, Sense::hover())
        .on_hover_ui(|ui| {
            ui.set_max_width(320.0);
            ui.label(words(frame.view, &band));
            if !band.episode.seen.is_empty() {
                ui.label(&band.episode.seen);
            }
        });
    true
}

/// Names them for a screen reader, and plays the one that it presses.
pub(super) fn nodes(ui: &Ui, frame: &Frame<'_, '_>, commands: &mut Vec<Command>) {
    for band in bands(frame) {
        let id: Id = ui.scope_id().with(("episode", band.entry.id));
        let label = client!("episode-play", time = band.episode.stop.whole_seconds());
        ui.interact(band.place, id, Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        ui.ctx()
            .accesskit_node_builder(id, |node| node.add_action(accesskit::Action::Click));
        if ui.input(|input| input.has_accesskit_action_request(id, accesskit::Action::Click)) {
            commands.push(play(band.entry.id));
        }
    }
}
