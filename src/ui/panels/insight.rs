//! What marks show of this recording, over the whole window: a picture of it, the same as a list, and the moments behind each part.
//!
//! For those who work with the recording: with a client before the screen none of it exists.

use std::{rc::Rc, sync::Arc};

use egui::{Align, Label, Layout, Popup, Rect, RichText, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::{
    analysis::{
        agreement::{Rater, Subject},
        insight::{self, Basis, Insight, share},
    },
    app::{
        Command, InsightCommand, TransportCommand,
        review::insight::{Looking, Page},
    },
    domain::{id::CodeId, session::Session},
    tr,
    ui::{
        icons,
        theme::{self, GRID},
        view::View,
        widgets::{
            chip::{self, Kind},
            pill::{self, Pill},
            tabs,
        },
    },
};

mod agree;
mod chart;
mod draw;
mod lines;
mod rows;
pub mod section;

/// Below this size there is little room for the picture.
const SMALL: egui::Vec2 = egui::Vec2::new(980.0, 600.0);

/// What the screen keeps between frames.
#[derive(Debug, Default)]
pub struct InsightLook {
    /// The answer that is shown: another has other lines.
    of: Option<Arc<Insight>>,
    page: Page,
    /// The line whose moments are open.
    chosen: Option<usize>,
    /// The page in words: made once, not in every frame.
    lines: Option<Rc<lines::Lines>>,
    /// The intervention that is looked at; all together where there is none.
    after: Option<CodeId>,
    agree: agree::AgreeLook,
}

/// All that one frame works with.
struct Scene<'a> {
    view: &'a View<'a>,
    looking: &'a Looking,
    session: &'a Session,
    small: bool,
}

/// Whether it has the whole window.
#[must_use]
pub fn has_the_window(view: &View<'_>) -> bool {
    view.app.looking().is_some() && view.app.may_look_into()
}

fn region<R>(ui: &mut Ui, rect: Rect, salt: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::top_down(Align::Min);
    let builder = UiBuilder::new().id_salt(salt).max_rect(rect).layout(layout);
    ui.scope_builder(builder, |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(rect.expand(2.0)));
        add(ui)
    })
    .inner
}

fn push(commands: &mut Vec<Command>, command: InsightCommand) {
    commands.push(Command::Insight(command));
}

/// In all of the window. `video` draws the picture into the place it is given.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut InsightLook,
    commands: &mut Vec<Command>,
    video: &mut dyn FnMut(&mut Ui, Rect),
) {
    let (Some(looking), Some(session)) = (view.app.looking(), view.session()) else {
        return;
    };
    let full = ui.available_rect_before_wrap();
    let scene = Scene {
        view,
        looking,
        session,
        small: full.width() < SMALL.x || full.height() < SMALL.y,
    };
    look.keep_up(looking);
    let (side, gap) = if scene.small {
        (12.0, 8.0)
    } else {
        (20.0, 12.0)
    };
    let inner = full.shrink2(vec2(side, gap));
    let head = Rect::from_min_size(inner.min, vec2(inner.width(), theme::TARGET));
    top(ui, &scene, head, commands);
    let pages = Rect::from_min_size(
        pos2(inner.left(), head.bottom() + GRID),
        vec2(inner.width(), theme::TARGET + GRID),
    );
    page_tabs(ui, &scene, pages, commands);
    let body = Rect::from_min_max(pos2(inner.left(), pages.bottom() + gap), inner.max);
    let part = if scene.small { 0.6 } else { 0.64 };
    let left = Rect::from_min_max(
        body.min,
        pos2(body.left() + (body.width() * part).round(), body.bottom()),
    );
    let right = Rect::from_min_max(pos2(left.right() + 2.0 * gap, body.top()), body.max);
    let height = (right.width() * 9.0 / 16.0 + 48.0).min(body.height() * 0.45);
    let picture = Rect::from_min_size(right.min, vec2(right.width(), height));
    video(ui, picture);
    let below = Rect::from_min_max(pos2(right.left(), picture.bottom() + gap), right.max);
    if looking.page == Page::Agreement {
        agree::show(ui, &scene, &mut look.agree, left, below, commands);
        return;
    }
    let Some(found) = looking.found() else {
        region(ui, left, "waits", |ui| {
            quiet(ui, view, &tr!("insight-waits"));
        });
        return;
    };
    let foot = if scene.small { 34.0 } else { 40.0 };
    let base = Rect::from_min_max(pos2(left.left(), left.bottom() - foot), left.max);
    let left = Rect::from_min_max(left.min, pos2(left.right(), base.top() - GRID));
    let all = look.lines.take();
    let all = all.unwrap_or_else(|| Rc::new(lines::lines(&scene, look, found)));
    look.lines = Some(Rc::clone(&all));
    region(ui, left, "page", |ui| {
        ScrollArea::vertical()
            .id_salt(("page", looking.page as u8))
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0 * GRID;
                let title = RichText::new(&all.summary).font(theme::bold(theme::BODY));
                ui.add(Label::new(title).wrap());
                if let Some(hint) = &all.hint {
                    let hint = RichText::new(hint).size(theme::SMALL).color(view.muted());
                    ui.add(Label::new(hint).wrap());
                }
                if looking.page == Page::After {
                    after_choice(ui, &scene, look, found);
                }
                draw::page(ui, &scene, look, found, &all);
                rows::list(ui, view, &mut look.chosen, &all.each);
                if looking.page == Page::Before && !all.each.is_empty() {
                    rows::clips(ui, &scene, look.chosen, found, commands);
                }
            });
    });
    region(ui, base, "base", |ui| basis(ui, &scene, &found.basis));
    let open = look.chosen.and_then(|at| all.each.get(at));
    region(ui, below, "moments", |ui| {
        rows::moments(ui, &scene, open, commands);
    });
}

impl InsightLook {
    /// Lines of another answer or page are other lines.
    fn keep_up(&mut self, looking: &Looking) {
        let same = match (&self.of, looking.found()) {
            (Some(known), Some(found)) => Arc::ptr_eq(known, found),
            (None, None) => true,
            _ => false,
        };
        if !same || self.page != looking.page {
            self.of = looking.found().cloned();
            self.page = looking.page;
            self.chosen = None;
            self.lines = None;
        }
    }
}

/// The first line: what this is, whose marks, about whom, and the way out.
fn top(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, commands: &mut Vec<Command>) {
    let tokens = &scene.view.tokens;
    let builder = UiBuilder::new()
        .id_salt("top")
        .max_rect(rect)
        .layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let title = RichText::new(tr!("insight")).font(theme::bold(theme::SECTION));
        ui.add(Label::new(title));
        if scene.looking.page != Page::Agreement {
            by_whom(ui, scene, commands);
        }
        about_whom(ui, scene, commands);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if chip::pressed(ui, tokens, tr!("insight-back"), Kind::Plain) {
                push(commands, InsightCommand::Close);
            }
            let playing = scene
                .view
                .transport()
                .is_some_and(|transport| transport.playing);
            let (icon, words, command) = if playing {
                (icons::PAUSE, tr!("insight-pause"), TransportCommand::Pause)
            } else {
                (icons::PLAY, tr!("insight-play"), TransportCommand::Play)
            };
            let button = chip::button(tokens, icon, Kind::Plain).min_size(vec2(40.0, 32.0));
            let response = ui.add(button);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
            if response.on_hover_text(&words).clicked() {
                commands.push(Command::Transport(command));
            }
        });
    });
}

fn by_whom(ui: &mut Ui, scene: &Scene<'_>, commands: &mut Vec<Command>) {
    let tokens = &scene.view.tokens;
    let now = rater_name(scene.view, &scene.looking.by);
    let words = tr!("insight-by", name = now.as_str());
    let button = Pill::new(&words)
        .caret()
        .width(60.0 * GRID)
        .show(ui, tokens);
    Popup::menu(&button).gap(GRID).show(|ui| {
        ui.set_min_width(44.0 * GRID);
        ui.spacing_mut().item_spacing.y = 0.0;
        for rater in insight::authors(scene.session) {
            let on = rater == scene.looking.by;
            let name = rater_name(scene.view, &rater);
            if pill::item(ui, tokens, &name, on, None).clicked() && !on {
                push(commands, InsightCommand::By(rater));
            }
        }
    });
}

fn about_whom(ui: &mut Ui, scene: &Scene<'_>, commands: &mut Vec<Command>) {
    let tokens = &scene.view.tokens;
    let words = subject_words(scene.view, &scene.looking.about);
    let button = Pill::new(&words)
        .caret()
        .width(60.0 * GRID)
        .show(ui, tokens);
    Popup::menu(&button).gap(GRID).show(|ui| {
        ui.set_min_width(44.0 * GRID);
        ui.spacing_mut().item_spacing.y = 0.0;
        for subject in subjects(scene) {
            let on = subject == scene.looking.about;
            let words = subject_words(scene.view, &subject);
            if pill::item(ui, tokens, &words, on, None).clicked() && !on {
                push(commands, InsightCommand::About(subject));
            }
        }
    });
}

/// About whom whoever is looked at marked; of several, about whom any of them did.
fn subjects(scene: &Scene<'_>) -> Vec<Subject> {
    if scene.looking.page != Page::Agreement {
        return insight::subjects(scene.session, &scene.looking.by);
    }
    let raters = scene.looking.agreeing.asking.raters.iter();
    let mut all: Vec<Subject> = raters
        .flat_map(|rater| insight::subjects(scene.session, rater))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn page_tabs(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, commands: &mut Vec<Command>) {
    let tokens = &scene.view.tokens;
    let builder = UiBuilder::new()
        .id_salt("pages")
        .max_rect(rect)
        .layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(builder, |ui| {
        ScrollArea::horizontal()
            .id_salt("pages")
            .scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.x = if scene.small { 0.0 } else { 8.0 };
                for page in Page::ALL {
                    let on = page == scene.looking.page;
                    let response = tabs::tab(ui, tokens, &page_name(page), on, rect.height());
                    if on && response.rect.right() > rect.right() {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        push(commands, InsightCommand::Open(page));
                    }
                }
            });
    });
}

fn page_name(page: Page) -> String {
    match page {
        Page::Episodes => tr!("insight-episodes"),
        Page::Modes => tr!("insight-modes"),
        Page::Balance => tr!("insight-balance"),
        Page::Strength => tr!("insight-strength"),
        Page::Before => tr!("insight-before"),
        Page::After => tr!("insight-after"),
        Page::Agreement => tr!("insight-agreement"),
    }
}

fn after_choice(ui: &mut Ui, scene: &Scene<'_>, look: &mut InsightLook, found: &Insight) {
    let tokens = &scene.view.tokens;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for of in &found.followed.each {
            let on = of.code == look.after;
            let name = of.code.as_ref().map_or_else(
                || tr!("insight-after-all"),
                |code| scene.view.code_label(code),
            );
            let words = tr!("insight-after-choice", name = name, count = of.count);
            let response = ui.add(chip::small(tokens, &words, Kind::Choice { on }));
            response
                .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, on, &words));
            if response.clicked() {
                look.after.clone_from(&of.code);
                look.chosen = None;
                look.lines = None;
            }
        }
    });
}

/// Whose marks, with which codebook, over how much, how many; and what they are not.
fn basis(ui: &mut Ui, scene: &Scene<'_>, basis: &Basis) {
    let view = scene.view;
    let books: Vec<String> = basis
        .codebooks
        .iter()
        .map(|book| format!("{} {}", book.id, book.version))
        .collect();
    let mut facts = vec![
        tr!("insight-by", name = rater_name(view, &basis.by)),
        subject_words(view, &basis.about),
    ];
    facts.extend((!books.is_empty()).then(|| books.join(", ")));
    let length = lines::length(basis.length);
    facts.push(if basis.noted {
        let part = share(basis.watched, basis.length).unwrap_or(0.0);
        tr!(
            "insight-watched",
            part = lines::percent(part),
            length = length
        )
    } else {
        tr!("insight-all-watched", length = length)
    });
    facts.push(tr!("insight-marks", count = basis.marks));
    facts.push(tr!("insight-not-persons"));
    let words = RichText::new(facts.join(" · "));
    let words = words.size(theme::SMALL).color(view.muted());
    ui.add(Label::new(words).wrap());
}

fn quiet(ui: &mut Ui, view: &View<'_>, words: &str) {
    let words = RichText::new(words).color(view.muted());
    ui.add(Label::new(words).wrap());
}

fn rater_name(view: &View<'_>, rater: &Rater) -> String {
    match rater {
        Rater::Person(person) => view.name(person),
        Rater::Consensus => tr!("agree-consensus"),
    }
}

fn subject_words(view: &View<'_>, subject: &Subject) -> String {
    match subject {
        Subject::Person(person) => tr!("about-person", name = view.name(person)),
        Subject::Us => tr!("about-us"),
        Subject::Group => tr!("about-group"),
    }
}
