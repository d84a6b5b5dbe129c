//! Small pictures of what else was marked and rated, session by session: how strong it was at most, triggers that were named, ruptures
//! and repairs. A picture is there only where somebody looked for it, and a press on a point plays what it is of.

use egui::Ui;

use super::beside::{Value, beside_each_other, picture, play, quiet};
use crate::{
    analysis::{
        measures::real,
        progress::{Case, Highest, Series, Standing},
    },
    app::{
        Command,
        library::{Moment, Shelf},
    },
    domain::time::MediaTime,
    tr,
    ui::{theme::GRID, view::View},
};

/// Where what a point is of begins.
type Place<'a> = &'a dyn Fn(&Standing) -> Option<MediaTime>;

/// All of them that there are.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    shelf: &Shelf,
    case: &Case,
    series: &Series,
    commands: &mut Vec<Command>,
) {
    let highest = |one: &Standing| -> Option<Highest> {
        let length = case.sessions.get(one.session)?.length;
        let highest = one.about.signs.highest?;
        highest.is_of_most(length).then_some(highest)
    };
    let strong = |one: &Standing| highest(one).map(|highest| f64::from(highest.value));
    let strongest = |one: &Standing| highest(one).map(|highest| highest.at);
    let named = |one: &Standing| {
        one.about
            .signs
            .triggered
            .as_ref()
            .map(|all| real(all.len()))
    };
    let first_named = |one: &Standing| one.about.signs.triggered.as_ref()?.first().copied();
    let ruptures = |one: &Standing| {
        let ruptures = one.about.signs.ruptures.as_ref();
        ruptures.map(|ruptures| real(ruptures.each.len()))
    };
    let repaired = |one: &Standing| {
        let ruptures = one.about.signs.ruptures.as_ref();
        ruptures.map(|ruptures| real(ruptures.repaired()))
    };
    let first_rupture = |one: &Standing| Some(one.about.signs.ruptures.as_ref()?.each.first()?.0);
    let first_repaired = |one: &Standing| {
        let ruptures = one.about.signs.ruptures.as_ref()?;
        let mut repaired = ruptures.each.iter().filter(|(_, repaired)| *repaired);
        Some(repaired.next()?.0)
    };
    let all: [(&str, String, Value<'_>, Place<'_>); 4] = [
        ("strength", tr!("beside-highest"), &strong, &strongest),
        ("triggers", tr!("beside-triggers"), &named, &first_named),
        (
            "ruptures",
            tr!("beside-ruptures"),
            &ruptures,
            &first_rupture,
        ),
        ("repairs", tr!("beside-repairs"), &repaired, &first_repaired),
    ];
    let there: Vec<_> = all
        .iter()
        .filter(|(_, _, value, _)| series.side_by_side().any(|one| value(one).is_some()))
        .collect();
    if there.is_empty() {
        return;
    }
    for row in there.chunks(beside_each_other(ui.available_width())) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0 * GRID;
            for (salt, title, value, place) in row {
                let pressed = picture(ui, view, series, case, salt, title, *value);
                let session = pressed.and_then(|at| Some((at, case.sessions.get(at)?)));
                if let Some((at, session)) = session {
                    let mut standing = series.side_by_side();
                    let standing = standing.find(|one| one.session == at);
                    let moment = standing.and_then(place).map(Moment::Time);
                    commands.extend(play(shelf, session, moment));
                }
            }
        });
    }
    quiet(ui, view, tr!("beside-signs-about"));
}
