//! The codes of a mark: the first as its name, others beside it, one more from the codebook.

use egui::{
    Frame, Key, Margin, Popup, PopupCloseBehavior, Response, RichText, ScrollArea, Stroke,
    TextEdit, Ui,
};

use crate::{
    app::{Command, Desk, MarkCommand},
    domain::{
        codebook::{Code, Codebook},
        id::CodeId,
        mark::{CodeUse, Mark},
    },
    tr,
    ui::{
        icons,
        panels::marks::heading,
        theme::{self, GRID},
        view::View,
        widgets::{
            code_line::CodeLine,
            pill::{self, Pill, elided},
        },
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
    match chosen {
        Some(Chosen::Code(code)) => {
            commands.push(Command::Mark(MarkCommand::AddCode(mark.id, code)));
        }
        Some(Chosen::OwnWords) => commands.push(Command::Mark(MarkCommand::BeginWords)),
        None => {}
    }
}

/// What was chosen in the menu of codes.
enum Chosen {
    Code(CodeId),
    OwnWords,
}

/// The field and the codes that fit it: by group, or the nearest first with why they were found. Enter takes the first.
fn search(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut CodesLook,
    book: &Codebook,
    mark: &Mark,
) -> Option<Chosen> {
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
    let wanted = look.search.trim();
    let mut chosen = None;
    if own_words(ui, view) {
        chosen = Some(Chosen::OwnWords);
    }
    let mut first = None;
    ScrollArea::vertical()
        .max_height(80.0 * GRID)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut group = None;
            for hit in book.find(wanted) {
                let Ok(id) = hit.code.id.parse::<CodeId>() else {
                    continue;
                };
                if mark.has_code(&id) {
                    continue;
                }
                if wanted.is_empty() && group != Some(&hit.code.group) {
                    group = Some(&hit.code.group);
                    let title = book.groups.iter().find(|group| group.id == hit.code.group);
                    heading(ui, view, title.map_or("", |group| group.title.as_str()));
                }
                let line = CodeLine {
                    word: &view.code_label(&id),
                    under: hit.why(),
                    outline: Some(book.shape(hit.code)),
                    on: false,
                };
                first = first.take().or_else(|| Some(id.clone()));
                if meaning(line.show(ui, tokens), hit.code).clicked() {
                    chosen = Some(Chosen::Code(id));
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
        chosen.or(first.map(Chosen::Code))
    } else {
        chosen
    }
}

/// Own words come before every code.
fn own_words(ui: &mut Ui, view: &View<'_>) -> bool {
    let line = CodeLine {
        word: &tr!("codes-own-words"),
        under: Some(&tr!("codes-own-words-why")),
        outline: None,
        on: false,
    };
    line.show(ui, &view.tokens).clicked()
}
