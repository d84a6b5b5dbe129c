//! The start screen: open, try the demo, drop a file; and nothing that shows who was here, unless that was asked for.

use std::path::{Path, PathBuf};

use egui::{
    Align, Button, Color32, CornerRadius, Layout, Margin, Rect, RichText, ScrollArea, Stroke, Ui,
    UiBuilder, WidgetInfo, vec2,
};

use crate::{
    app::{Command, TrainingCommand},
    store::ThemeChoice,
    tr,
    ui::{
        icons, theme,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// Width of the column in the middle.
const COLUMN: f32 = 400.0;
/// Height of its two buttons.
const BUTTON: f32 = 52.0;
/// Most recent recordings that are listed.
const RECENT: usize = 5;

/// What the start screen asks the window to open, since it is not the application's business.
pub struct Openers<'a> {
    /// A file dialog for a recording.
    pub recording: &'a mut dyn FnMut(),
    /// The settings.
    pub settings: &'a mut dyn FnMut(),
    /// About this program.
    pub about: &'a mut dyn FnMut(),
    /// A folder of recordings.
    pub library: &'a mut dyn FnMut(),
}

/// How much room is left between things: plenty, or little on a small screen.
struct Air {
    top: f32,
    needed: f32,
    between: f32,
    gap: f32,
    button: f32,
    name: f32,
    sign: bool,
}

impl Air {
    const fn of(height: f32) -> Self {
        if height < 480.0 {
            Self {
                top: 2.0 * theme::GRID,
                needed: 268.0,
                between: 2.0 * theme::GRID,
                gap: theme::GRID,
                button: 44.0,
                name: theme::QUESTION,
                sign: false,
            }
        } else {
            Self {
                top: 48.0,
                needed: 420.0,
                between: 3.0 * theme::GRID,
                gap: 4.0 * theme::GRID,
                button: BUTTON,
                name: theme::TITLE,
                sign: true,
            }
        }
    }
}

/// The whole start screen.
pub fn show(ui: &mut Ui, view: &View<'_>, open: &mut Openers<'_>, commands: &mut Vec<Command>) {
    let full = ui.available_rect_before_wrap();
    corner(ui, view, full, open, commands);
    let recent = recent(view);
    #[expect(clippy::cast_precision_loss, reason = "five at most")]
    let rows = recent.len() as f32;
    let air = Air::of(full.height());
    let needed = air.needed
        + if recent.is_empty() {
            0.0
        } else {
            44.0 + rows * 48.0
        };
    let page = Rect::from_min_max(
        full.min + vec2(16.0, air.top),
        full.max - vec2(16.0, 2.0 * theme::GRID),
    );
    ui.scope_builder(UiBuilder::new().id_salt("start").max_rect(page), |ui| {
        ScrollArea::vertical()
            .id_salt("start page")
            .auto_shrink(false)
            .show(ui, |ui| {
                // A little above the middle, where the eye rests.
                ui.add_space(((page.height() - needed) * 0.42).max(0.0));
                ui.vertical_centered(|ui| {
                    ui.set_width(COLUMN.min(page.width()));
                    ui.spacing_mut().item_spacing.y = air.between;
                    middle(ui, view, &air, open, commands);
                    if !recent.is_empty() {
                        ui.add_space(air.gap);
                        recent_list(ui, view, &recent, commands);
                    }
                    ui.add_space(air.gap);
                    footer(ui, view, open, commands);
                });
            });
    });
    drop_hint(ui, view, full);
}

fn corner(
    ui: &mut Ui,
    view: &View<'_>,
    full: Rect,
    open: &mut Openers<'_>,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let row = Rect::from_min_size(
        full.min + vec2(16.0, 12.0),
        vec2(full.width() - 32.0, theme::TARGET),
    );
    let layout = Layout::right_to_left(Align::Center);
    ui.scope_builder(
        UiBuilder::new()
            .id_salt("corner")
            .max_rect(row)
            .layout(layout),
        |ui| {
            ui.spacing_mut().item_spacing.x = theme::GRID;
            let quiet = |ui: &mut Ui, icon: &str, words: String| {
                let response = ui.add(
                    chip::button(tokens, icon, Kind::Quiet)
                        .min_size(egui::Vec2::splat(theme::TARGET)),
                );
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
                let clicked = response.clicked();
                response.on_hover_text(words);
                clicked
            };
            if quiet(ui, icons::SETTINGS, tr!("start-settings")) {
                (open.settings)();
            }
            let (icon, words, next) = if tokens.dark {
                (icons::SUN, tr!("start-light"), ThemeChoice::Light)
            } else {
                (icons::MOON, tr!("start-dark"), ThemeChoice::Dark)
            };
            if quiet(ui, icon, words) {
                let mut settings = view.settings().clone();
                settings.theme = next;
                commands.push(Command::SetSettings(Box::new(settings)));
            }
            if quiet(ui, icons::INFO, tr!("start-about")) {
                (open.about)();
            }
        },
    );
}

fn middle(
    ui: &mut Ui,
    view: &View<'_>,
    air: &Air,
    open: &mut Openers<'_>,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    if air.sign {
        sign(ui, view);
    }
    ui.label(RichText::new(tr!("start-name")).font(theme::bold(air.name)));
    ui.add_space(-theme::GRID);
    let line = RichText::new(tr!("start-line")).color(tokens.muted);
    ui.add(egui::Label::new(line).wrap().halign(Align::Center));
    ui.add_space(air.gap);
    let size = vec2(ui.available_width(), air.button);
    let big = |words: String, icon: &str, fill: Color32, ink: Color32, line: Color32| {
        Button::new(
            RichText::new(format!("{icon}   {words}"))
                .size(theme::SECTION)
                .color(ink),
        )
        .fill(fill)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(CornerRadius::same(10))
        .min_size(size)
    };
    let words = tr!("start-open");
    let main = ui.add(big(
        words.clone(),
        icons::FOLDER,
        tokens.accent,
        tokens.on_accent,
        tokens.accent,
    ));
    main.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
    if main.clicked() {
        (open.recording)();
    }
    let words = tr!("start-demo");
    let demo = ui.add(big(
        words.clone(),
        icons::FILM,
        tokens.raised,
        tokens.ink,
        tokens.line,
    ));
    demo.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
    if demo.clicked() {
        commands.push(Command::OpenDemo);
    }
    let practise = chip::button(tokens, tr!("start-training"), Kind::Plain);
    if ui.add(practise).clicked() {
        commands.push(shipped(false));
    }
    ui.label(
        RichText::new(tr!("start-drop"))
            .size(theme::SMALL)
            .color(tokens.muted),
    );
}

/// Two circles that overlap: two minds, and what they share.
fn sign(ui: &mut Ui, view: &View<'_>) {
    let tokens = &view.tokens;
    let (rect, _) = ui.allocate_exact_size(vec2(84.0, 56.0), egui::Sense::hover());
    let (radius, apart) = (24.0, 14.0);
    let (left, right) = (
        rect.center() - vec2(apart, 0.0),
        rect.center() + vec2(apart, 0.0),
    );
    let (a, b) = (tokens.person(0), tokens.person(1));
    let painter = ui.painter();
    painter.circle_filled(left, radius, a.tint);
    painter.circle_filled(right, radius, b.tint);
    // The part they share: a lens, from the two arcs.
    let reach = (apart / radius).acos();
    let arc = |centre: egui::Pos2, towards: f32| {
        (0..=24_u8).map(move |step| {
            let angle = towards - reach + 2.0 * reach * f32::from(step) / 24.0;
            centre + radius * egui::Vec2::angled(angle)
        })
    };
    let lens: Vec<egui::Pos2> = arc(left, 0.0)
        .chain(arc(right, std::f32::consts::PI))
        .collect();
    painter.add(egui::Shape::convex_polygon(
        lens,
        tokens.together.tint,
        Stroke::NONE,
    ));
    painter.circle_stroke(left, radius, Stroke::new(theme::LINE, a.ink));
    painter.circle_stroke(right, radius, Stroke::new(theme::LINE, b.ink));
}

/// Recordings that may be shown: none until that was asked for.
fn recent(view: &View<'_>) -> Vec<PathBuf> {
    let settings = view.settings();
    if !settings.show_recent {
        return Vec::new();
    }
    settings.recent.iter().take(RECENT).cloned().collect()
}

fn recent_list(ui: &mut Ui, view: &View<'_>, recent: &[PathBuf], commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    ui.with_layout(Layout::top_down(Align::Min), |ui| {
        ui.label(
            RichText::new(tr!("start-recent"))
                .size(theme::SMALL)
                .color(tokens.muted),
        );
        ui.add_space(-theme::GRID);
        egui::Frame::new()
            .fill(tokens.panel)
            .stroke(Stroke::new(1.0, tokens.line))
            .corner_radius(CornerRadius::same(theme::RADIUS))
            .inner_margin(Margin::same(4))
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for path in recent {
                    if row(ui, view, path) {
                        commands.push(Command::Open(path.clone()));
                    }
                }
            });
    });
}

fn row(ui: &mut Ui, view: &View<'_>, path: &Path) -> bool {
    let tokens = &view.tokens;
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    let folder = path
        .parent()
        .map(|folder| folder.display().to_string())
        .unwrap_or_default();
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), 44.0), egui::Sense::click());
    let spoken = tr!("start-recent-spoken", name = name.clone());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &spoken));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6, tokens.accent_soft);
    }
    let inside = rect.shrink2(vec2(8.0, 4.0));
    let elided = |text: &str, size: f32, ink: Color32| {
        let mut job = egui::text::LayoutJob::simple(
            text.to_owned(),
            theme::regular(size),
            ink,
            inside.width(),
        );
        job.wrap.max_rows = 1;
        job.wrap.break_anywhere = true;
        ui.painter().layout_job(job)
    };
    let (title, place) = (
        elided(&name, theme::BODY, tokens.ink),
        elided(&folder, theme::SMALL, tokens.muted),
    );
    ui.painter().galley(inside.min, title, tokens.ink);
    ui.painter()
        .galley(inside.min + vec2(0.0, 20.0), place, tokens.muted);
    response.on_hover_text(path.display().to_string()).clicked()
}

fn footer(ui: &mut Ui, view: &View<'_>, open: &mut Openers<'_>, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    if ui
        .add(chip::button(tokens, tr!("start-library"), Kind::Plain))
        .clicked()
    {
        (open.library)();
    }
    let honest = RichText::new(tr!("start-honest"))
        .size(theme::SMALL)
        .color(tokens.muted);
    ui.add(egui::Label::new(honest).wrap().halign(Align::Center));
    ui.horizontal(|ui| {
        let words = [tr!("start-reset"), tr!("start-reset-training")];
        let font = theme::regular(theme::SMALL);
        let width: f32 = words
            .iter()
            .map(|words| {
                let ink = tokens.muted;
                let galley = ui
                    .painter()
                    .layout_no_wrap(words.clone(), font.clone(), ink);
                galley.size().x + 2.0 * ui.spacing().button_padding.x
            })
            .sum();
        ui.spacing_mut().item_spacing.x = theme::GRID;
        ui.add_space(((ui.available_width() - width - theme::GRID) / 2.0).max(0.0));
        let [demo, training] = words;
        if ui.add(chip::small(tokens, demo, Kind::Quiet)).clicked() {
            commands.push(Command::ResetDemo);
        }
        if ui.add(chip::small(tokens, training, Kind::Quiet)).clicked() {
            commands.push(shipped(true));
        }
    });
}

/// The training tape, for whoever practises: as it was left, or from its beginning.
const fn shipped(afresh: bool) -> Command {
    Command::Training(TrainingCommand::OpenShipped {
        raters: false,
        afresh,
    })
}

/// While a file hovers over the window, the window says that it may be dropped.
fn drop_hint(ui: &Ui, view: &View<'_>, full: Rect) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let tokens = &view.tokens;
    let painter = ui.painter();
    let rect = full.shrink(12.0);
    painter.rect_filled(
        rect,
        theme::CLIENT_RADIUS,
        tokens.accent_soft.gamma_multiply(0.94),
    );
    painter.rect_stroke(
        rect,
        theme::CLIENT_RADIUS,
        Stroke::new(2.0, tokens.accent),
        egui::StrokeKind::Inside,
    );
    painter.text(
        rect.center(),
        egui::Align2::CENTER_CENTER,
        tr!("start-drop-now"),
        theme::bold(theme::SECTION),
        tokens.ink,
    );
}
