//! What stands beside the picture: one of several lists, and under it everything about the selected mark.

use egui::{Frame, Panel, Ui};

use super::Looks;
use crate::{
    app::Command,
    tr,
    ui::{
        panels::{clips, compare, explore, inspector, marks, supervision, training, transcript},
        view::View,
        widgets::tabs,
    },
};

/// What stands beside the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SideTab {
    #[default]
    Marks,
    Transcript,
    Compare,
    Explore,
    Clips,
    Training,
    Supervision,
}

pub(super) fn show(ui: &mut Ui, view: &View<'_>, looks: &mut Looks, commands: &mut Vec<Command>) {
    let kept = view.settings().sizes.side_width;
    let wanted = if kept > 0.0 {
        kept
    } else {
        (ui.available_width() * 0.278).clamp(320.0, 420.0)
    };
    let side = Panel::right("side")
        .resizable(true)
        .default_size(wanted)
        .size_range(300.0..=520.0)
        .frame(Frame::new().fill(view.tokens.panel))
        .show(ui, |ui| contents(ui, view, looks, commands));
    let width = side.response.rect.width();
    looks.layout.side(width, ui.ctx());
}

/// The list of marks, and under it everything about the selected one.
pub(super) fn contents(
    ui: &mut Ui,
    view: &View<'_>,
    looks: &mut Looks,
    commands: &mut Vec<Command>,
) {
    let fill = view.tokens.panel;
    if !matches!(looks.side, SideTab::Training | SideTab::Supervision) {
        Panel::bottom("inspector")
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::NONE)
            .show(ui, |ui| {
                inspector::show(ui, view, &mut looks.inspector, commands);
            });
    }
    egui::CentralPanel::no_frame()
        .frame(Frame::new().fill(fill))
        .show(ui, |ui| {
            let (mut side, now) = (looks.side, looks.side);
            let mut tabs = |ui: &mut Ui, height: f32| {
                // Who learns to see has another way to look again, and there is room for five.
                let third = if now == SideTab::Supervision {
                    (SideTab::Supervision, tr!("supervision-tab"))
                } else if now == SideTab::Training || training::is_shown(view) {
                    (SideTab::Training, tr!("training"))
                } else {
                    (SideTab::Explore, tr!("explore-tab"))
                };
                for (tab, words) in [
                    (SideTab::Marks, tr!("marks")),
                    (SideTab::Transcript, tr!("transcript")),
                    third,
                    (SideTab::Compare, tr!("compare")),
                    (SideTab::Clips, tr!("clips")),
                ] {
                    if tabs::tab(ui, &view.tokens, &words, side == tab, height).clicked() {
                        side = tab;
                    }
                }
            };
            match now {
                SideTab::Marks => marks::show(ui, view, &mut looks.marks, &mut tabs, commands),
                SideTab::Transcript => {
                    marks::head(ui, &mut tabs, |_| ());
                    let look = &mut looks.transcript;
                    transcript::show(ui, view, look, transcript::Size::Side, commands);
                }
                SideTab::Compare => {
                    marks::head(ui, &mut tabs, |_| ());
                    compare::beside(ui, view, &mut looks.compare, commands);
                }
                SideTab::Explore => {
                    marks::head(ui, &mut tabs, |_| ());
                    explore::show(ui, view, &mut looks.explore, commands);
                }
                SideTab::Training => {
                    marks::head(ui, &mut tabs, |_| ());
                    training::show(ui, view, &mut looks.training, commands);
                }
                SideTab::Supervision => {
                    marks::head(ui, &mut tabs, |_| ());
                    supervision::show(ui, view, &mut looks.supervision, commands);
                }
                SideTab::Clips => {
                    marks::head(ui, &mut tabs, |_| ());
                    clips::show(ui, view, &mut looks.clips, commands);
                }
            }
            looks.side = side;
        });
}
