//! What is said now, under the picture: calm, two lines at most, in a strip of its own so that the picture never jumps.

use std::sync::Arc;

use egui::{
    Align, Color32, FontId, Galley, Rect, Sense, Ui, WidgetInfo, pos2,
    text::{LayoutJob, TextFormat},
};

use crate::ui::{theme, view::View};

/// Height of the strip.
const STRIP: f32 = 60.0;
/// With less height than this the words lie over the lower edge of the picture.
const LOW: f32 = 260.0;
/// Longest line.
const WIDEST: f32 = 820.0;
/// Voices at once.
const MOST: usize = 3;

/// The stage without the strip, and the strip; the whole stage where there are no captions to show.
pub(super) fn divide(view: &View<'_>, stage: Rect) -> (Rect, Option<Rect>) {
    let wanted = view.settings().captions
        && view
            .recording()
            .is_some_and(|open| open.captions.shown().is_some());
    if !wanted || stage.height() < LOW {
        return (stage, None);
    }
    let at = stage.bottom() - STRIP;
    (
        Rect::from_min_max(stage.min, pos2(stage.right(), at)),
        Some(Rect::from_min_max(pos2(stage.left(), at), stage.max)),
    )
}

/// Shows what is said at the playhead.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, strip: Option<Rect>, stage: Rect) {
    let Some(open) = view.recording().filter(|_| view.settings().captions) else {
        return;
    };
    let Some(captions) = open.captions.shown() else {
        return;
    };
    let said: Vec<(Option<&str>, &str)> = captions
        .at(open.transport.end_of_frame())
        .map(|(_, line)| (line.speaker.as_deref(), line.text.as_str()))
        .collect();
    let said = &said[said.len().saturating_sub(MOST)..];
    if said.is_empty() {
        return;
    }
    let tokens = &view.tokens;
    let over = strip.is_none();
    let place = strip.unwrap_or_else(|| stage.shrink(6.0));
    let width = (place.width() - 16.0).clamp(80.0, WIDEST);
    let most = if over {
        stage.height() * 0.6
    } else {
        place.height()
    };
    // On the picture the words stand on the stage's own dark, in both themes.
    let ink = if over { Color32::WHITE } else { tokens.ink };
    let fits = [theme::CAPTION, theme::BODY, theme::SMALL]
        .into_iter()
        .skip(usize::from(over))
        .map(|size| layout(ui, view, said, size, width, ink))
        .find(|galley| galley.size().y <= most);
    let galley = fits.unwrap_or_else(|| layout(ui, view, said, theme::SMALL, width, ink));
    let size = galley.size();
    let top = if over {
        place.bottom() - size.y - 4.0
    } else {
        (place.center().y - size.y / 2.0).max(place.top() + 4.0)
    };
    let rect = Rect::from_min_size(pos2(place.center().x - size.x / 2.0, top), size);
    if over {
        let ground = tokens.stage.gamma_multiply(0.82);
        ui.painter()
            .rect_filled(rect.expand2(egui::vec2(10.0, 4.0)), theme::RADIUS, ground);
    }
    let spoken = said
        .iter()
        .map(|(speaker, text)| match speaker {
            Some(name) => format!("{name}: {text}"),
            None => (*text).to_owned(),
        })
        .collect::<Vec<_>>()
        .join("\n");
    let response = ui.interact(rect, ui.scope_id().with("captions"), Sense::empty());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    let anchor = pos2(place.center().x, rect.top());
    ui.painter().galley(anchor, galley, ink);
}

fn layout(
    ui: &Ui,
    view: &View<'_>,
    said: &[(Option<&str>, &str)],
    size: f32,
    width: f32,
    ink: Color32,
) -> Arc<Galley> {
    let format = |font_id: FontId, color: Color32| TextFormat {
        font_id,
        color,
        ..TextFormat::default()
    };
    let mut job = LayoutJob {
        halign: Align::Center,
        ..LayoutJob::default()
    };
    job.wrap.max_width = width;
    for (at, (speaker, text)) in said.iter().enumerate() {
        if at > 0 {
            job.append("\n", 0.0, format(theme::regular(size), ink));
        }
        if let Some(name) = speaker {
            let colour = if ink == view.tokens.ink {
                view.speaker_ink(name)
            } else {
                ink
            };
            job.append(
                &format!("{name}:  "),
                0.0,
                format(theme::bold(size), colour),
            );
        }
        job.append(text, 0.0, format(theme::regular(size), ink));
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
