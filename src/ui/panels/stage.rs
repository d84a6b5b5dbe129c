//! Where the picture is: the picture with its hidden part, or what stands for it, and under it what is said.

use egui::{Rect, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::transcript::{self, TranscriptLook};
use crate::{
    app::{Command, TransportCommand, marking::Face},
    client,
    store::Showing,
    tr,
    ui::{
        action::WindowEffect,
        theme,
        video_surface::{self, VideoSurface},
        view::View,
    },
};

mod captions;
mod cover;
mod sound;

/// The small picture's share of the stage.
const SMALL: f32 = 0.42;

/// What the stage keeps.
#[derive(Default)]
pub struct StageLook {
    cover: cover::CoverLook,
    words: TranscriptLook,
}

/// Shows it all within `stage`. What the picture's clicks ask of the window goes to `effects`. Returns where notices may
/// lie: not over what is said.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut StageLook,
    surface: &mut VideoSurface,
    stage: Rect,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) -> Rect {
    let Some(open) = view.recording() else {
        return stage;
    };
    let transport = &open.transport;
    let showing = view.app.recording_view().showing;
    if showing == Showing::Words {
        words(ui, view, look, stage, commands);
        return stage;
    }
    let (stage, strip) = captions::divide(view, stage);
    let notices = stage;
    let no_picture = transport
        .info
        .as_ref()
        .is_some_and(|info| info.video.is_none());
    if showing == Showing::Sound || no_picture {
        sound::show(ui, view, stage, no_picture, commands);
    } else {
        let stage = match showing {
            Showing::Small => {
                let small = Rect::from_center_size(stage.center(), stage.size() * SMALL);
                let size = transport.frame.as_ref().map(|frame| frame.display_size());
                // Small, and without bars beside it.
                size.map_or(small, |size| video_surface::fit(small, size))
            }
            _ => stage,
        };
        picture(ui, view, look, surface, stage, commands, effects);
    }
    captions::show(ui, view, strip, stage);
    notices
}

/// The picture; a click plays or pauses, a double click fills the screen.
fn picture(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut StageLook,
    surface: &mut VideoSurface,
    stage: Rect,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let Some(transport) = view.transport() else {
        return;
    };
    let response = ui.interact(stage, ui.scope_id().with("picture"), Sense::click());
    let client = view.face() == Face::Client;
    let label = if client {
        client!("client-picture")
    } else {
        tr!("picture-label")
    };
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &label));
    let picture = surface.show(ui, stage, transport.frame.as_ref(), &view.tokens);
    let pixels = picture.size() * ui.ctx().pixels_per_point();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sides of a part of the screen"
    )]
    let shown_at = (pixels.x.ceil() as u32, pixels.y.ceil() as u32);
    if transport.frame.is_some() && transport.shown_at != shown_at {
        commands.push(Command::Transport(TransportCommand::ShowAt(
            shown_at.0, shown_at.1,
        )));
    }
    if transport.info.is_none() && transport.frame.is_none() {
        ui.painter().text(
            stage.center(),
            egui::Align2::CENTER_CENTER,
            tr!("picture-opening"),
            theme::regular(theme::BODY),
            view.tokens.wave,
        );
    }
    let pressed = cover::show(ui, view, &mut look.cover, picture, commands);
    if client {
        // A client's screen has one button to go on, and nothing else that does.
        return;
    }
    if response.double_clicked() {
        effects.push(WindowEffect::FullScreen);
    } else if response.clicked() || pressed {
        commands.push(Command::Transport(TransportCommand::TogglePlay));
    }
}

fn words(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut StageLook,
    stage: Rect,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    ui.painter().rect(
        stage,
        theme::RADIUS,
        tokens.panel,
        egui::Stroke::new(1.0, tokens.line),
        egui::StrokeKind::Inside,
    );
    // Lines longer than a hand's breadth are hard to follow.
    let width = stage.width().min(760.0);
    let inner = Rect::from_center_size(stage.center(), vec2(width, stage.height()))
        .shrink2(Vec2::splat(2.0 * theme::GRID));
    ui.scope_builder(
        egui::UiBuilder::new().id_salt("words").max_rect(inner),
        |ui| {
            ui.set_clip_rect(inner.intersect(ui.clip_rect()));
            transcript::show(ui, view, &mut look.words, transcript::Size::Large, commands);
        },
    );
}
