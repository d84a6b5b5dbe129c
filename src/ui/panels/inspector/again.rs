//! Why a mark waits to be looked at again, and the two ways to have done so: a finer word, or *keep it as it is*.

use egui::{Frame, Margin, Popup, RichText, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::{
    app::{Command, MarkCommand, RefineCommand, review::refine::Reason},
    domain::{codebook::Code, id::CodeId, mark::Mark},
    tr,
    ui::{
        action::Action,
        keymap,
        theme::{self, GRID},
        view::View,
        widgets::{
            chip,
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
                        if explained(ui, view, code) {
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

/// A line with a code's word, and under it what it means. True when pressed.
fn explained(ui: &mut Ui, view: &View<'_>, code: &Code) -> bool {
    let tokens = &view.tokens;
    let inside = ui.available_width() - 4.0 * GRID;
    let label = ui.painter().layout(
        code.label.clone(),
        theme::regular(theme::BODY),
        tokens.ink,
        inside,
    );
    let meaning = ui.painter().layout(
        code.definition.clone(),
        theme::regular(theme::SMALL),
        tokens.muted,
        inside,
    );
    let height = label.size().y + meaning.size().y + 3.0 * GRID;
    let (rect, response) = ui.allocate_exact_size(
        vec2(ui.available_width(), height.max(theme::TARGET)),
        Sense::click(),
    );
    let spoken = tr!(
        "again-finer-spoken",
        code = code.label.as_str(),
        meaning = code.definition.as_str()
    );
    response.widget_info(|| WidgetInfo::labeled(egui::Role::MenuItem, true, &spoken));
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, theme::RADIUS / 2, tokens.accent_soft);
    }
    let at = rect.left_top() + vec2(2.0 * GRID, 1.5 * GRID);
    let below = at + vec2(0.0, label.size().y);
    ui.painter().galley(at, label, tokens.ink);
    ui.painter().galley(below, meaning, tokens.muted);
    response.clicked()
}
