//! The client's face: the picture, one big button to go on, eight big buttons for what went on inside.

use egui::{Align, Layout, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, Vec2, pos2, vec2};

use super::{
    follow_up::{self, FollowUpLook},
    rating,
};
use crate::{
    app::{Command, Desk, transport::Transport},
    client,
    domain::codebook::{Code, PresetCode},
    ui::{action::WindowEffect, theme, view::View},
};

mod chips;
mod codes;
mod play;
mod side;

/// The code behind *Come back to this*.
pub const COME_BACK: &str = "m.bookmark";
/// Width of the column with the one card.
const SIDE: f32 = 340.0;
/// Columns of the big buttons.
const COLUMNS: usize = 4;

/// What the client's face keeps.
#[derive(Clone, Debug, Default)]
pub struct ClientLook {
    /// The one card.
    pub follow_up: FollowUpLook,
    /// What the window is to open.
    pub wanted: Vec<WindowEffect>,
}

/// Sizes that depend on how much room there is.
struct Measure {
    margin: f32,
    gap: f32,
    play: f32,
    code: f32,
    code_gap: f32,
    text: f32,
    bottom: bool,
    side: f32,
    picture: f32,
}

impl Measure {
    fn of(size: Vec2) -> Self {
        if size.x < 860.0 || size.y < 560.0 {
            Self {
                margin: 12.0,
                gap: 8.0,
                play: 36.0,
                code: 40.0,
                code_gap: 6.0,
                text: theme::BODY,
                bottom: false,
                side: 0.0,
                picture: 120.0,
            }
        } else {
            Self {
                margin: 20.0,
                gap: 12.0,
                play: 46.0,
                code: theme::CLIENT_TARGET,
                code_gap: 10.0,
                text: theme::SECTION,
                bottom: true,
                side: SIDE.min(size.x * 0.34),
                picture: 160.0,
            }
        }
    }
}

/// The whole of the client's window. `video` draws the picture into the place it is given.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut ClientLook,
    commands: &mut Vec<Command>,
    video: &mut dyn FnMut(&mut Ui, Rect),
) {
    let full = ui.available_rect_before_wrap();
    let (Some(desk), Some(transport)) = (view.desk(), view.transport()) else {
        waiting(ui, view, full);
        return;
    };
    let measure = Measure::of(full.size());
    let inner = full.shrink2(vec2(
        measure.margin,
        if measure.bottom { 12.0 } else { 8.0 },
    ));
    let top = chips::top_row(ui, view, desk, transport, inner, commands);
    let page = Rect::from_min_max(pos2(inner.left(), top + 8.0), inner.max);
    let codes = codes::buttons_of(desk);
    let rows = codes.len().div_ceil(COLUMNS).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
    let rows = rows as f32;
    let below = measure.play + measure.gap + rows * (measure.code + measure.code_gap)
        - measure.code_gap
        + if measure.bottom {
            measure.gap + theme::TARGET
        } else {
            0.0
        }
        + if view.app.rating().is_some() {
            rating::HEIGHT + measure.gap
        } else {
            0.0
        };
    let least = measure.picture + measure.gap + below;
    let parts = Parts {
        desk,
        transport,
        codes: &codes,
        below,
        measure: &measure,
    };
    if page.height() >= least {
        region(ui, page, "page", Layout::default(), |ui| {
            page_parts(ui, page, view, &parts, look, commands, video);
        });
    } else {
        // Very low windows: everything is there, a turn of the wheel away.
        region(ui, page, "page", Layout::default(), |ui| {
            ScrollArea::vertical()
                .id_salt("client page")
                .auto_shrink(false)
                .show(ui, |ui| {
                    let (rect, _) =
                        ui.allocate_exact_size(vec2(page.width() - 8.0, least), Sense::hover());
                    page_parts(ui, rect, view, &parts, look, commands, video);
                });
        });
    }
}

struct Parts<'a> {
    desk: &'a Desk,
    transport: &'a Transport,
    codes: &'a [(&'a PresetCode, Option<&'a Code>)],
    below: f32,
    measure: &'a Measure,
}

fn region<R>(
    ui: &mut Ui,
    rect: Rect,
    salt: &str,
    layout: Layout,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.scope_builder(
        UiBuilder::new().id_salt(salt).max_rect(rect).layout(layout),
        add,
    )
    .inner
}

fn waiting(ui: &mut Ui, view: &View<'_>, full: Rect) {
    region(
        ui,
        full,
        "waiting",
        Layout::centered_and_justified(egui::Direction::TopDown),
        |ui| {
            ui.label(
                RichText::new(client!("client-waiting"))
                    .size(theme::SECTION)
                    .color(view.tokens.muted),
            );
        },
    );
}

fn page_parts(
    ui: &mut Ui,
    page: Rect,
    view: &View<'_>,
    parts: &Parts<'_>,
    look: &mut ClientLook,
    commands: &mut Vec<Command>,
    video: &mut dyn FnMut(&mut Ui, Rect),
) {
    let measure = parts.measure;
    let open = follow_up::is_open(parts.desk);
    let narrow = measure.side == 0.0;
    let side = if narrow && open {
        (page.width() * 0.5).min(SIDE)
    } else {
        measure.side
    };
    // On a small screen the open card takes the place of the buttons: one question at a time.
    let covered = narrow && open;
    let below = if covered { measure.play } else { parts.below };
    let stage_bottom = page.bottom() - below - measure.gap;
    let left_edge = if side > 0.0 {
        page.right() - side - measure.gap - 4.0
    } else {
        page.right()
    };
    let stage = Rect::from_min_max(page.min, pos2(left_edge, stage_bottom));
    video(ui, stage);
    let card_bottom = if covered { page.bottom() } else { stage_bottom };
    let card = Rect::from_min_max(
        pos2(page.right() - side, page.top()),
        pos2(page.right(), card_bottom),
    );
    region(ui, card, "card", Layout::top_down(Align::Min), |ui| {
        follow_up::show(ui, view, &mut look.follow_up, commands);
        if !open && side > 0.0 {
            side::quiet_side(ui, view, parts.desk, commands);
        }
    });
    let play_right = if covered { left_edge } else { page.right() };
    let top = stage_bottom + measure.gap;
    let top = if view.app.rating().is_some() && !covered {
        let scale = Rect::from_min_size(pos2(page.left(), top), vec2(page.width(), rating::HEIGHT));
        rating::show(ui, view, scale, commands, &mut look.wanted);
        scale.bottom() + measure.gap
    } else {
        top
    };
    let play = Rect::from_min_max(pos2(page.left(), top), pos2(play_right, top + measure.play));
    play::play_row(ui, view, parts, play, covered, commands);
    if covered {
        return;
    }
    let codes = Rect::from_min_max(pos2(page.left(), play.bottom() + measure.gap), page.max);
    codes::code_grid(ui, view, parts, codes, commands);
    if measure.bottom {
        let rect = Rect::from_min_max(pos2(page.left(), page.bottom() - theme::TARGET), page.max);
        play::bottom_row(ui, view, parts, rect, commands);
    }
}
