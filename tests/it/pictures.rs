//! Pictures of screens under `target/look`, to be looked at by people; and the harness that draws them.
#![allow(dead_code, reason = "each test uses the parts it needs")]

use std::path::PathBuf;

use egui_kittest::{Harness, HarnessBuilder};
use mindframe::{
    app::{App, Command},
    ui::{theme, view::View},
};

/// A harness for one screen at this size, with our fonts and colours.
pub fn screen(size: (f32, f32), scale: f32, dark: bool) -> HarnessBuilder<()> {
    let which = if dark {
        egui::Theme::Dark
    } else {
        egui::Theme::Light
    };
    Harness::builder()
        .with_size(egui::vec2(size.0, size.1))
        .with_pixels_per_point(scale)
        .with_theme(which)
        .with_context_setup(move |ctx| {
            theme::install(ctx);
            ctx.set_theme(which);
        })
}

/// The view of the application in this context.
pub fn view<'a>(app: &'a App, ctx: &egui::Context) -> View<'a> {
    View {
        app,
        tokens: theme::tokens(ctx),
    }
}

/// Whether pictures are to be drawn: only on request, since they take seconds each.
pub fn wanted() -> bool {
    std::env::var_os("MINDFRAME_PICTURES").is_some()
}

/// Writes what the harness shows.
pub fn keep(harness: &mut Harness<'_>, name: &str) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("target")
        .join("look");
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    let image = harness.render().expect("a picture");
    image
        .save(folder.join(format!("{name}.png")))
        .expect("saved");
}

/// A stand-in for the video: a room without people.
pub fn video(ui: &mut egui::Ui, rect: egui::Rect) {
    let size = egui::vec2(rect.height() * 16.0 / 9.0, rect.height());
    let size = if size.x > rect.width() {
        egui::vec2(rect.width(), rect.width() * 9.0 / 16.0)
    } else {
        size
    };
    let picture = egui::Rect::from_center_size(rect.center(), size);
    ui.painter()
        .rect_filled(picture, 0, egui::Color32::from_rgb(200, 210, 207));
    let floor = egui::Rect::from_min_max(
        egui::pos2(picture.left(), picture.bottom() - size.y * 0.2),
        picture.max,
    );
    ui.painter()
        .rect_filled(floor, 0, egui::Color32::from_rgb(168, 161, 140));
}

/// Applies what a screen asked for.
pub fn apply(app: &mut App, commands: Vec<Command>) {
    for command in commands {
        app.handle(command);
    }
    app.tick();
}

/// The whole window, without the margin that the harness leaves.
pub fn whole(ui: &mut egui::Ui, add: impl FnOnce(&mut egui::Ui)) {
    let window = ui.ctx().content_rect();
    ui.set_clip_rect(window);
    ui.scope_builder(egui::UiBuilder::new().max_rect(window), add);
}
