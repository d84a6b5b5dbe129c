//! What chooses among the marks: whose, with which code, with which words.

use std::collections::HashSet;

use egui::{
    Frame, Layout, Margin, Popup, PopupCloseBehavior, RichText, ScrollArea, Stroke, TextEdit, Ui,
    vec2,
};

use super::{EDGE, MarksLook};
use crate::{
    app::{Command, Desk, MarkCommand},
    domain::{
        filter::Filter,
        id::{CodeId, SessionId},
    },
    tr,
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::pill::{self, Pill},
    },
};

/// Least width of the search field; with less it takes a line of its own.
const FIND: f32 = 27.0 * GRID;
/// Greatest width of the code menu's button.
const CODE: f32 = 36.0 * GRID;

/// The codes that some mark carries; looked for only while the menu is open.
#[derive(Debug, Default)]
pub struct CodesInUse {
    key: Option<(SessionId, u64)>,
    codes: Vec<CodeId>,
}

impl CodesInUse {
    fn refresh(&mut self, desk: &Desk) {
        let session = desk.document.session();
        let key = Some((session.info().id, desk.document.generation()));
        if self.key == key {
            return;
        }
        let used: HashSet<&CodeId> = session
            .marks()
            .flat_map(|mark| mark.codes.iter().map(|used| &used.code))
            .collect();
        self.codes = used.into_iter().cloned().collect();
        self.codes.sort();
        self.key = key;
    }
}

/// Shows the line of choices.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut MarksLook,
    desk: &Desk,
    commands: &mut Vec<Command>,
) {
    let inner = ui.available_rect_before_wrap().shrink2(vec2(EDGE, 0.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing = vec2(2.0 * GRID, 2.0 * GRID);
        ui.spacing_mut().interact_size.y = pill::HEIGHT;
        let mut filter = desk.filter.clone();
        let mut left = 0.0;
        ui.horizontal(|ui| {
            person(ui, view, &mut filter);
            code(ui, view, look, desk, &mut filter);
            left = ui.available_width();
            if left >= FIND {
                find(ui, view, look, &mut filter);
            }
        });
        if left < FIND {
            find(ui, view, look, &mut filter);
        }
        if filter != desk.filter {
            commands.push(Command::Mark(MarkCommand::SetFilter(filter)));
        }
    });
}

fn person(ui: &mut Ui, view: &View<'_>, filter: &mut Filter) {
    let name = filter
        .author
        .as_ref()
        .map_or_else(|| tr!("filter-everyone"), |id| view.name(id));
    let said = tr!("filter-people", now = name.as_str());
    let button = Pill::new(&name)
        .spoken(&said)
        .caret()
        .on(filter.author.is_some())
        .width(CODE)
        .show(ui, &view.tokens);
    Popup::menu(&button).gap(GRID).show(|ui| {
        ui.set_min_width(40.0 * GRID);
        ui.spacing_mut().item_spacing.y = 0.0;
        let everyone = tr!("filter-everyone");
        if pill::item(ui, &view.tokens, &everyone, filter.author.is_none(), None).clicked() {
            filter.author = None;
        }
        for person in view.session().map_or(&[][..], |session| session.people()) {
            let on = filter.author.as_ref() == Some(&person.id);
            if pill::item(ui, &view.tokens, &person.name, on, None).clicked() {
                filter.author = Some(person.id.clone());
            }
        }
    });
}

fn code(ui: &mut Ui, view: &View<'_>, look: &mut MarksLook, desk: &Desk, filter: &mut Filter) {
    let name = filter
        .code
        .as_ref()
        .map_or_else(|| tr!("filter-codes"), |id| view.code_label(id));
    let said = tr!("filter-by-code", now = name.as_str());
    let mut button = Pill::new(&name)
        .spoken(&said)
        .caret()
        .on(filter.code.is_some())
        .width(CODE);
    if let Some(id) = &filter.code {
        button = button.shape(view.shape(id), view.tokens.muted);
    }
    let button = button.show(ui, &view.tokens);
    Popup::menu(&button)
        .gap(GRID)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .show(|ui| {
            look.codes.refresh(desk);
            ui.set_min_width(60.0 * GRID);
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical()
                .max_height(100.0 * GRID)
                .show(ui, |ui| {
                    codes(ui, view, &look.codes.codes, filter);
                });
        });
}

fn codes(ui: &mut Ui, view: &View<'_>, used: &[CodeId], filter: &mut Filter) {
    let everything = tr!("filter-codes");
    if pill::item(ui, &view.tokens, &everything, filter.code.is_none(), None).clicked() {
        filter.code = None;
    }
    let mut line = |ui: &mut Ui, id: &CodeId| {
        let outline = Some((view.shape(id), view.tokens.muted));
        let on = filter.code.as_ref() == Some(id);
        if pill::item(ui, &view.tokens, &view.code_label(id), on, outline).clicked() {
            filter.code = Some(id.clone());
        }
    };
    for book in view.app.codebooks().all() {
        for group in &book.groups {
            let mut first = true;
            for code in book.codes.iter().filter(|code| code.group == group.id) {
                let Some(id) = used.iter().find(|id| id.as_str() == code.id) else {
                    continue;
                };
                if std::mem::take(&mut first) {
                    heading(ui, view, &group.title);
                }
                line(ui, id);
            }
        }
    }
    let mut first = true;
    for id in used.iter().filter(|id| view.code(id).is_none()) {
        if std::mem::take(&mut first) {
            heading(ui, view, &tr!("codes-unknown"));
        }
        line(ui, id);
    }
}

/// The title of a group in a menu.
pub fn heading(ui: &mut Ui, view: &View<'_>, title: &str) {
    ui.add_space(2.0 * GRID);
    ui.horizontal(|ui| {
        ui.add_space(2.0 * GRID);
        ui.label(
            RichText::new(title)
                .size(theme::SMALL)
                .color(view.tokens.muted),
        );
    });
}

fn find(ui: &mut Ui, view: &View<'_>, look: &mut MarksLook, filter: &mut Filter) {
    let tokens = &view.tokens;
    let id = ui.scope_id().with("find");
    let typing = ui.memory(|memory| memory.has_focus(id));
    if !typing {
        look.find.clone_from(&filter.text);
    }
    let line = if typing { tokens.accent } else { tokens.line };
    let hint = RichText::new(tr!("filter-words"))
        .size(theme::SMALL)
        .color(tokens.muted);
    let width = ui.available_width();
    let response = ui
        .allocate_ui_with_layout(
            vec2(width, pill::HEIGHT),
            Layout::left_to_right(egui::Align::Center),
            |ui| {
                TextEdit::singleline(&mut look.find)
                    .id(id)
                    .hint_text(hint)
                    .font(theme::regular(theme::SMALL))
                    .align(egui::Align2::LEFT_CENTER)
                    .min_size(vec2(0.0, pill::HEIGHT))
                    .desired_width(width)
                    .frame(
                        Frame::new()
                            .fill(tokens.raised)
                            .stroke(Stroke::new(1.0, line))
                            .corner_radius(pill::HEIGHT / 2.0)
                            .inner_margin(Margin::symmetric(11, 2)),
                    )
                    .show(ui)
                    .response
                    .response
            },
        )
        .inner;
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(tr!("filter-words")));
    if std::mem::take(&mut look.focus_find) {
        response.request_focus();
    }
    if response.changed() {
        filter.text.clone_from(&look.find);
    }
}
