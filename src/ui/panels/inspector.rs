//! The selected mark, with every field of it: one's own to change, another's to read.

use egui::{Align, Layout, Margin, RichText, ScrollArea, Stroke, Ui, vec2};

use super::super::{
    theme::{self, GRID},
    view::View,
    widgets::{badge, chip, pill, timecode_edit::TimecodeEdit},
};
use crate::{
    app::{Command, Desk, MarkingCommand},
    domain::{
        id::MarkId,
        mark::{Author, Mark},
    },
    tr,
};

mod actions;
mod again;
mod codes;
mod details;
mod risk;
mod times;
mod words;

pub use words::Draft;

/// Space at the left and right, in points.
const EDGE: i8 = 12;

/// What the inspector keeps between frames.
#[derive(Debug, Default)]
pub struct InspectorLook {
    mark: Option<MarkId>,
    words: words::Words,
    from: TimecodeEdit,
    to: TimecodeEdit,
    codes: codes::CodesLook,
    /// *Delete for good* was pressed for this mark and waits for a yes.
    confirming: bool,
    /// The team's own note is to be written; the window has the dialog.
    wants_note: bool,
}

impl InspectorLook {
    /// Whether the team's own note is to be written, once.
    pub const fn take_wants_note(&mut self) -> bool {
        std::mem::replace(&mut self.wants_note, false)
    }

    /// Words that were typed and are not in the record yet; the window commits them before it closes.
    #[must_use]
    pub const fn draft(&self) -> Option<&Draft> {
        self.words.draft()
    }
}

/// Shows the selected mark in as much height as it needs; takes none where nothing is selected. The space has no margins.
pub fn show(ui: &mut Ui, view: &View<'_>, look: &mut InspectorLook, commands: &mut Vec<Command>) {
    let Some(desk) = view.desk() else { return };
    let selected = desk.selected_mark();
    look.words
        .keep(ui, desk, selected.map(|mark| mark.id), commands);
    let Some(mark) = selected else {
        look.mark = None;
        return;
    };
    if look.mark.replace(mark.id) != Some(mark.id) {
        look.from = TimecodeEdit::default();
        look.to = TimecodeEdit::default();
        look.codes = codes::CodesLook::default();
        look.confirming = false;
    }
    let own = desk.may_change(mark);
    let top = ui.max_rect().left_top();
    ui.painter().hline(
        top.x..=ui.max_rect().right(),
        top.y + 0.5,
        Stroke::new(1.0, view.tokens.line),
    );
    let margin = Margin {
        left: EDGE,
        right: EDGE,
        top: 10,
        bottom: 8,
    };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(1.5 * GRID, 2.0 * GRID);
        ui.spacing_mut().interact_size.y = pill::HEIGHT;
        // Long words and many codes scroll, so that the list above and the actions below stay in reach.
        let room = (ui.ctx().content_rect().height() * 0.5).max(60.0 * GRID);
        ScrollArea::vertical()
            .id_salt("inspector")
            .max_height(room)
            .min_scrolled_height(room)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.set_max_width(ui.available_width());
                head(ui, view, look, desk, mark, own, commands);
                words::show(ui, view, &mut look.words, desk, mark, own, commands);
                details::show(ui, view, mark, own, commands);
            });
        if !own {
            not_yours(ui, view, desk, mark, commands);
        }
        look.wants_note |= risk::show(ui, view, mark);
        again::show(ui, view, mark, commands);
        actions::show(ui, view, look, desk, mark, own, commands);
    });
}

/// Whose, what, and when.
fn head(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut InspectorLook,
    desk: &Desk,
    mark: &Mark,
    own: bool,
    commands: &mut Vec<Command>,
) {
    let refusal = ui
        .with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let refusal = times::show(
                ui,
                view,
                (&mut look.from, &mut look.to),
                mark,
                own,
                commands,
            );
            ui.with_layout(
                Layout::left_to_right(Align::Min).with_main_wrap(true),
                |ui| {
                    ui.spacing_mut().item_spacing = vec2(1.5 * GRID, GRID);
                    let name = tr!(
                        "mark-by",
                        name = super::marks::author_name(view, &mark.author)
                    );
                    ui.allocate_ui(vec2(20.0, 28.0), |ui| {
                        ui.add_space(GRID);
                        badge::show(
                            ui,
                            &view.author_initial(&mark.author),
                            &name,
                            view.author_colours(&mark.author),
                        )
                        .on_hover_text(name);
                    });
                    codes::show(ui, view, &mut look.codes, desk, mark, own, commands);
                },
            );
            refusal
        })
        .inner;
    if let Some(reason) = refusal {
        ui.label(
            RichText::new(reason)
                .size(theme::SMALL)
                .color(view.tokens.muted),
        );
    }
}

/// One quiet line in place of what cannot be done, and the way to do it.
fn not_yours(ui: &mut Ui, view: &View<'_>, desk: &Desk, mark: &Mark, commands: &mut Vec<Command>) {
    if !desk.document.writable() {
        ui.label(
            RichText::new(tr!("inspector-read-only"))
                .size(theme::SMALL)
                .color(view.tokens.muted),
        );
        return;
    }
    let person = match &mark.author {
        Author::One(person) => Some(person),
        Author::Together(people) => people.first(),
    };
    let Some(person) = person else { return };
    let name = view.name(person);
    ui.horizontal_wrapped(|ui| {
        let line = tr!("inspector-not-yours", name = name.as_str());
        ui.label(
            RichText::new(line)
                .size(theme::SMALL)
                .color(view.tokens.muted),
        );
        if view.person(person).is_some() {
            let button = chip::small(
                &view.tokens,
                tr!("mark-as", name = name.as_str()),
                chip::Kind::Plain,
            );
            if ui.add(button).clicked() {
                commands.push(Command::Marking(MarkingCommand::SetAuthor(person.clone())));
            }
        }
    });
}
