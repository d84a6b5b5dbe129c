//! The codes of a mark: the first as its name, others beside it, one more from the codebook.

use egui::{
    Frame, Key, Margin, Popup, PopupCloseBehavior, Response, RichText, ScrollArea, Stroke,
    TextEdit, Ui,
};

use crate::{
    app::{Command, Desk, MarkCommand},
    domain::{
        codebook::{Code, Codebook, Group},
        id::CodeId,
        mark::{CodeUse, Mark},
    },
    tr,
    ui::{
        icons,
        panels::marks::heading,
        theme::{self, GRID},
        view::View,
        widgets::pill::{self, Pill, elided},
    },
};

/// What the codes keep between frames.
#[derive(Debug, Default)]
pub struct CodesLook {
    search: String,
    was_open: bool,
}

/// Shows the codes in the line of the head.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut CodesLook,
    desk: &Desk,
    mark: &Mark,
    own: bool,
    commands: &mut Vec<Command>,
) {
    let mut remove = None;
    match mark.codes.split_first() {
        None => {
            title(ui, view, &view.mark_label(mark));
        }
        Some((first, rest)) => {
            explain(
                title(ui, view, &view.code_label(&first.code)),
                view,
                &first.code,
            );
            if own && removes(ui, view, first) {
                remove = Some(first.code.clone());
            }
            for used in rest {
                if further(ui, view, used, own) {
                    remove = Some(used.code.clone());
                }
            }
        }
    }
    if let Some(code) = remove {
        commands.push(Command::Mark(MarkCommand::RemoveCode(mark.id, code)));
    }
    if own {
        add(ui, view, look, desk, mark, commands);
    }
}

fn title(ui: &mut Ui, view: &View<'_>, text: &str) -> Response {
    let room = ui.available_width().max(20.0 * GRID);
    let words = elided(ui, text, theme::bold(theme::BODY), view.tokens.ink, room);
    let (rect, response) = ui.allocate_exact_size(
        egui::vec2(words.size().x, pill::HEIGHT),
        egui::Sense::hover(),
    );
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text));
    let at = egui::pos2(rect.left(), rect.center().y - words.size().y / 2.0);
    ui.painter().galley(at, words, view.tokens.ink);
    response
}

/// The small cross after the first code.
fn removes(ui: &mut Ui, view: &View<'_>, used: &CodeUse) -> bool {
    let said = tr!("code-remove", code = view.code_label(&used.code));
    pill::quiet(ui, &view.tokens, icons::CLOSE, &said)
        .on_hover_text(&said)
        .clicked()
}

fn further(ui: &mut Ui, view: &View<'_>, used: &CodeUse, own: bool) -> bool {
    let label = view.code_label(&used.code);
    let said = tr!("code-remove", code = label.as_str());
    let outline = (view.shape(&used.code), view.tokens.muted);
    let chip = Pill::new(&label).shape(outline.0, outline.1);
    let chip = if own {
        chip.spoken(&said).icon(icons::CLOSE)
    } else {
        chip.rests(true)
    };
    let response = chip.show(ui, &view.tokens);
    explain(response, view, &used.code).clicked()
}

/// What the code means, on hover.
fn explain(response: Response, view: &View<'_>, id: &CodeId) -> Response {
    match view.code(id) {
        Some(code) => meaning(response, code),
        None => response.on_hover_text(tr!("code-unknown-why")),
    }
}

fn meaning(response: Response, code: &Code) -> Response {
    // While a client is present a code is no more than its word.
    if code.definition.is_empty() {
        return response;
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(80.0 * GRID);
        ui.label(&code.definition);
        if !code.example.is_empty() {
            ui.label(RichText::new(tr!("code-example", example = code.example.as_str())).weak());
        }
    })
}

fn add(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut CodesLook,
    desk: &Desk,
    mark: &Mark,
    commands: &mut Vec<Command>,
) {
    let said = tr!("code-add");
    let words = if mark.codes.is_empty() {
        tr!("code-add")
    } else {
        tr!("code-add-short")
    };
    let button = Pill::new(&words)
        .spoken(&said)
        .unset(true)
        .show(ui, &view.tokens);
    let mut chosen = None;
    let popup = Popup::from_toggle_button_response(&button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .gap(GRID)
        .width(75.0 * GRID)
        .accessible_name(said.clone());
    let shown = popup.show(|ui| {
        ui.set_width(75.0 * GRID);
        ui.spacing_mut().item_spacing.y = GRID;
        chosen = search(ui, view, look, &desk.marking.codebook, mark);
        if chosen.is_some() {
            ui.close();
        }
    });
    if shown.is_none() {
        look.was_open = false;
        look.search.clear();
    }
    if let Some(code) = chosen {
        commands.push(Command::Mark(MarkCommand::AddCode(mark.id, code)));
    }
}

/// The field and the codes that fit it, by group. Enter takes the first.
fn search(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut CodesLook,
    book: &Codebook,
    mark: &Mark,
) -> Option<CodeId> {
    let tokens = &view.tokens;
    let response = TextEdit::singleline(&mut look.search)
        .hint_text(RichText::new(tr!("code-search")).color(tokens.muted))
        .desired_width(f32::INFINITY)
        .frame(
            Frame::new()
                .fill(tokens.raised)
                .stroke(Stroke::new(1.0, tokens.line))
                .corner_radius(theme::RADIUS)
                .inner_margin(Margin::symmetric(11, 6)),
        )
        .show(ui)
        .response
        .response;
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(tr!("code-search")));
    if !std::mem::replace(&mut look.was_open, true) {
        response.request_focus();
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let wanted = look.search.trim().to_lowercase();
    let fits = |code: &Code| {
        let id: Result<CodeId, _> = code.id.parse();
        let label = id
            .as_ref()
            .map_or_else(|_| code.label.clone(), |id| view.code_label(id));
        let there = id.is_ok_and(|id| mark.has_code(&id));
        !there
            && (wanted.is_empty()
                || label.to_lowercase().contains(&wanted)
                || code.label.to_lowercase().contains(&wanted)
                || code.definition.to_lowercase().contains(&wanted))
    };
    let mut chosen = None;
    let mut first = None;
    ScrollArea::vertical()
        .max_height(80.0 * GRID)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for group in &book.groups {
                let codes: Vec<&Code> = book
                    .codes
                    .iter()
                    .filter(|code| code.group == group.id && fits(code))
                    .collect();
                first = first
                    .take()
                    .or_else(|| codes.first().and_then(|code| code.id.parse().ok()));
                if let Some(code) = of_group(ui, view, book, group, &codes) {
                    chosen = Some(code);
                }
            }
            if first.is_none() {
                ui.add_space(GRID);
                ui.label(
                    RichText::new(tr!("code-none"))
                        .size(theme::SMALL)
                        .color(tokens.muted),
                );
            }
        });
    if entered && !wanted.is_empty() {
        chosen.or(first)
    } else {
        chosen
    }
}

fn of_group(
    ui: &mut Ui,
    view: &View<'_>,
    book: &Codebook,
    group: &Group,
    codes: &[&Code],
) -> Option<CodeId> {
    if codes.is_empty() {
        return None;
    }
    let mut chosen = None;
    heading(ui, view, &group.title);
    for code in codes {
        let Ok(id) = code.id.parse::<CodeId>() else {
            continue;
        };
        let outline = Some((book.shape(code), view.tokens.muted));
        let response = pill::item(ui, &view.tokens, &view.code_label(&id), false, outline);
        if meaning(response, code).clicked() {
            chosen = Some(id);
        }
    }
    chosen
}
