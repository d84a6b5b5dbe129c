//! The four lists, in their order: both, only the one, only the other, same moment seen differently.
//!
//! A short list shows every word. A long one has rows of one height, of which only those in view are drawn.

use std::sync::Arc;

use egui::{
    Align, CornerRadius, FontSelection, Frame, Galley, Label, Layout, Margin, Rect, RichText, Role,
    Sense, Stroke, Ui, WidgetInfo, pos2,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use super::{Scene, phrase, region, scrolled};
use crate::{
    analysis::compare::Pair,
    app::{Command, CompareCommand},
    client,
    domain::{id::MarkId, mark::Mark},
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::badge,
    },
};

/// From this many rows on, all have the same height.
const MANY: usize = 150;
const BADGE: f32 = 9.0;
/// Height of a line of words in a long list.
const LINE: f32 = 22.0;
const PAD: f32 = 2.0 * GRID;

/// One of the four lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// We both marked this.
    Both,
    /// Only the one above.
    OnlyLeft,
    /// Only the one below.
    OnlyRight,
    /// Same moment, seen differently.
    Differently,
}

impl List {
    /// In the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::Both,
        Self::OnlyLeft,
        Self::OnlyRight,
        Self::Differently,
    ];

    fn title(self, scene: &Scene<'_>) -> String {
        let only = |person| client!("compare-only", name = scene.view.name(person));
        match self {
            Self::Both => client!("compare-both"),
            Self::OnlyLeft => only(&scene.comparing.left),
            Self::OnlyRight => only(&scene.comparing.right),
            Self::Differently => client!("compare-differently"),
        }
    }

    /// What stands there where there is nothing.
    fn nothing(self, scene: &Scene<'_>) -> String {
        let only = |person| client!("compare-none-only", name = scene.view.name(person));
        match self {
            Self::Both => client!("compare-none-both"),
            Self::OnlyLeft => only(&scene.comparing.left),
            Self::OnlyRight => only(&scene.comparing.right),
            Self::Differently => client!("compare-none-differently"),
        }
    }

    fn len(self, scene: &Scene<'_>) -> usize {
        let comparison = &scene.comparison;
        match self {
            Self::Both => comparison.both.len(),
            Self::OnlyLeft => comparison.only_left.len(),
            Self::OnlyRight => comparison.only_right.len(),
            Self::Differently => comparison.differently.len(),
        }
    }

    fn entry<'a>(self, scene: &'a Scene<'_>, at: usize) -> Option<Entry<'a>> {
        let comparison = &scene.comparison;
        match self {
            Self::Both => comparison.both.get(at).map(Entry::Pair),
            Self::OnlyLeft => comparison.only_left.get(at).map(Entry::One),
            Self::OnlyRight => comparison.only_right.get(at).map(Entry::One),
            Self::Differently => comparison.differently.get(at).map(Entry::Pair),
        }
    }

    /// Where a mark stands in it.
    fn position(self, scene: &Scene<'_>, mark: MarkId) -> Option<usize> {
        let comparison = &scene.comparison;
        let alone = |marks: &[Arc<Mark>]| marks.iter().position(|known| known.id == mark);
        match self {
            Self::Both => comparison.both.iter().position(|pair| pair.has(mark)),
            Self::OnlyLeft => alone(&comparison.only_left),
            Self::OnlyRight => alone(&comparison.only_right),
            Self::Differently => comparison
                .differently
                .iter()
                .position(|pair| pair.has(mark)),
        }
    }
}

/// One row.
#[derive(Clone, Copy)]
enum Entry<'a> {
    Pair(&'a Pair),
    One(&'a Arc<Mark>),
}

impl<'a> Entry<'a> {
    /// The marks that it shows, the earlier person's line first.
    fn marks(self) -> Vec<&'a Arc<Mark>> {
        match self {
            Self::Pair(pair) => {
                let mut marks = vec![&pair.left, &pair.right];
                marks.extend(&pair.together);
                marks
            }
            Self::One(mark) => vec![mark],
        }
    }

    /// The mark that is gone to: the moment within the other's stretch, else the earlier one.
    fn target(self) -> &'a Arc<Mark> {
        match self {
            Self::Pair(pair) => pair.moment(),
            Self::One(mark) => mark,
        }
    }

    fn time(self) -> String {
        phrase::time(self.target().when)
    }
}

/// What the lists keep between frames.
#[derive(Debug, Default)]
pub struct ListsLook {
    /// The mark that was last brought into view.
    followed: Option<MarkId>,
}

/// Words in the middle of nothing.
pub(super) fn quiet(ui: &mut Ui, view: &View<'_>, words: &str) {
    ui.add_space(4.0 * GRID);
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        let words = RichText::new(words).color(view.tokens.muted);
        ui.add(Label::new(words).wrap().halign(Align::Center));
    });
}

/// Side by side, each in a card of its own.
pub(super) fn columns(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut ListsLook,
    rect: Rect,
    gap: f32,
    commands: &mut Vec<Command>,
) {
    if scene.comparison.is_empty() {
        region(ui, rect, "nothing", Layout::top_down(Align::Center), |ui| {
            ui.add_space(rect.height() * 0.25);
            quiet(ui, scene.view, &client!("compare-nothing"));
        });
        return;
    }
    let news = news(scene, look);
    let width = (rect.width() - 3.0 * gap) / 4.0;
    let mut left = rect.left();
    for list in List::ALL {
        let card = Rect::from_min_size(pos2(left.round(), rect.top()), vec2(width, rect.height()));
        left += width + gap;
        let tokens = &scene.view.tokens;
        ui.painter().rect(
            card,
            CornerRadius::same(theme::CLIENT_RADIUS),
            tokens.raised,
            Stroke::new(1.0, tokens.line),
            egui::StrokeKind::Inside,
        );
        let title = list.title(scene);
        let inner = card.shrink2(vec2(1.0, 12.0));
        region(ui, inner, &title, Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            heading(ui, scene, list, 16);
            scrolled(ui, &title).show_viewport(ui, |ui, viewport| {
                rows(ui, scene, list, viewport, news, 16.0, commands);
            });
        });
    }
}

/// Beneath each other, in one page.
pub(super) fn stacked(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut ListsLook,
    commands: &mut Vec<Command>,
) {
    if scene.comparison.is_empty() {
        quiet(ui, scene.view, &client!("compare-nothing"));
        return;
    }
    let news = news(scene, look);
    scrolled(ui, "lists").show_viewport(ui, |ui, viewport| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let top = ui.max_rect().top();
        for list in List::ALL {
            heading(ui, scene, list, 4);
            let from = ui.cursor().top() - top;
            let seen = Rect::from_min_max(
                pos2(viewport.left(), viewport.top() - from),
                pos2(viewport.right(), viewport.bottom() - from),
            );
            rows(ui, scene, list, seen, news, 4.0, commands);
            ui.add_space(4.0 * GRID);
        }
    });
}

/// The mark that was chosen since the last frame, to be brought into view.
fn news(scene: &Scene<'_>, look: &mut ListsLook) -> Option<MarkId> {
    let news = scene
        .desk
        .selected
        .filter(|_| look.followed != scene.desk.selected);
    look.followed = scene.desk.selected;
    news
}

fn heading(ui: &mut Ui, scene: &Scene<'_>, list: List, edge: i8) {
    Frame::new()
        .inner_margin(Margin::symmetric(edge, 0))
        .show(ui, |ui| {
            let title = RichText::new(list.title(scene)).font(theme::bold(17.0));
            let label = ui.add(Label::new(title).wrap());
            label.widget_info(|| WidgetInfo::labeled(Role::Heading, true, list.title(scene)));
            ui.add_space(PAD);
        });
}

/// The rows of a list from the cursor on; of a long one those within `seen` only, in points from the first row's top.
fn rows(
    ui: &mut Ui,
    scene: &Scene<'_>,
    list: List,
    seen: Rect,
    news: Option<MarkId>,
    edge: f32,
    commands: &mut Vec<Command>,
) {
    let count = list.len(scene);
    let chosen = news.and_then(|mark| list.position(scene, mark));
    if count == 0 {
        Frame::new()
            .inner_margin(Margin::symmetric(if edge > 8.0 { 16 } else { 4 }, 0))
            .show(ui, |ui| {
                let words = RichText::new(list.nothing(scene)).color(scene.view.tokens.muted);
                ui.add(Label::new(words).wrap());
            });
    } else if count <= MANY {
        for at in 0..count {
            let Some(entry) = list.entry(scene, at) else {
                continue;
            };
            let row = Row::whole(ui, scene, entry, ui.available_width() - 2.0 * edge);
            let size = vec2(ui.available_width(), row.height);
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            row.show(ui, scene, rect, edge, commands);
            if chosen == Some(at) {
                ui.scroll_to_rect_animation(rect, None, egui::style::ScrollAnimation::none());
            }
        }
    } else {
        let lines = if matches!(list, List::Both | List::Differently) {
            2.0
        } else {
            1.0
        };
        let height = 2.0 * PAD + LINE * (lines + 1.0);
        let (width, top) = (ui.available_width(), ui.cursor().top());
        let left = ui.max_rect().left();
        #[expect(clippy::cast_precision_loss, reason = "no list has 2^24 rows")]
        let place = |at: usize| {
            let top = (top + height * at as f32).round();
            Rect::from_min_size(pos2(left, top), vec2(width, height))
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not below nothing, and no list has 2^24 rows"
        )]
        let row_at = |y: f32| ((y / height).max(0.0) as usize).min(count);
        for at in row_at(seen.top())..(row_at(seen.bottom()) + 1).min(count) {
            if let Some(entry) = list.entry(scene, at) {
                let row = Row::short(ui, scene, entry, width - 2.0 * edge);
                row.show(ui, scene, place(at), edge, commands);
            }
        }
        if let Some(at) = chosen {
            ui.scroll_to_rect_animation(place(at), None, egui::style::ScrollAnimation::none());
        }
        #[expect(clippy::cast_precision_loss, reason = "no list has 2^24 rows")]
        ui.add_space(height * count as f32);
    }
}

/// A row, laid out.
struct Row<'a> {
    entry: Entry<'a>,
    lines: Vec<(&'a Arc<Mark>, Arc<Galley>)>,
    line: Option<f32>,
    height: f32,
}

impl<'a> Row<'a> {
    fn lay_out(ui: &Ui, scene: &Scene<'_>, mark: &Mark, width: f32, most: usize) -> Arc<Galley> {
        let tokens = &scene.view.tokens;
        let ink = tokens.ink;
        let words = RichText::new(phrase::of(scene.view, mark))
            .size(theme::BODY)
            .color(ink);
        let mut job = LayoutJob::default();
        words.append_to(&mut job, ui.style(), FontSelection::Default, Align::Min);
        job.wrap = TextWrapping {
            max_width: width,
            max_rows: most,
            ..TextWrapping::default()
        };
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    }

    /// With all that was said, up to a few lines each.
    fn whole(ui: &Ui, scene: &Scene<'_>, entry: Entry<'a>, width: f32) -> Self {
        let lines: Vec<_> = entry
            .marks()
            .into_iter()
            .map(|mark| {
                let words = Self::lay_out(ui, scene, mark, width - indent(mark), 6);
                (mark, words)
            })
            .collect();
        let words: f32 = lines
            .iter()
            .map(|(_, words)| words.size().y.max(20.0) + GRID)
            .sum();
        Self {
            entry,
            lines,
            line: None,
            height: (2.0 * PAD + 20.0 + words).round(),
        }
    }

    /// With one line for each person.
    fn short(ui: &Ui, scene: &Scene<'_>, entry: Entry<'a>, width: f32) -> Self {
        let marks = entry.marks();
        let lines: Vec<_> = marks
            .into_iter()
            .take(2)
            .map(|mark| {
                let words = Self::lay_out(ui, scene, mark, width - indent(mark), 1);
                (mark, words)
            })
            .collect();
        Self {
            entry,
            lines,
            line: Some(LINE),
            height: 0.0,
        }
    }

    fn show(&self, ui: &Ui, scene: &Scene<'_>, rect: Rect, edge: f32, commands: &mut Vec<Command>) {
        if !ui.is_rect_visible(rect) {
            return;
        }
        let (view, tokens) = (scene.view, &scene.view.tokens);
        let target = self.entry.target();
        let on = scene
            .desk
            .selected
            .is_some_and(|id| self.entry.marks().iter().any(|mark| mark.id == id));
        let response = ui.interact(rect, ui.scope_id().with(("row", target.id)), Sense::click());
        response.widget_info(|| {
            let marks = self.entry.marks();
            let said: Vec<String> = marks
                .iter()
                .map(|mark| phrase::spoken(view, mark))
                .collect();
            let said = format!("{}, {}", self.entry.time(), said.join(". "));
            WidgetInfo::selected(Role::ListBoxOption, true, on, said)
        });
        let painter = ui.painter();
        let ground = rect
            .shrink2(vec2(edge - GRID - 2.0, 0.0))
            .shrink2(vec2(0.0, 1.0));
        if on {
            painter.rect_filled(ground, theme::RADIUS, tokens.accent_soft);
        } else if response.hovered() {
            painter.rect_filled(ground, theme::RADIUS, tokens.panel);
        }
        if response.has_focus() {
            let line = Stroke::new(1.0, tokens.accent);
            painter.rect_stroke(ground, theme::RADIUS, line, egui::StrokeKind::Inside);
        }
        let left = rect.left() + edge;
        painter.hline(
            left..=rect.right() - edge,
            rect.top() + 0.5,
            Stroke::new(1.0, tokens.line),
        );
        let mut y = rect.top() + PAD;
        painter.text(
            pos2(left, y + 1.0),
            egui::Align2::LEFT_TOP,
            self.entry.time(),
            theme::regular(theme::SMALL),
            tokens.muted,
        );
        y += 20.0;
        for (mark, words) in &self.lines {
            let colours = view.author_colours(&mark.author);
            let radius = BADGE;
            let centre = pos2(left + radius, y + 10.0);
            let initial = view.author_initial(&mark.author);
            if initial.chars().count() > 1 {
                let pill = Rect::from_min_size(pos2(left, y + 1.0), vec2(indent(mark) - 6.0, 18.0));
                painter.rect_filled(pill, 9.0, colours.tint);
                painter.text(
                    pill.center(),
                    egui::Align2::CENTER_CENTER,
                    initial,
                    theme::bold(10.0),
                    colours.ink,
                );
            } else {
                badge::paint(painter, centre, radius, &initial, colours);
            }
            painter.galley(pos2(left + indent(mark), y), Arc::clone(words), tokens.ink);
            y += self.line.unwrap_or_else(|| words.size().y.max(20.0) + GRID);
        }
        if response.clicked() {
            commands.push(Command::Compare(CompareCommand::Play(target.id)));
        }
    }
}

/// Room for the initials before the words.
const fn indent(mark: &Mark) -> f32 {
    match &mark.author {
        crate::domain::mark::Author::One(_) => 2.0 * BADGE + 6.0,
        crate::domain::mark::Author::Together(_) => 4.0 * BADGE + 6.0,
    }
}
