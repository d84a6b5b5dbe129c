//! The window: ticks the application, shows the panels, hands their commands on. Holds nothing of the record.

use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, mpsc},
    time::Duration,
};

use egui::{Frame, Margin, Panel, Rect, Ui, ViewportCommand, vec2};

use super::{
    Moment,
    action::{Action, Effect, WindowEffect},
    chooser::ask_desktop,
    dialogs::{Dialogs, folder::Purpose},
    keys::Keys,
    layout::Layout,
    panels::{
        alone, client, clips, closed, code_bar, compare, explore, footer, header, insight,
        inspector, library, marks, notices, rating, room, sitting, stage, start, supervision,
        timeline, training, transcript, transport_bar,
    },
    repaint::SharedCanvas,
    theme,
    traces::Traces,
    video_surface::VideoSurface,
    view::View,
};
use side::SideTab;

use crate::{
    app::{App, Command, ExploreCommand, PlaylistCommand, marking::Face},
    store::ThemeChoice,
};

mod side;

/// Below this width the list of marks is behind a button, and the header has two lines.
const NARROW: f32 = 900.0;
/// Below this height there is room for the main things only.
const LOW: f32 = 520.0;
/// How long leaving waits for the disk.
const LEAVE: Duration = Duration::from_secs(5);

/// The eframe application.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of the window"
)]
pub struct Shell {
    app: App,
    surface: VideoSurface,
    keys: Keys,
    dialogs: Dialogs,
    looks: Looks,
    traces: Traces,
    chosen: (mpsc::Sender<Chosen>, mpsc::Receiver<Chosen>),
    full_screen: bool,
    side_open: bool,
    /// A pass was laid out since the last one began.
    shown: bool,
    /// Whether the list beside the picture is behind a button.
    narrow: bool,
    /// Called about each pass.
    pub painted: Option<super::Painted>,
    /// What keeps the window's pixels from pass to pass, where the window draws with OpenGL.
    pub canvas: Option<(Arc<eframe::glow::Context>, SharedCanvas)>,
}

/// What a file chooser came back with.
struct Chosen {
    purpose: Purpose,
    path: Option<PathBuf>,
    /// False where no chooser of the desktop answered, and ours should be shown instead.
    answered: bool,
}

/// Each panel's own look.
#[derive(Default)]
struct Looks {
    timeline: timeline::TimelineLook,
    marks: marks::MarksLook,
    inspector: inspector::InspectorLook,
    transport: transport_bar::TransportLook,
    codes: code_bar::CodeBarLook,
    client: client::ClientLook,
    room: room::RoomLook,
    picture: stage::StageLook,
    transcript: transcript::TranscriptLook,
    compare: compare::CompareLook,
    insight: insight::InsightLook,
    explore: explore::ExploreLook,
    clips: clips::ClipsLook,
    training: training::TrainingLook,
    supervision: supervision::SupervisionLook,
    sitting: sitting::SittingLook,
    library: library::LibraryLook,
    side: SideTab,
    layout: Layout,
    /// Where the picture lay last, so that notices lie over it and not over buttons.
    stage: Option<Rect>,
}

impl Looks {
    /// What was put on the list of clips, and what of the timeline is played again, is seen beside the picture.
    const fn follow(&mut self, command: &Command) {
        match command {
            Command::Playlist(PlaylistCommand::Add(_)) => self.side = SideTab::Clips,
            Command::Explore(ExploreCommand::Replay(_)) => self.side = SideTab::Explore,
            _ => {}
        }
    }

    /// What panels want the window to open.
    fn hand_on_wishes(&mut self, effects: &mut Vec<WindowEffect>) {
        if self.inspector.take_wants_note() {
            effects.push(WindowEffect::RiskNote);
        }
        if self.supervision.take_wants_readers() || self.training.take_wants_readers() {
            effects.push(WindowEffect::Readers);
        }
        if self.training.take_wants_folder() {
            effects.push(WindowEffect::Choose(Purpose::ClassPackages));
        }
    }

    /// What was typed, looked for and zoomed in on goes with whoever could read it.
    fn forget(&mut self) {
        *self = Self {
            side: self.side,
            layout: std::mem::take(&mut self.layout),
            ..Self::default()
        };
    }
}

impl Shell {
    /// The window over an application.
    #[must_use]
    pub fn new(app: App, ctx: &egui::Context, surface: VideoSurface) -> Self {
        theme::install(ctx);
        Self {
            app,
            surface,
            keys: Keys::default(),
            dialogs: Dialogs::default(),
            looks: Looks::default(),
            traces: Traces::default(),
            chosen: mpsc::channel(),
            full_screen: false,
            side_open: false,
            shown: false,
            narrow: false,
            painted: None,
            canvas: None,
        }
    }

    /// The application, for tests and the bench.
    pub const fn app(&mut self) -> &mut App {
        &mut self.app
    }

    /// What happens before anything is drawn.
    pub fn logic(&mut self, ctx: &egui::Context) {
        if std::mem::take(&mut self.shown) {
            self.tell(ctx, Moment::OnScreen);
        }
        self.app.tick();
        self.follow_settings(ctx);
        self.take_dropped(ctx);
        self.take_chosen();
        if ctx.input(|input| input.viewport().close_requested()) && !self.app.flush(LEAVE) {
            // Something is not on disk: stay, and let the notice say so. A second try closes.
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
    }

    /// Shows everything and applies what was asked for.
    pub fn show(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let mut commands = Vec::new();
        let mut effects = Vec::new();
        {
            let view = View {
                app: &self.app,
                tokens: theme::tokens(&ctx),
            };
            let covered = self.dialogs.any_open()
                || self.app.library().is_some()
                || self.app.still().is_some()
                || egui::Popup::is_any_open(&ctx);
            if self.full_screen && ctx.input(|input| input.key_pressed(egui::Key::Escape)) {
                self.full_screen = false;
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false));
                ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
            }
            for effect in self.keys.take(&ctx, &view, covered) {
                match effect {
                    Effect::Command(command) => commands.push(command),
                    Effect::Window(effect) => effects.push(effect),
                }
            }
        }
        // Keys act before the panels are shown, so that what they did is in this very frame.
        for command in commands.drain(..) {
            self.looks.follow(&command);
            self.app.handle(command);
        }
        self.panels(ui, &mut commands, &mut effects);
        self.keys.end_frame(&ctx);
        let clicked_away = ctx.input(|input| input.pointer.any_click()) && !ctx.text_edit_focused();
        if clicked_away {
            // Space and Enter belong to the player and the marks, not to the button that was pressed last.
            ctx.memory_mut(|memory| {
                if let Some(id) = memory.focused() {
                    memory.surrender_focus(id);
                }
            });
        }
        for effect in effects {
            self.apply_window(effect, &ctx);
        }
        for command in commands {
            self.looks.follow(&command);
            self.app.handle(command);
        }
        if let Some(text) = self.app.take_clipboard() {
            ctx.copy_text(text);
        }
        if let Some(picture) = self.app.take_clipboard_picture() {
            let size = [picture.width as usize, picture.height as usize];
            ctx.copy_image(egui::ColorImage::from_rgba_unmultiplied(
                size,
                &picture.bytes,
            ));
        }
        if self.traces.follow(&ctx, self.app.reads_closed()) {
            self.looks.forget();
        }
        dim(&ctx, self.app.settings().brightness);
        if let Some(after) = self.app.next_change() {
            ctx.request_repaint_after(after);
        }
        if self.painted.is_none() {
            self.looks.layout.keep(&mut self.app, &ctx);
        }
        self.tell(&ctx, Moment::Shown);
        self.shown = true;
    }

    fn tell(&mut self, ctx: &egui::Context, moment: Moment) {
        if let Some(mut painted) = self.painted.take() {
            painted(&mut self.app, ctx, moment);
            self.painted = Some(painted);
        }
    }

    fn panels(
        &mut self,
        ui: &mut Ui,
        commands: &mut Vec<Command>,
        effects: &mut Vec<WindowEffect>,
    ) {
        self.turn_to_what_began(ui.ctx());
        let view = View {
            app: &self.app,
            tokens: theme::tokens(ui.ctx()),
        };
        self.narrow = ui.available_width() < NARROW;
        let mut open_dialog = false;
        alone::show(ui, &view, commands);
        let landing = sitting::has_landed(&view);
        if !landing && !self.full_screen && !closed::is_shown(&view) {
            sitting::show(ui, &view, &mut self.looks.sitting, commands);
        }
        if library::has_the_window(&view) {
            library::show(ui, &view, &mut self.looks.library, commands, effects);
        } else if view.recording().is_none() {
            let (mut settings, mut about, mut library) = (false, false, false);
            let mut openers = start::Openers {
                recording: &mut || open_dialog = true,
                settings: &mut || settings = true,
                about: &mut || about = true,
                library: &mut || library = true,
            };
            start::show(ui, &view, &mut openers, commands);
            effects.extend(settings.then_some(WindowEffect::Settings));
            effects.extend(about.then_some(WindowEffect::About));
            if library {
                match Action::Library.effect(&view) {
                    Some(Effect::Command(command)) => commands.push(command),
                    Some(Effect::Window(effect)) => effects.push(effect),
                    None => {}
                }
            }
        } else if closed::is_shown(&view) {
            closed::show(ui, &view, commands, effects);
        } else if landing {
            sitting::landing(ui, &view, commands);
        } else if insight::has_the_window(&view) && !self.full_screen {
            let (surface, looks) = (&mut self.surface, &mut self.looks);
            let (mut own, picture) = (Vec::new(), &mut looks.picture);
            let over = &mut looks.stage;
            insight::show(ui, &view, &mut looks.insight, commands, &mut |ui, rect| {
                *over = Some(rect);
                stage::show(ui, &view, picture, surface, rect, &mut own, effects);
            });
            commands.append(&mut own);
        } else if compare::has_the_window(&view) && !self.full_screen {
            let (surface, looks) = (&mut self.surface, &mut self.looks);
            let (mut own, picture) = (Vec::new(), &mut looks.picture);
            let over = &mut looks.stage;
            compare::show(ui, &view, &mut looks.compare, commands, &mut |ui, rect| {
                *over = Some(rect);
                stage::show(ui, &view, picture, surface, rect, &mut own, effects);
            });
            commands.append(&mut own);
        } else if view.face() == Face::Client && view.desk().is_some() && !self.full_screen {
            let (surface, looks) = (&mut self.surface, &mut self.looks);
            let (mut own, picture) = (Vec::new(), &mut looks.picture);
            let over = &mut looks.stage;
            client::show(ui, &view, &mut looks.client, commands, &mut |ui, rect| {
                *over = Some(rect);
                stage::show(ui, &view, picture, surface, rect, &mut own, effects);
            });
            effects.append(&mut looks.client.wanted);
            commands.append(&mut own);
        } else {
            therapist(
                ui,
                &view,
                &mut self.looks,
                &mut self.surface,
                &mut Desktop {
                    full_screen: self.full_screen,
                    side_open: &mut self.side_open,
                },
                commands,
                effects,
            );
        }
        self.looks.hand_on_wishes(effects);
        if open_dialog {
            effects.push(WindowEffect::OpenDialog);
        }
        let mut folder_wanted = false;
        let covers = room::show(ui.ctx(), &view, &mut self.looks.room, commands);
        let over = self.looks.stage.take().unwrap_or_else(|| ui.max_rect());
        ui.scope_builder(egui::UiBuilder::new().max_rect(over), |ui| {
            notices::show(ui, &view, commands, &mut || folder_wanted = true);
        });
        if !covers {
            self.dialogs.show(ui.ctx(), &view, commands, effects);
        }
        if folder_wanted {
            effects.push(WindowEffect::FolderDialog);
        }
    }

    /// What has just begun is shown beside the picture.
    fn turn_to_what_began(&mut self, ctx: &egui::Context) {
        let view = View {
            app: &self.app,
            tokens: theme::tokens(ctx),
        };
        if self.looks.explore.has_begun(&view) {
            self.side_open = true;
            self.looks.side = SideTab::Explore;
        }
        if self.looks.training.has_begun(&view) {
            self.side_open = true;
            self.looks.side = SideTab::Training;
        }
    }

    fn apply_window(&mut self, effect: WindowEffect, ctx: &egui::Context) {
        match effect {
            WindowEffect::OpenDialog => self.choose(Purpose::OpenRecording, ctx),
            WindowEffect::FolderDialog => self.choose(Purpose::ChooseFolder, ctx),
            WindowEffect::SecondDialog => self.choose(Purpose::AddSecond, ctx),
            WindowEffect::PartDialog => self.choose(Purpose::AddPart, ctx),
            WindowEffect::Choose(purpose) => self.choose(purpose, ctx),
            WindowEffect::FullScreen => {
                self.full_screen = !self.full_screen;
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(self.full_screen));
            }
            // The client's face has no field for it.
            WindowEffect::GoToTime if self.app.face() == Face::Client => {}
            WindowEffect::GoToTime => {
                self.looks.transport.typed = Some(String::new());
                self.looks.transport.refused = false;
            }
            WindowEffect::Transcript => {
                let beside = self.looks.side == SideTab::Transcript;
                self.looks.side = if beside && (self.side_open || !self.narrow) {
                    SideTab::Marks
                } else {
                    SideTab::Transcript
                };
                self.side_open = true;
            }
            WindowEffect::FindSaid => {
                self.side_open = true;
                self.looks.side = SideTab::Transcript;
                self.looks.transcript.focus_find = true;
            }
            WindowEffect::Find => {
                self.side_open = true;
                self.looks.side = SideTab::Marks;
                self.looks.marks.focus_find = true;
            }
            WindowEffect::Training => {
                self.side_open = true;
                self.looks.side = SideTab::Training;
            }
            WindowEffect::Supervision => {
                self.side_open = true;
                self.looks.side = SideTab::Supervision;
            }
            WindowEffect::SeeDifferently => self.looks.training.ask_why(),
            WindowEffect::Rule(ruling) => {
                if let Some(command) = self.looks.training.ruling(ruling) {
                    self.app.handle(command);
                }
            }
            WindowEffect::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            WindowEffect::ZoomIn => self.looks.timeline.zoom_in(),
            WindowEffect::ZoomOut => self.looks.timeline.zoom_out(),
            WindowEffect::ZoomAll => self.looks.timeline.zoom_all(),
            WindowEffect::Keys
            | WindowEffect::Palette
            | WindowEffect::Settings
            | WindowEffect::SessionDetails
            | WindowEffect::Readers
            | WindowEffect::Alone
            | WindowEffect::Consent
            | WindowEffect::Report
            | WindowEffect::RiskNote
            | WindowEffect::Sitting
            | WindowEffect::Zones
            | WindowEffect::About => self.dialogs.open(effect),
        }
    }

    /// Asks the desktop for a file or folder on a thread of its own; where none answers, ours is shown.
    fn choose(&self, purpose: Purpose, ctx: &egui::Context) {
        let (sender, ctx) = (self.chosen.0.clone(), ctx.clone());
        let name = match self.app.still() {
            Some(still) => crate::app::viewing::still_name(still.time),
            None if purpose == Purpose::SaveText => self.app.text_name().unwrap_or_default(),
            None => self.app.report_name(),
        };
        let folder = self.folder_beside(purpose);
        std::thread::spawn(move || {
            let answered = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some();
            let path = if answered {
                ask_desktop(purpose, name, folder.as_deref())
            } else {
                None
            };
            // The window may be gone by now.
            let _gone = sender.send(Chosen {
                purpose,
                path,
                answered,
            });
            ctx.request_repaint();
        });
    }

    /// Parts mostly lie beside each other.
    fn folder_beside(&self, purpose: Purpose) -> Option<PathBuf> {
        let open = self.app.recording()?;
        let path = std::path::absolute(&open.path).ok()?;
        matches!(purpose, Purpose::AddPart | Purpose::AddSecond)
            .then(|| path.parent().map(PathBuf::from))
            .flatten()
    }

    fn take_chosen(&mut self) {
        while let Ok(chosen) = self.chosen.1.try_recv() {
            if !chosen.answered {
                let folder = self.folder_beside(chosen.purpose);
                self.dialogs.choose(chosen.purpose, folder);
            } else if let Some(path) = chosen.path {
                self.app.handle(chosen.purpose.command(path));
            }
        }
    }

    fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| {
            input
                .raw
                .dropped_files
                .first()
                .map(|file| file.path().to_owned())
        });
        if let Some(path) = dropped {
            self.app.handle(Command::Open(path));
        }
    }

    fn follow_settings(&self, ctx: &egui::Context) {
        let settings = self.app.settings();
        let wanted = match settings.theme {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
        };
        if ctx.options(|options| options.theme_preference) != wanted {
            ctx.set_theme(wanted);
        }
        let scale = settings.scale.clamp(0.5, 3.0);
        if (ctx.zoom_factor() - scale).abs() > 1e-3 {
            ctx.set_zoom_factor(scale);
        }
    }
}

impl eframe::App for Shell {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        Self::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    /// The window is cleared to its own colour, so that no panel has to paint it: painting every pixel twice is what costs
    /// most where a processor draws the window.
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        if let Some((gl, canvas)) = &self.canvas {
            let canvas = canvas.lock().unwrap_or_else(PoisonError::into_inner);
            canvas.before_clearing(gl);
        }
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, gl: Option<&eframe::glow::Context>) {
        self.looks.layout.leave(&mut self.app);
        self.app.flush(LEAVE);
        if let Some(gl) = gl {
            self.surface.destroy(gl);
            self.looks.picture.destroy(gl);
            if let Some((_, canvas)) = &self.canvas {
                let mut canvas = canvas.lock().unwrap_or_else(PoisonError::into_inner);
                canvas.destroy(gl);
            }
        }
    }
}

/// What the therapist's face needs of the window.
struct Desktop<'a> {
    full_screen: bool,
    side_open: &'a mut bool,
}

/// The line at the top, and what it opens.
fn top(
    ui: &mut Ui,
    view: &View<'_>,
    room: &mut header::Room<'_>,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let (mut details, mut readers) = (false, false);
    let frame = Frame::new()
        .fill(view.tokens.panel)
        .inner_margin(Margin::symmetric(16, 6));
    Panel::top("header")
        .resizable(false)
        .show_separator_line(true)
        .frame(frame)
        .show(ui, |ui| {
            header::show(ui, view, room, commands, &mut details, &mut readers);
        });
    effects.extend(details.then_some(WindowEffect::SessionDetails));
    effects.extend(readers.then_some(WindowEffect::Readers));
}

fn therapist(
    ui: &mut Ui,
    view: &View<'_>,
    looks: &mut Looks,
    surface: &mut VideoSurface,
    desktop: &mut Desktop<'_>,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let tokens = view.tokens.clone();
    let size = ui.available_size();
    let narrow = size.x < NARROW;
    let low = size.y < LOW;
    let bar = |fill, horizontal: i8, vertical: i8| {
        Frame::new()
            .fill(fill)
            .inner_margin(Margin::symmetric(horizontal, vertical))
    };
    if !desktop.full_screen {
        let mut room = header::Room {
            narrow,
            low,
            side_open: &mut *desktop.side_open,
        };
        top(ui, view, &mut room, commands, effects);
        if !low {
            Panel::bottom("footer")
                .resizable(false)
                .exact_size(44.0)
                .frame(bar(tokens.panel, 16, 5))
                .show(ui, |ui| {
                    footer::show(ui, view, &mut looks.codes, commands, effects);
                });
        }
        if narrow && *desktop.side_open {
            // No room for both: the list has the window until it is closed again.
            side::contents(ui, view, looks, commands);
            return;
        }
        if !narrow {
            side::show(ui, view, looks, commands);
        }
        // While two recordings are lined up, what counts is how large both are seen.
        if view.desk().is_some() && view.app.lining().is_none() {
            let width = ui.available_width() - 32.0;
            let rows = if low { 1 } else { code_bar::rows(view, width) };
            #[expect(clippy::cast_precision_loss, reason = "three rows at most")]
            let height = rows as f32 * (code_bar::row_height(ui) + code_bar::GAP) + 10.0;
            Panel::bottom("codes")
                .resizable(false)
                .exact_size(height)
                .frame(bar(egui::Color32::TRANSPARENT, 16, 6))
                .show(ui, |ui| code_bar::show(ui, view, rows, commands));
        }
        let kept = view.settings().sizes.timeline_height;
        let wanted = if low {
            96.0
        } else if kept > 0.0 {
            kept
        } else {
            (size.y * 0.21).clamp(128.0, 220.0)
        };
        let timeline = Panel::bottom("timeline")
            .resizable(!low)
            .default_size(wanted)
            .min_size(76.0)
            .max_size(if low {
                96.0
            } else {
                (size.y * 0.26).max(110.0)
            })
            .frame(bar(tokens.panel, 0, 0))
            .show(ui, |ui| {
                marks_in_time(ui, view, looks, narrow, commands);
            });
        if !low {
            let height = timeline.response.rect.height();
            looks.layout.timeline(height, ui.ctx());
        }
    }
    if view.app.rating().is_some() {
        Panel::bottom("rating")
            .resizable(false)
            .exact_size(rating::HEIGHT + 8.0)
            .show_separator_line(false)
            .frame(bar(egui::Color32::TRANSPARENT, 16, 4))
            .show(ui, |ui| {
                rating::show(ui, view, ui.max_rect(), commands, effects);
            });
    }
    Panel::bottom("transport")
        .resizable(false)
        .exact_size(44.0)
        .show_separator_line(false)
        .frame(bar(egui::Color32::TRANSPARENT, 16, 4))
        .show(ui, |ui| {
            transport_bar::show(ui, view, &mut looks.transport, commands, effects);
        });
    egui::CentralPanel::no_frame().show(ui, |ui| {
        let margin = match (desktop.full_screen, low) {
            (true, _) => 0.0,
            (false, true) => 6.0,
            (false, false) => 12.0,
        };
        let stage = ui.max_rect().shrink2(vec2(margin + 4.0, margin));
        let stage = Rect::from_min_max(stage.min, stage.max + vec2(0.0, margin - 4.0));
        let (surface, picture) = (&mut *surface, &mut looks.picture);
        let free = stage::show(ui, view, picture, surface, stage, commands, effects);
        looks.stage = Some(free);
    });
}

/// The timeline; while two people's marks are compared, both as a mirror.
fn marks_in_time(
    ui: &mut Ui,
    view: &View<'_>,
    looks: &mut Looks,
    narrow: bool,
    commands: &mut Vec<Command>,
) {
    let compared = looks.side == SideTab::Compare && !narrow;
    if compared && view.app.comparison().is_some() {
        compare::mirrored(ui, view, commands);
    } else {
        timeline::show(ui, view, &mut looks.timeline, commands);
    }
}

/// Darkens the whole window for a dark room, menus and dialogs included.
fn dim(ctx: &egui::Context, brightness: u8) {
    if brightness >= 100 {
        return;
    }
    let layer = egui::LayerId::new(egui::Order::Debug, egui::Id::unique("brightness"));
    let dark = egui::Color32::BLACK.gamma_multiply(f32::from(100 - brightness) / 100.0);
    ctx.layer_painter(layer)
        .rect_filled(ctx.content_rect(), 0, dark);
}
