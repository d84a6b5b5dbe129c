//! When the mark is: a typed time moves it, exactly.

use egui::{Align, Layout, Ui};

use crate::{
    app::{Command, MarkCommand},
    domain::{
        mark::{Mark, When},
        time::{MediaSpan, MediaTime},
    },
    tr,
    ui::{
        theme,
        view::View,
        widgets::{digits, pill, timecode_edit::TimecodeEdit},
    },
};

/// Shows the time, or both times of a stretch. Returns why a typed one is refused.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    (from, to): (&mut TimecodeEdit, &mut TimecodeEdit),
    mark: &Mark,
    own: bool,
    commands: &mut Vec<Command>,
) -> Option<String> {
    let end = view
        .transport()
        .map_or(MediaTime::ZERO, crate::app::transport::Transport::duration);
    let within = move |time: MediaTime| {
        if time < MediaTime::ZERO {
            Err(tr!("time-before-start"))
        } else if end > MediaTime::ZERO && time > end {
            Err(tr!("time-past-end", end = end.short()))
        } else {
            Ok(())
        }
    };
    let tokens = &view.tokens;
    let mut place = None;
    ui.with_layout(Layout::top_down(Align::Max), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if !own {
            let shown = match mark.when {
                When::Point(time) => vec![time.short()],
                When::Span(span) => vec![span.start().short(), span.end().short()],
                When::Open(start) => vec![tr!("time-open", from = start.short())],
            };
            for time in shown {
                let galley = digits::layout(ui, &time, theme::SMALL, tokens.muted);
                let size = egui::vec2(galley.size().x, pill::HEIGHT);
                let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &time));
                let at = egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
                ui.painter().galley(at, galley, tokens.muted);
            }
            return;
        }
        match mark.when {
            When::Point(time) => {
                let typed = from.show(ui, tokens, &tr!("time-at"), time, within);
                place = typed.map(When::Point);
            }
            When::Open(start) => {
                let typed = from.show(ui, tokens, &tr!("time-start"), start, within);
                place = typed.map(When::Open);
            }
            When::Span(span) => {
                let before_end = |time: MediaTime| {
                    within(time)?;
                    if time < span.end() {
                        Ok(())
                    } else {
                        Err(tr!("time-order"))
                    }
                };
                let after_start = |time: MediaTime| {
                    within(time)?;
                    if time > span.start() {
                        Ok(())
                    } else {
                        Err(tr!("time-order"))
                    }
                };
                let start = from.show(ui, tokens, &tr!("time-start"), span.start(), before_end);
                let stop = to.show(ui, tokens, &tr!("time-end"), span.end(), after_start);
                if start.is_some() || stop.is_some() {
                    let start = start.unwrap_or(span.start());
                    place = Some(When::Span(MediaSpan::between(
                        start,
                        stop.unwrap_or(span.end()),
                    )));
                }
            }
        }
    });
    if let Some(when) = place {
        commands.push(Command::Mark(MarkCommand::Place(mark.id, when)));
    }
    from.refused().or_else(|| to.refused()).map(str::to_owned)
}
