//! Pixels: panels read a [`View`](view::View) and push [`Command`]s; they keep only their own look.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use crate::{
    app::{App, Command, World},
    domain::person::Role,
    store::{Places, Settings, StoreError},
    tr,
};

pub mod action;
pub mod bench;
mod chooser;
pub mod dialogs;
pub mod gpu;
pub mod held;
pub mod icons;
mod insight_actions;
pub mod keyboard_page;
pub mod keymap;
pub mod keys;
mod layout;
mod library_actions;
pub mod panels;
mod player_actions;
mod rating_actions;
mod refine_actions;
pub mod repaint;
mod second_actions;
pub mod shell;
pub mod shortcut;
mod sitting_actions;
pub mod theme;
mod traces;
mod training_actions;
pub mod video_surface;
pub mod view;
pub mod widgets;

/// What is called about each pass; how the bench sees what the window really did.
pub type Painted = Box<dyn FnMut(&mut App, &egui::Context, Moment)>;

/// When in a pass it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Everything is laid out, and painted next.
    Shown,
    /// What was laid out last is on the screen now, and nothing has changed since.
    OnScreen,
}

/// How the window begins.
#[derive(Default)]
pub struct WindowOptions {
    /// The recording to open.
    pub video: Option<PathBuf>,
    /// Open the shipped role-play.
    pub demo: bool,
    /// Opens the shipped training tape.
    pub training: bool,
    /// `glow` or `wgpu`; glow first unless given.
    pub renderer: Option<String>,
    /// Called about each pass.
    pub painted: Option<Painted>,
    /// Only the first frame counts; nothing else is begun.
    pub on_first_frame: bool,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// There is no screen to open it on.
    #[error("{}", tr!("window-no-display"))]
    NoDisplay,
    /// Neither way of drawing could start.
    #[error("{}", tr!("window-no-renderer", reason = reason.as_str()))]
    NoRenderer {
        /// What the last one said.
        reason: String,
    },
    /// Our own files have no place.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// If there is no display, or nothing to draw with.
pub fn run(options: WindowOptions) -> Result<(), WindowError> {
    run_with(options)
}

fn run_with(mut options: WindowOptions) -> Result<(), WindowError> {
    let display = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"];
    if !display
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
    {
        return Err(WindowError::NoDisplay);
    }
    let places = Places::of_this_user()?;
    let order = match options.renderer.as_deref() {
        Some("wgpu") => vec![eframe::Renderer::Wgpu],
        Some(_) => vec![eframe::Renderer::Glow],
        None => vec![eframe::Renderer::Glow, eframe::Renderer::Wgpu],
    };
    let mut painted = options.painted.take();
    let mut reason = String::new();
    for renderer in order {
        let start = Start {
            places: places.clone(),
            video: options.video.clone(),
            demo: options.demo,
            training: options.training,
            painted: painted.take(),
        };
        match open(renderer, start) {
            Ok(()) => return Ok(()),
            Err(error) => {
                log::warn!("drawing with {renderer} did not start: {error}");
                reason = error.to_string();
            }
        }
    }
    Err(WindowError::NoRenderer { reason })
}

struct Start {
    places: Places,
    video: Option<PathBuf>,
    demo: bool,
    training: bool,
    painted: Option<Painted>,
}

fn open(renderer: eframe::Renderer, start: Start) -> Result<(), eframe::Error> {
    let context: Arc<OnceLock<egui::Context>> = Arc::default();
    let waking = Arc::clone(&context);
    let waker: crate::media::Waker = Arc::new(move || {
        if let Some(ctx) = waking.get() {
            // An immediate request paints twice, to let layouts settle; a new frame of video needs one pass only, and where
            // a processor draws the window, the second would halve the frame rate.
            ctx.request_repaint_after(std::time::Duration::from_micros(1));
        }
    });
    let people = vec![
        (tr!("role-therapist"), Role::Therapist),
        (tr!("role-client"), Role::Client),
    ];
    let mut app = App::new(World::of_this_machine(start.places, waker, people));
    // The recording is opened before the window is there, so that its first frame is ready when the window is.
    if let Some(video) = start.video {
        app.handle(Command::Open(video));
    } else if start.demo {
        app.handle(Command::OpenDemo);
    } else if start.training {
        let open = crate::app::TrainingCommand::OpenShipped {
            raters: false,
            afresh: false,
        };
        app.handle(Command::Training(open));
    }
    // The bench is the same everywhere, and leaves no trace.
    let measured = start.painted.is_some();
    let size = if measured {
        layout::window_size(&Settings::default())
    } else {
        layout::window_size(app.settings())
    };
    let options = eframe::NativeOptions {
        renderer,
        viewport: egui::ViewportBuilder::default()
            .with_title(tr!("app-name"))
            .with_app_id("mindframe")
            .with_inner_size(size)
            .with_clamp_size_to_monitor_size(true)
            .with_min_inner_size([560.0, 340.0])
            .with_drag_and_drop(true),
        persist_window: false,
        dithering: false,
        // Ours are added later and look for fonts only when needed.
        system_font_fallback: false,
        ..eframe::NativeOptions::default()
    };
    let painted = start.painted;
    eframe::run_native(
        "mindframe",
        options,
        Box::new(move |creation| {
            // Set once: this closure runs once.
            let _first = context.set(creation.egui_ctx.clone());
            theme::add_system_fonts(&creation.egui_ctx);
            let canvas = creation.gl.clone().map(|gl| {
                let repaint = repaint::Repaint::default();
                let canvas = repaint.canvas();
                creation.egui_ctx.add_plugin(repaint);
                (gl, canvas)
            });
            let surface = video_surface::VideoSurface::new(creation.gl.as_ref());
            let mut shell = shell::Shell::new(app, &creation.egui_ctx, surface);
            shell.painted = painted;
            shell.canvas = canvas;
            Ok(Box::new(shell))
        }),
    )
}
