//! Sound only: a calm panel with the sound around the playhead, and the way back to the picture.

use egui::{
    Align, Align2, Layout, Rect, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use crate::{
    app::{Command, TransportCommand, ViewCommand, marking::Face},
    client,
    domain::time::{MediaDelta, MediaSpan},
    media::Sound,
    store::Showing,
    tr,
    ui::{
        theme,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// How much of the sound is drawn on either side of the playhead.
const AROUND: MediaDelta = MediaDelta::from_millis(8_000);
/// Width of one bar with its gap, in points.
const BAR: f32 = 5.0;

/// Shows the panel; `no_picture` says that the recording has none to go back to.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    stage: Rect,
    no_picture: bool,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let client = view.face() == Face::Client;
    let words = match (no_picture, client) {
        (true, _) => tr!("picture-none"),
        (false, true) => client!("client-sound-only"),
        (false, false) => tr!("stage-sound-only"),
    };
    let response = ui.interact(stage, ui.scope_id().with("sound only"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &words));
    ui.painter().rect(
        stage,
        theme::RADIUS,
        tokens.panel,
        Stroke::new(1.0, tokens.line),
        StrokeKind::Inside,
    );
    let height = (stage.height() * 0.42).clamp(24.0, 160.0);
    let middle = stage.center() - vec2(0.0, stage.height() * 0.08);
    let wave = Rect::from_center_size(middle, vec2((stage.width() - 48.0).min(900.0), height));
    bars(ui, view, wave);
    let under = wave.bottom() + 3.0 * theme::GRID;
    let room = stage.bottom() - under;
    if room > 24.0 {
        ui.painter().text(
            pos2(stage.center().x, under),
            Align2::CENTER_TOP,
            &words,
            theme::regular(theme::SMALL),
            tokens.muted,
        );
    }
    if !no_picture && room > 24.0 + theme::TARGET {
        let back = if client {
            client!("client-show-picture")
        } else {
            tr!("stage-show-picture")
        };
        let place = Rect::from_center_size(
            pos2(stage.center().x, under + 28.0 + theme::TARGET / 2.0),
            vec2(stage.width(), theme::TARGET),
        );
        let clicked = ui
            .scope_builder(
                UiBuilder::new()
                    .id_salt("back to the picture")
                    .max_rect(place)
                    .layout(Layout::top_down(Align::Center)),
                |ui| chip::pressed(ui, tokens, RichText::new(back).text(), Kind::Plain),
            )
            .inner;
        if clicked {
            commands.push(Command::View(ViewCommand::Show(Showing::Picture)));
            return;
        }
    }
    if response.clicked() && !client {
        commands.push(Command::Transport(TransportCommand::TogglePlay));
    }
}

/// Bars of the sound before and after the playhead, which stands in the middle.
fn bars(ui: &Ui, view: &View<'_>, rect: Rect) {
    let Some(open) = view.recording() else { return };
    let tokens = &view.tokens;
    let painter = ui.painter();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred bars"
    )]
    let count = (rect.width() / BAR).max(1.0) as usize;
    let at = open.transport.playhead;
    let peaks = open
        .waveform
        .as_ref()
        .filter(|sound| sound.channels() > 0)
        .map_or_else(
            || vec![(0, 0); count],
            |sound: &Sound| sound.peaks(0, MediaSpan::between(at - AROUND, at + AROUND), count),
        );
    for (number, (low, high)) in peaks.into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred bars")]
        let x = rect.left() + (number as f32 + 0.5) * BAR;
        let loud = f32::from(high.max(low.saturating_neg()).max(0)) / 127.0;
        // Quiet speech is seen as well.
        let half = (loud.sqrt() * rect.height() / 2.0).max(1.0);
        let ink = if x <= rect.center().x {
            tokens.accent
        } else {
            tokens.wave
        };
        let bar = Rect::from_center_size(pos2(x, rect.center().y), vec2(BAR - 2.0, 2.0 * half));
        painter.rect_filled(bar, 1, ink);
    }
}
