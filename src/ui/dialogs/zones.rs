//! Where the zones of somebody's feeling begin: set by the one whose feeling it is, with their therapist beside them.

use egui::{Align2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{dialog, note, pills, stepper};
use crate::{
    app::{Command, RatingCommand, review::rating::Rating},
    client,
    domain::{
        id::PersonId,
        mark::Intensity,
        track::{Zone, Zones},
    },
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
    words::strength::landmark,
};

/// Height of the steps of the scale.
const STEPS: f32 = 36.0;
/// Height of the names under them.
const NAMES: f32 = 24.0;
/// How many steps there are.
const COUNT: f32 = 11.0;

/// What is chosen and not yet kept.
#[derive(Debug, Default)]
pub struct ZonesLook {
    who: Option<PersonId>,
    draft: Option<Zones>,
}

/// What a zone is called.
fn name(zone: Zone) -> String {
    match zone {
        Zone::Low => client!("zones-low"),
        Zone::Workable => client!("zones-workable"),
        Zone::High => client!("zones-high"),
        Zone::TooMuch => client!("zones-too-much"),
    }
}

/// Shows it. False once it wants to close.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut ZonesLook,
    commands: &mut Vec<Command>,
) -> bool {
    let whose = look.who.take().or_else(|| view.app.zones_of_whom());
    let (Some(mut who), true) = (whose, view.app.may_set_zones()) else {
        *look = ZonesLook::default();
        return false;
    };
    // Nobody can rate what is covered: the countdown waits for whoever sets the zones.
    if view.app.rating().is_some_and(Rating::is_about_to_start) {
        commands.push(Command::Rating(RatingCommand::Hold));
    }
    let set = |who: &PersonId| view.person(who).and_then(|person| person.zones);
    let mut draft = look.draft.take();
    let known = set(&who).is_some();
    let (mut keep, mut forget) = (false, false);
    let stays = dialog(
        ctx,
        &view.tokens,
        &client!("zones-title"),
        560.0,
        |ui| {
            if let Some(other) = whom(ui, view, &who) {
                who = other;
                draft = None;
            }
            let zones = draft.or_else(|| set(&who)).unwrap_or_else(Zones::proposed);
            let mut starts = zones.starts();
            body(ui, view, &who, zones, &mut starts);
            if let Some(changed) = Zones::new(starts[0], starts[1], starts[2])
                && changed != zones
            {
                draft = Some(changed);
            }
        },
        |ui| {
            keep = chip::pressed(ui, &view.tokens, client!("zones-keep"), Kind::Main);
            forget = known && chip::pressed(ui, &view.tokens, client!("zones-forget"), Kind::Quiet);
        },
    );
    if keep || forget {
        let zones = keep.then(|| draft.or_else(|| set(&who)).unwrap_or_else(Zones::proposed));
        commands.push(Command::Rating(RatingCommand::SetZones(who, zones)));
        *look = ZonesLook::default();
        return false;
    }
    *look = if stays {
        ZonesLook {
            who: Some(who),
            draft,
        }
    } else {
        ZonesLook::default()
    };
    stays
}

/// Whose zones, where there are several people. Returns the one that was pressed.
fn whom(ui: &mut Ui, view: &View<'_>, who: &PersonId) -> Option<PersonId> {
    let people = view.session()?.people();
    if people.len() < 2 {
        return None;
    }
    let choices: Vec<(String, bool)> = people
        .iter()
        .map(|person| (person.name.clone(), person.id == *who))
        .collect();
    pills(ui, &view.tokens, &choices).map(|at| people[at].id.clone())
}

fn body(ui: &mut Ui, view: &View<'_>, who: &PersonId, zones: Zones, starts: &mut [u8; 3]) {
    let tokens = &view.tokens;
    note(ui, tokens, client!("zones-why", name = view.name(who)));
    ui.add_space(GRID);
    scale(ui, view, zones);
    let asks = [
        client!("zones-ask-workable"),
        client!("zones-ask-high"),
        client!("zones-ask-too-much"),
    ];
    for (at, asks) in asks.iter().enumerate() {
        let value = starts[at];
        let least = u32::try_from(at).unwrap_or(0) + 1;
        let shown = value.to_string();
        let chosen = stepper(ui, tokens, asks, value.into(), 1, least..=least + 7, &shown);
        if let Some(chosen) = chosen.and_then(|chosen| u8::try_from(chosen).ok()) {
            push(starts, at, chosen);
        }
        if let Some(value) = Intensity::new(starts[at]) {
            let words = landmark(value, true);
            note(
                ui,
                tokens,
                client!("zones-landmark", value = value.get(), words = words),
            );
        }
    }
    note(ui, tokens, client!("zones-theirs"));
}

/// Moves one border; the others make way, so that each stays above the one before.
fn push(starts: &mut [u8; 3], at: usize, to: u8) {
    starts[at] = to;
    for above in at + 1..starts.len() {
        starts[above] = starts[above].max(starts[above - 1] + 1);
    }
    for below in (0..at).rev() {
        starts[below] = starts[below].min(starts[below + 1] - 1);
    }
}

/// The scale with the range in which thinking and feeling are both possible, and the name of each zone.
fn scale(ui: &mut Ui, view: &View<'_>, zones: Zones) {
    let tokens = &view.tokens;
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), STEPS + NAMES), Sense::hover());
    let said = Zone::ALL.map(|zone| {
        let (from, to) = zones.range(zone);
        client!("zones-range", name = name(zone), from = from, to = to)
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.join(", ")));
    let painter = ui.painter();
    let width = rect.width() / COUNT;
    let left = |step: u8| rect.left() + f32::from(step) * width;
    for step in (0..=10).filter_map(Intensity::new) {
        let cell = Rect::from_min_max(
            pos2(left(step.get()) + 1.0, rect.top()),
            pos2(left(step.get() + 1) - 1.0, rect.top() + STEPS),
        );
        let fill = if zones.of(step) == Zone::Workable {
            tokens.accent_soft
        } else {
            tokens.raised
        };
        painter.rect(
            cell,
            4,
            fill,
            Stroke::new(1.0, tokens.line),
            StrokeKind::Inside,
        );
        painter.text(
            cell.center(),
            Align2::CENTER_CENTER,
            step.get(),
            theme::regular(theme::BODY),
            tokens.ink,
        );
    }
    for zone in Zone::ALL {
        let (from, to) = zones.range(zone);
        let place = Rect::from_min_max(
            pos2(left(from), rect.top() + STEPS),
            pos2(left(to + 1), rect.bottom()),
        );
        // A border between two zones, from the scale down to the names.
        if from > 0 {
            let line = Stroke::new(1.0, tokens.muted);
            painter.vline(place.left(), rect.top()..=rect.bottom(), line);
        }
        let words = name(zone);
        let galley = painter.layout_no_wrap(words, theme::regular(theme::SMALL), tokens.ink);
        // A zone of one step may be narrower than its name, which the questions below say as well.
        if galley.size().x <= place.width() - 2.0 {
            painter.galley(place.center() - galley.size() / 2.0, galley, tokens.ink);
        }
    }
}
