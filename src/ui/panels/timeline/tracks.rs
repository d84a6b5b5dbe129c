//! The row of strength: how strong something felt along the recording, a line per rater and person.
//!
//! A line has its rater's colour, and says by its stroke and its letter as well whose it is. Behind the lines lies, very faint,
//! the range in which the person who was rated can think and feel at once, where they have set it.

use std::collections::BTreeMap;

use egui::{
    Align2, Painter, Pos2, Rect, RichText, Sense, Shape as Drawing, Stroke, Ui, pos2, vec2,
};

use super::{Frame, axis::Axis, plot};
use crate::{
    client,
    domain::{
        id::{PersonId, TrackId},
        mark::Intensity,
        session::Session,
        time::{MediaDelta, MediaSpan, MediaTime},
        track::{Lag, Stretch, Track, TrackKind, Zone, Zones},
    },
    tr,
    ui::{
        theme::{self, LINE},
        view::View,
    },
    words::strength::landmark,
};

/// A change of strength is drawn as a slope this wide at most, in points.
const SLOPE: f32 = 8.0;
/// Room above and below the lines.
const EDGE: f32 = 2.0;
/// How near to a line the pointer is on it.
const NEAR: f32 = 14.0;

/// Every rating of strength with its rater; none while somebody recalls, who has no ratings before them.
pub fn strengths<'a>(
    view: &View<'a>,
    session: &'a Session,
) -> impl Iterator<Item = (&'a PersonId, &'a Track)> + use<'a> {
    let recall = view.app.in_recall();
    let sets = session.sets().iter().filter(move |_| !recall);
    sets.flat_map(|(rater, set)| {
        set.tracks
            .iter()
            .filter(|track| track.kind == TrackKind::Arousal && !track.is_empty())
            .map(move |track| (rater, track))
    })
}

/// How a line is drawn, so that it can be told from others without its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// Whole: people who rated themselves.
    Whole,
    /// In dashes: the first who rated somebody else.
    Dashed,
    /// In dots: the second.
    Dotted,
    /// In long dashes: any further one.
    Long,
}

impl Style {
    /// The style of each track: of all who rated somebody else, in the order of the record.
    fn of(view: &View<'_>, session: &Session) -> BTreeMap<TrackId, Self> {
        let mut others: Vec<&PersonId> = Vec::new();
        let mut styles = BTreeMap::new();
        for (rater, track) in strengths(view, session) {
            let style = if track.about == *rater {
                Self::Whole
            } else {
                let place = others.iter().position(|one| *one == rater);
                let place = place.unwrap_or_else(|| {
                    others.push(rater);
                    others.len() - 1
                });
                [Self::Dashed, Self::Dotted]
                    .get(place)
                    .copied()
                    .unwrap_or(Self::Long)
            };
            styles.insert(track.id, style);
        }
        styles
    }

    fn draw(self, points: &[Pos2], stroke: Stroke, out: &mut Vec<Drawing>) {
        match self {
            Self::Whole => out.push(Drawing::line(points.to_vec(), stroke)),
            Self::Dashed => out.extend(Drawing::dashed_line(points, stroke, 4.0, 4.0)),
            Self::Dotted => {
                out.extend(Drawing::dotted_line(points, stroke.color, 4.5, 1.3));
            }
            Self::Long => out.extend(Drawing::dashed_line(points, stroke, 10.0, 4.0)),
        }
    }
}

/// What the drawing depends on.
type Key = (u64, Axis, Rect, bool, Lag, Option<Zones>, bool);

/// A kept drawing.
#[derive(Default)]
pub struct Kept {
    key: Option<Key>,
    drawings: Vec<Drawing>,
    /// The letter of each line's rater, where it begins.
    letters: Vec<(Pos2, PersonId)>,
}

impl Kept {
    /// Draws the ratings in `rect`: whole where people rated themselves, broken where they rated another; earlier passes fainter.
    pub fn paint(
        &mut self,
        painter: &Painter,
        view: &View<'_>,
        session: &Session,
        version: u64,
        axis: &Axis,
        rect: Rect,
    ) {
        let lag = lag(view);
        let zones = view.app.zones_shown().map(|(_, zones)| zones);
        let recall = view.app.in_recall();
        let key = Some((version, *axis, rect, view.tokens.dark, lag, zones, recall));
        if self.key != key {
            self.draw(view, session, axis, rect, lag, zones);
            self.key = key;
        }
        painter.extend(self.drawings.iter().cloned());
        let tokens = &view.tokens;
        for (at, rater) in &self.letters {
            let initial = view
                .person(rater)
                .map_or_else(|| "?".to_owned(), crate::domain::person::Person::initial);
            let galley =
                painter.layout_no_wrap(initial, theme::bold(11.0), view.colours(rater).ink);
            let place = Align2::LEFT_CENTER.anchor_size(*at, galley.size());
            painter.rect_filled(place.expand2(vec2(2.0, -1.0)), 3, tokens.panel);
            painter.galley(place.min, galley, tokens.ink);
        }
    }

    fn draw(
        &mut self,
        view: &View<'_>,
        session: &Session,
        axis: &Axis,
        rect: Rect,
        lag: Lag,
        zones: Option<Zones>,
    ) {
        self.drawings.clear();
        self.letters.clear();
        self.drawings
            .extend(zones.map(|zones| band(view, zones, rect)));
        let styles = Style::of(view, session);
        let newest = newest(view, session);
        for (rater, track) in strengths(view, session) {
            let last = newest.get(&(rater, &track.about)) == Some(&track.pass);
            let ink = view.colours(rater).ink;
            let ink = if last { ink } else { ink.gamma_multiply(0.45) };
            let stroke = Stroke::new(LINE + 0.2, ink);
            let style = styles.get(&track.id).copied().unwrap_or(Style::Whole);
            let mut named = !last;
            for (span, stretch) in track.read(lag) {
                let points = line(stretch, lag.of(track.input, stretch.rate), span, axis, rect);
                if points.len() < 2 {
                    continue;
                }
                if !named {
                    named = true;
                    self.name(points[0], rater, rect);
                }
                style.draw(&points, stroke, &mut self.drawings);
            }
        }
    }

    /// Puts a letter at the beginning of a line, beside those that are there.
    fn name(&mut self, begins: Pos2, rater: &PersonId, rect: Rect) {
        let mut at = pos2(
            begins.x.max(rect.left()) + 2.0,
            begins.y.clamp(rect.top() + 7.0, rect.bottom() - 7.0),
        );
        let taken = |at: Pos2, letters: &[(Pos2, PersonId)]| {
            letters
                .iter()
                .any(|(other, _)| (other.x - at.x).abs() < 14.0 && (other.y - at.y).abs() < 12.0)
        };
        while taken(at, &self.letters) && at.x < rect.right() {
            at.x += 16.0;
        }
        self.letters.push((at, rater.clone()));
    }
}

fn lag(view: &View<'_>) -> Lag {
    Lag::from_millis(view.settings().rating_lag_ms)
}

/// The newest pass of each rater about each person.
fn newest<'a>(
    view: &View<'a>,
    session: &'a Session,
) -> BTreeMap<(&'a PersonId, &'a PersonId), u32> {
    let mut newest = BTreeMap::new();
    for (rater, track) in strengths(view, session) {
        let pass: &mut u32 = newest.entry((rater, &track.about)).or_default();
        *pass = (*pass).max(track.pass);
    }
    newest
}

/// Where a value lies.
fn height(rect: Rect, value: f32) -> f32 {
    rect.bottom() - EDGE - (rect.height() - 2.0 * EDGE) * value / 10.0
}

/// The range in which thinking and feeling are both possible, as a very faint band.
fn band(view: &View<'_>, zones: Zones, rect: Rect) -> Drawing {
    let (from, to) = zones.range(Zone::Workable);
    // Half a step on either side, so that a line on its border lies in it.
    let top = height(rect, (f32::from(to) + 0.5).min(10.0));
    let bottom = height(rect, f32::from(from) - 0.5);
    let place = Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), bottom));
    let fill = view.tokens.accent_soft.gamma_multiply(0.55);
    Drawing::rect_filled(place, 0, fill)
}

/// The line of one stretch, so much earlier than it was given: a value holds until the next, so it is flat with a short
/// slope before each change. Between stretches there is nothing.
fn line(stretch: &Stretch, by: MediaDelta, span: MediaSpan, axis: &Axis, rect: Rect) -> Vec<Pos2> {
    let y = |value: u8| height(rect, f32::from(value));
    let samples = &stretch.samples;
    let from = MediaTime::from_drawn_seconds(axis.window.start);
    let to = MediaTime::from_drawn_seconds(axis.window.end());
    if span.end() < from || span.start() > to {
        return Vec::new();
    }
    let first = samples
        .partition_point(|(time, _)| *time - by <= from)
        .saturating_sub(1);
    let mut points: Vec<Pos2> = Vec::new();
    for (time, value) in &samples[first..] {
        let time = (*time - by).max(span.start());
        if time > to {
            break;
        }
        let here = pos2(axis.x(time).max(axis.left), y(value.get()));
        match points.last().copied() {
            // Many samples under one point: the newest stands for them.
            Some(last) if points.len() > 1 && here.x - last.x < 1.0 => {
                if let Some(last) = points.last_mut() {
                    last.y = here.y;
                }
                continue;
            }
            Some(last) => {
                let slope = SLOPE.min((here.x - last.x) / 2.0);
                points.push(pos2(here.x - slope, last.y));
            }
            None => {}
        }
        points.push(here);
    }
    if let Some(last) = points.last().copied() {
        let end = axis.x(span.end()).min(axis.right());
        points.push(pos2(end.max(last.x), last.y));
    }
    points
}

/// “Strength of Sam, rated by Robin”, for a screen reader; where the OK zone lies, where it was set.
#[must_use]
pub fn in_words(view: &View<'_>, session: &Session) -> String {
    let mut said: Vec<String> = Vec::new();
    for (rater, about) in newest(view, session).into_keys() {
        said.push(rated(view, rater, about));
    }
    if let Some((person, zones)) = view.app.zones_shown() {
        let (from, to) = zones.range(Zone::Workable);
        let name = view.name(&person);
        said.push(client!("zones-of", name = name, from = from, to = to));
    }
    tr!("timeline-strengths", said = said.join(", "))
}

fn rated(view: &View<'_>, rater: &PersonId, about: &PersonId) -> String {
    let name = view.name(rater);
    if rater == about {
        tr!("timeline-rated-own", name = name)
    } else {
        let about = view.name(about);
        tr!("timeline-rated", name = name, about = about)
    }
}

/// What is on a line where the pointer is.
struct Under<'a> {
    at: MediaTime,
    value: Intensity,
    rater: &'a PersonId,
    track: &'a Track,
    y: f32,
}

/// The card of the line under the pointer: time, number, the word of the scale, and who rated.
pub(super) fn hover(ui: &Ui, frame: &Frame<'_, '_>, pointer: Pos2) {
    let view = frame.view;
    let (Some(row), Some(session)) = (frame.rows.strength, view.session()) else {
        return;
    };
    let rect = plot(row, &frame.axis);
    if !rect.contains(pointer) {
        return;
    }
    let at = frame.axis.time(pointer.x, frame.transport.duration());
    let lag = lag(view);
    let near = strengths(view, session)
        .filter_map(|(rater, track)| {
            let value = track.value_at(at, lag)?;
            let y = height(rect, f32::from(value.get()));
            Some(Under {
                at,
                value,
                rater,
                track,
                y,
            })
        })
        .min_by(|a, b| (a.y - pointer.y).abs().total_cmp(&(b.y - pointer.y).abs()));
    let Some(under) = near.filter(|under| (under.y - pointer.y).abs() <= NEAR) else {
        return;
    };
    let ink = view.colours(under.rater).ink;
    let spot = pos2(pointer.x, under.y);
    ui.painter()
        .circle(spot, 3.5, view.tokens.panel, Stroke::new(LINE, ink));
    let place = Rect::from_center_size(spot, vec2(8.0, 2.0 * NEAR + 2.0)).intersect(rect);
    let id = ui.scope_id().with("strength under the pointer");
    ui.interact(place, id, Sense::hover())
        .on_hover_ui_at_pointer(|ui| card(ui, view, &under));
}

fn card(ui: &mut Ui, view: &View<'_>, under: &Under<'_>) {
    ui.set_max_width(280.0);
    ui.spacing_mut().item_spacing.y = theme::GRID;
    let words = landmark(under.value, view.client_present());
    let value = under.value.get();
    let line = tr!("timeline-strength-at", value = value, words = words);
    ui.label(RichText::new(line).font(theme::bold(theme::BODY)));
    let small = |text: String| {
        RichText::new(text)
            .size(theme::SMALL)
            .color(view.tokens.muted)
    };
    let who = rated(view, under.rater, &under.track.about);
    let who = if under.track.pass > 1 {
        let pass = under.track.pass;
        tr!("timeline-rated-pass", who = who, pass = pass)
    } else {
        who
    };
    ui.label(small(who));
    ui.label(small(under.at.short()));
}
