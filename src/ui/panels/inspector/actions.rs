//! The last line of the inspector: what can be done with the whole mark, and how its time came about.

use egui::{Align, Layout, Popup, RichText, Ui};

use super::InspectorLook;
use crate::{
    app::{
        AloneCommand, Command, Desk, MarkCommand, TogetherCommand,
        review::{alone::is_kept_back, together::is_said_so},
    },
    domain::mark::{Author, Mark, Placed},
    tr,
    ui::{
        panels::marks::give,
        theme::{self, GRID},
        view::View,
        widgets::{
            chip,
            pill::{self, elided},
        },
    },
};

/// Shows the line, or the question before something that cannot be undone.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut InspectorLook,
    desk: &Desk,
    mark: &Mark,
    own: bool,
    commands: &mut Vec<Command>,
) {
    if look.confirming && own {
        confirm(ui, view, look, mark, commands);
        return;
    }
    if matches!(&mark.author, Author::One(author) if *author != mark.entered_by) {
        let scribe = view.name(&mark.entered_by);
        let line = if is_said_so(mark) {
            tr!("entered-by-said-so", name = scribe)
        } else {
            tr!("entered-by", name = scribe)
        };
        ui.label(
            RichText::new(line)
                .size(theme::SMALL)
                .color(view.tokens.muted),
        );
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let tokens = &view.tokens;
        // The text of the first action, not its target, stands at the edge of the words above.
        ui.add_space(-GRID);
        let mut first = true;
        let mut between = |ui: &mut Ui| {
            if !std::mem::take(&mut first) {
                ui.label(RichText::new("·").size(theme::SMALL).color(tokens.muted));
            }
        };
        if desk.document.writable() {
            between(ui);
            let words = tr!("reply");
            if pill::quiet(ui, tokens, &words, &words).clicked() {
                commands.push(Command::Mark(MarkCommand::Reply(mark.id)));
            }
        }
        if view.app.may_say_together(mark) {
            between(ui);
            let words = tr!("say-together");
            let button = pill::quiet(ui, tokens, &words, &words);
            if button.on_hover_text(tr!("say-together-how")).clicked() {
                commands.push(Command::Together(TogetherCommand::SayTogether(mark.id)));
            }
        }
        if desk.may_give(mark) {
            between(ui);
            let words = tr!("give-this");
            let button = pill::quiet(ui, tokens, &words, &words);
            Popup::menu(&button).gap(GRID).show(|ui| {
                ui.set_min_width(50.0 * GRID);
                ui.spacing_mut().item_spacing.y = 0.0;
                give(ui, view, mark, commands);
            });
        }
        if own && desk.document.marks_alone().is_some() {
            between(ui);
            let words = if is_kept_back(mark) {
                tr!("open-this-too")
            } else {
                tr!("keep-this-back")
            };
            let button = pill::quiet(ui, tokens, &words, &words);
            if button.on_hover_text(tr!("keep-back-why")).clicked() {
                commands.push(Command::Alone(AloneCommand::KeepBack(mark.id)));
            }
        }
        if own {
            between(ui);
            let words = tr!("delete");
            let button = pill::quiet(ui, tokens, &words, &words).on_hover_text(tr!("delete-how"));
            if button.clicked() {
                commands.push(Command::Mark(MarkCommand::Delete(mark.id)));
            }
        }
        between(ui);
        more(ui, view, look, mark, own);
        placed(ui, view, mark);
    });
}

fn more(ui: &mut Ui, view: &View<'_>, look: &mut InspectorLook, mark: &Mark, own: bool) {
    let tokens = &view.tokens;
    let button = pill::quiet(ui, tokens, "…", &tr!("more")).on_hover_text(tr!("more"));
    Popup::menu(&button).gap(GRID).show(|ui| {
        ui.set_min_width(50.0 * GRID);
        ui.spacing_mut().item_spacing.y = 0.0;
        if pill::item(ui, tokens, &tr!("copy-time"), false, None).clicked() {
            ui.ctx().copy_text(mark.when.start().exact());
        }
        if let Some(words) = &mark.words
            && pill::item(ui, tokens, &tr!("copy-words"), false, None).clicked()
        {
            ui.ctx().copy_text(words.clone());
        }
        if own {
            ui.separator();
            if pill::item(ui, tokens, &tr!("delete-for-good-ask"), false, None).clicked() {
                look.confirming = true;
            }
        }
    });
}

fn confirm(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut InspectorLook,
    mark: &Mark,
    commands: &mut Vec<Command>,
) {
    ui.add(egui::Label::new(RichText::new(tr!("delete-for-good-why")).size(theme::SMALL)).wrap());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        if ui
            .add(chip::button(
                &view.tokens,
                tr!("delete-for-good"),
                chip::Kind::Plain,
            ))
            .clicked()
        {
            look.confirming = false;
            commands.push(Command::Mark(MarkCommand::DeleteForGood(mark.id)));
        }
        if ui
            .add(chip::button(&view.tokens, tr!("keep-it"), chip::Kind::Main))
            .clicked()
        {
            look.confirming = false;
        }
    });
}

/// How the time came about, as long as there is room for it.
fn placed(ui: &mut Ui, view: &View<'_>, mark: &Mark) {
    let (short, long) = match mark.placed {
        Placed::Live { lead, .. } => {
            let tenths = (lead.as_millis() + 50) / 100;
            let seconds = format!("{}.{}", tenths / 10, (tenths % 10).abs());
            (tr!("placed-live"), tr!("placed-live-lead", lead = seconds))
        }
        Placed::Paused => (tr!("placed-paused"), tr!("placed-paused")),
        Placed::Edited => (tr!("placed-edited"), tr!("placed-edited")),
    };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let font = theme::regular(theme::SMALL);
        let room = ui.available_width() - 2.0 * GRID;
        let whole = elided(ui, &long, font.clone(), view.tokens.muted, room);
        let words = if whole.elided { &short } else { &long };
        let fits = !elided(ui, words, font, view.tokens.muted, room).elided;
        if fits {
            ui.label(
                RichText::new(words)
                    .size(theme::SMALL)
                    .color(view.tokens.muted),
            )
            .on_hover_text(placed_why(mark));
        }
    });
}

fn placed_why(mark: &Mark) -> String {
    match mark.placed {
        Placed::Live { pressed_at, .. } => tr!("placed-live-why", pressed = pressed_at.short()),
        Placed::Paused => tr!("placed-paused-why"),
        Placed::Edited => tr!("placed-edited-why"),
    }
}
