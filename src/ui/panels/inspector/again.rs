//! Why a mark waits to be looked at again, and the two ways to have done so: a finer word, or *keep it as it is*.

use egui::{Frame, Margin, Popup, RichText, ScrollArea, Ui, vec2};

use crate::{
    app::{Command, MarkCommand, RefineCommand, review::refine::Reason},
    domain::{id::CodeId, mark::Mark},
    tr,
    ui::{
        action::Action,
        keymap,
        theme::{self, GRID},
        view::View,
        widgets::{
            chip,
            code_line::CodeLine,
            pill::{self, Pill},
        },
    },
};

/// Width of the list of finer words, in points.
const WIDE: f32 = 80.0 * GRID;

/// Shows it for a mark that waits, while what waits is looked at.
pub fn show(ui: &mut Ui, view: &View<'_>, mark: &Mark, commands: &mut Vec<Command>) {
    if !view.app.looking_again() {
        return;
    }
    let reasons = view.app.waiting().reasons(mark);
    if reasons.is_empty() {
        return;
    }
    let tokens = &view.tokens;
    let words: Vec<String> = reasons.iter().map(|reason| said(view, reason)).collect();
    Frame::new()
        .fill(tokens.accent_soft)
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(1.5 * GRID, 1.5 * GRID);
            let line = RichText::new(words.join(" · "))
                .size(theme::SMALL)
                .color(tokens.ink);
            ui.add(egui::Label::new(line).wrap());
            ui.horizontal_wrapped(|ui| {
                for reason in &reasons {
                    if let Reason::Finer(parent) = reason {
                        finer(ui, view, mark, parent, commands);
                    }
                }
                let keep = chip::small(tokens, tr!("again-keep"), chip::Kind::Main);
                let hint = keymap::named(view.settings(), Action::KeepAsItIs);
                if ui.add(keep).on_hover_text(hint).clicked() {
                    commands.push(Command::Refine(RefineCommand::Keep(mark.id)));
                }
                for (words, step) in [
                    (tr!("again-previous"), MarkCommand::Previous),
                    (tr!("again-next"), MarkCommand::Next),
                ] {
                    if pill::quiet(ui, tokens, &words, &words).clicked() {
                        commands.push(Command::Mark(step));
                    }
                }
            });
        });
}

fn said(view: &View<'_>, reason: &Reason) -> String {
    match reason {
        Reason::Finer(code) => tr!("again-finer", code = view.code_label(code)),
        Reason::Live => tr!("again-live"),
        Reason::Guess => tr!("again-guess"),
    }
}

/// The finer words, each with what it means.
fn finer(ui: &mut Ui, view: &View<'_>, mark: &Mark, parent: &CodeId, commands: &mut Vec<Command>) {
    let codes = view.app.finer(parent);
    if codes.is_empty() {
        return;
    }
    let words = tr!("again-choose");
    let button = Pill::new(&words).caret().show(ui, &view.tokens);
    Popup::menu(&button)
        .gap(GRID)
        .accessible_name(words.clone())
        .show(|ui| {
            ui.set_width(WIDE);
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical()
                .max_height(100.0 * GRID)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    for code in codes {
                        let Ok(to) = code.id.parse::<CodeId>() else {
                            continue;
                        };
                        let line = CodeLine {
                            word: &code.label,
                            under: Some(&code.definition),
                            outline: Some(view.shape(&to)),
                            on: false,
                        };
                        if line.show(ui, &view.tokens).clicked() {
                            commands.push(Command::Refine(RefineCommand::Finer {
                                mark: mark.id,
                                from: parent.clone(),
                                to,
                            }));
                            ui.close();
                        }
                    }
                });
        });
}
