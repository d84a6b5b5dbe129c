//! Questions that are answered by a pill: which, who, how sure.

use egui::{Ui, Vec2, WidgetInfo, vec2};

use super::caption;
use crate::{
    app::{Command, MarkCommand, marking::Marking},
    client,
    domain::{
        codebook::Modifier,
        id::CodeId,
        mark::{About, Mark, Sureness},
    },
    ui::{
        theme,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// Space between pills.
const PILL_GAP: f32 = 1.5 * theme::GRID;
/// Height of a pill.
const PILL: f32 = 28.0;

/// Choices in as many equal columns, at most three, as their words allow. Returns the one that was pressed.
fn pills(ui: &mut Ui, view: &View<'_>, choices: &[(String, bool)]) -> Option<usize> {
    let widest = choices
        .iter()
        .map(|(label, _)| {
            let font = theme::regular(theme::BODY);
            ui.painter()
                .layout_no_wrap(label.clone(), font, view.tokens.ink)
                .size()
                .x
        })
        .fold(0.0, f32::max)
        + 3.0 * theme::GRID;
    let width = ui.available_width();
    let fits = |columns: f32| (width - (columns - 1.0) * PILL_GAP) / columns >= widest;
    let columns: f32 = if fits(3.0) {
        3.0
    } else if fits(2.0) {
        2.0
    } else {
        1.0
    };
    let size = vec2(
        ((width - (columns - 1.0) * PILL_GAP) / columns).floor(),
        PILL,
    );
    let mut pressed = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(PILL_GAP);
        ui.spacing_mut().button_padding = Vec2::splat(theme::GRID);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "one, two or three"
        )]
        for (row, labels) in choices.chunks(columns as usize).enumerate() {
            ui.horizontal(|ui| {
                for (column, (label, on)) in labels.iter().enumerate() {
                    let kind = if *on {
                        Kind::Picked
                    } else {
                        Kind::Choice { on: false }
                    };
                    let button = chip::button(&view.tokens, label, kind)
                        .min_size(vec2(0.0, PILL))
                        .truncate();
                    let response = ui.add_sized(size, button);
                    response
                        .widget_info(|| WidgetInfo::selected(egui::Role::Button, true, *on, label));
                    if response.clicked() {
                        pressed = Some(row * columns as usize + column);
                    }
                }
            });
        }
    });
    pressed
}

pub(super) fn values(
    ui: &mut Ui,
    view: &View<'_>,
    mark: &Mark,
    code: &CodeId,
    modifier: &Modifier,
    commands: &mut Vec<Command>,
) {
    let now = mark
        .codes
        .iter()
        .find(|used| used.code == *code)
        .and_then(|used| used.modifier(&modifier.key));
    let choices: Vec<(String, bool)> = modifier
        .values
        .iter()
        .map(|value| (value.label.clone(), now == Some(value.id.as_str())))
        .collect();
    if let Some(at) = pills(ui, view, &choices)
        && let (Some(value), Some((_, on))) = (modifier.values.get(at), choices.get(at))
    {
        commands.push(Command::Mark(MarkCommand::SetModifier {
            mark: mark.id,
            code: code.clone(),
            key: modifier.key.clone(),
            value: (!on).then(|| value.id.clone()),
        }));
    }
}

pub(super) fn who(
    ui: &mut Ui,
    view: &View<'_>,
    marking: &Marking,
    mark: &Mark,
    commands: &mut Vec<Command>,
) {
    let Some(session) = view.session() else {
        return;
    };
    let other = mark
        .codes
        .first()
        .and_then(|used| marking.code(&used.code))
        .is_some_and(|code| code.about_other);
    let own = About::People(vec![marking.author.clone()]);
    let abouts: Vec<About> = marking
        .about_choices(session)
        .into_iter()
        .filter(|about| !other || *about != own)
        .collect();
    let choices: Vec<(String, bool)> = abouts
        .iter()
        .map(|about| {
            let label = match about {
                About::Us => client!("follow-up-who-us"),
                About::Group => client!("follow-up-who-group"),
                about if *about == own => client!("follow-up-who-me"),
                About::People(people) => people
                    .iter()
                    .map(|id| view.name(id))
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            (label, *about == mark.about)
        })
        .collect();
    caption(ui, view, client!("follow-up-who"));
    if let Some(about) = pills(ui, view, &choices).and_then(|at| abouts.get(at)) {
        commands.push(Command::Mark(MarkCommand::SetAbout(mark.id, about.clone())));
    }
}

pub(super) fn sureness(ui: &mut Ui, view: &View<'_>, mark: &Mark, commands: &mut Vec<Command>) {
    let levels = [
        (Sureness::Guess, client!("follow-up-guess")),
        (Sureness::Fairly, client!("follow-up-fairly")),
        (Sureness::Sure, client!("follow-up-sure")),
    ];
    let choices: Vec<(String, bool)> = levels
        .iter()
        .map(|(level, label)| (label.clone(), mark.sureness == Some(*level)))
        .collect();
    caption(ui, view, client!("follow-up-sureness"));
    if let Some((level, _)) = pills(ui, view, &choices).and_then(|at| levels.get(at)) {
        let value = (mark.sureness != Some(*level)).then_some(*level);
        commands.push(Command::Mark(MarkCommand::SetSureness(mark.id, value)));
    }
}
