//! Where the picture is: the picture with its hidden part, or what stands for it, and under it what is said.

use egui::{Rect, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::transcript::{self, TranscriptLook};
use crate::{
    app::{Command, TransportCommand, ViewCommand, marking::Face, review::explore::Stage},
    client,
    store::{SecondLayout, Showing},
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
mod lining;
mod second;
mod sound;

/// The small picture's share of the stage.
const SMALL: f32 = 0.42;

/// What the stage keeps.
#[derive(Default)]
pub struct StageLook {
    cover: cover::CoverLook,
    second: second::SecondLook,
    lining: lining::LiningLook,
    words: TranscriptLook,
}

impl StageLook {
    /// Gives back what the graphics card holds; call while the context is still there.
    pub fn destroy(&self, gl: &eframe::glow::Context) {
        self.second.destroy(gl);
    }
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
    let (stage, lining) = lining::divide(view, stage);
    let (stage, strip) = captions::divide(view, stage);
    let notices = stage;
    let second = second::shown(view).filter(|_| showing != Showing::Sound);
    let no_picture = transport
        .info
        .as_ref()
        .is_some_and(|info| info.video.is_none());
    match second {
        Some((second, _)) if no_picture => {
            // The first is sound only, so the stage is the second's.
            second::beside(ui, view, &mut look.second, second, surface, stage, commands);
        }
        _ if showing == Showing::Sound || no_picture => {
            sound::show(ui, view, stage, no_picture, commands);
        }
        second => {
            let size = transport.frame.as_ref().map(|frame| frame.display_size());
            let small = showing == Showing::Small;
            let stage = if small {
                Rect::from_center_size(stage.center(), stage.size() * SMALL)
            } else {
                stage
            };
            match (second, size) {
                (Some((second, SecondLayout::Beside)), Some(size)) => {
                    let (place, other) = second::split(stage, size, second);
                    picture(ui, view, look, surface, place, commands, effects);
                    second::beside(ui, view, &mut look.second, second, surface, other, commands);
                }
                (second, size) => {
                    // Small, and without bars beside it.
                    let fitted = size.filter(|_| small);
                    let stage = fitted.map_or(stage, |size| video_surface::fit(stage, size));
                    let over = picture(ui, view, look, surface, stage, commands, effects);
                    if let Some((second, SecondLayout::Inset)) = second {
                        let look = &mut look.second;
                        second::inset(ui, view, look, second, surface, over, commands);
                    }
                }
            }
        }
    }
    captions::show(ui, view, strip, stage);
    lining::show(ui, view, &mut look.lining, lining, commands);
    notices
}

/// The picture; a click plays or pauses, a double click fills the screen. Returns where it lies.
fn picture(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut StageLook,
    surface: &mut VideoSurface,
    stage: Rect,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) -> Rect {
    let Some(transport) = view.transport() else {
        return stage;
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
    let shown_at = video_surface::in_pixels(ui, picture);
    if transport.frame.is_some() && transport.shown_at != shown_at {
        commands.push(Command::Transport(TransportCommand::ShowAt(
            shown_at.0, shown_at.1,
        )));
    }
    let staying = view
        .app
        .exploring()
        .is_some_and(|exploring| matches!(exploring.stage, Stage::Stop | Stage::Close));
    if staying && !transport.playing {
        // The picture steps back while people talk.
        let over = view.tokens.background.gamma_multiply(0.55);
        ui.painter().rect_filled(picture, 0, over);
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
    let hidden = cover::Hidden {
        region: view.app.recording_view().hidden(),
        salt: "hidden part",
        moved: &|region| Command::View(ViewCommand::Hide(region)),
    };
    let pressed = cover::show(ui, view, &mut look.cover, picture, &hidden, commands);
    if client {
        // A client's screen has one button to go on, and nothing else that does.
        return picture;
    }
    if response.double_clicked() {
        effects.push(WindowEffect::FullScreen);
    } else if response.clicked() || pressed {
        commands.push(Command::Transport(TransportCommand::TogglePlay));
    }
    picture
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
