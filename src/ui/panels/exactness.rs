//! The badge beside the ruler of times: whether this recording is shown exactly, and if not, what is not and why.

use egui::{Popup, RichText, Ui, WidgetInfo};

use crate::{
    app::transport::Transport,
    domain::time::{MediaDelta, MediaSpan, MediaTime},
    media::Inexact,
    tr,
    ui::{
        icons, theme,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// Width of the words.
const WIDTH: f32 = 320.0;
/// Most stretches that are named.
const NAMED: usize = 6;
/// Frames that differ by no more are equally long: containers round.
const SAME_LENGTH: MediaDelta = MediaDelta::from_nanos(1_000_001);

/// How exact a recording is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// To the frame, everywhere.
    Exact,
    /// So far as it is read.
    Reading,
    /// But for stretches that are damaged or missing.
    Partly,
    /// Not to be relied on to the frame.
    Not,
}

impl State {
    /// Of the open recording; `None` where there is no picture, or nothing is known yet.
    #[must_use]
    pub fn of(transport: &Transport) -> Option<Self> {
        transport.info.as_ref()?.video.as_ref()?;
        let index = &transport.index;
        Some(match (&index.inexact, index.complete) {
            (Some(_), _) => Self::Not,
            (None, false) => Self::Reading,
            (None, true) if transport.damaged.is_empty() => Self::Exact,
            (None, true) => Self::Partly,
        })
    }

    fn word(self) -> String {
        match self {
            Self::Exact => tr!("exact-badge"),
            Self::Reading => tr!("exact-badge-reading"),
            Self::Partly => tr!("exact-badge-partly"),
            Self::Not => tr!("exact-badge-not"),
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Exact => icons::CHECK,
            Self::Reading => icons::WAIT,
            Self::Partly | Self::Not => icons::INFO,
        }
    }
}

/// What there is to say, in sentences.
#[must_use]
pub fn sentences(transport: &Transport) -> Vec<String> {
    let Some(state) = State::of(transport) else {
        return Vec::new();
    };
    let index = &transport.index;
    let mut all = Vec::new();
    match (&index.inexact, state) {
        (Some(reason), _) => all.push(why(reason)),
        (None, State::Reading) => all.push(if index.is_empty() {
            tr!("exact-reading-start")
        } else {
            tr!("exact-reading", time = index.end.short())
        }),
        (None, _) => all.push(tr!("exact-yes")),
    }
    if state == State::Reading {
        return all;
    }
    let stretches = transport.damaged.iter().take(NAMED);
    all.extend(stretches.map(|stretch| missing(transport, *stretch)));
    if !index.is_empty() {
        all.push(if index.is_constant_rate(SAME_LENGTH) {
            tr!("exact-frames", count = index.len())
        } else {
            tr!("exact-frames-vary", count = index.len())
        });
    }
    let rounds = transport
        .info
        .as_ref()
        .is_some_and(|info| matches!(info.container.as_str(), "matroska" | "webm" | "flv"));
    if rounds {
        all.push(tr!("exact-rounded"));
    }
    all
}

fn why(reason: &Inexact) -> String {
    match reason {
        Inexact::WithoutTimes(pictures) => {
            let pictures: usize = *pictures;
            tr!("exact-untimed", count = pictures)
        }
        Inexact::OutOfOrder => tr!("exact-out-of-order"),
        Inexact::ClockJumps => tr!("exact-jumps-back"),
        // The words of the layer below are for the log and the command line.
        Inexact::NotRead(_) => tr!("exact-unread"),
    }
}

fn missing(transport: &Transport, stretch: MediaSpan) -> String {
    let index = &transport.index;
    let (from, to) = (stretch.start(), stretch.end());
    let inside = |time: MediaTime| index.at(time).filter(|_| time < index.end);
    match (inside(from), inside(to)) {
        (Some(first), Some(last)) => tr!(
            "exact-missing-frames",
            from = from.short(),
            to = to.short(),
            first = first.to_string(),
            last = last.to_string()
        ),
        _ => tr!("exact-missing", from = from.short(), to = to.short()),
    }
}

/// The badge: an icon and a word; pressed or pointed at, it says why.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let Some(transport) = view.transport() else {
        return;
    };
    let Some(state) = State::of(transport) else {
        return;
    };
    let text = format!("{} {}", state.icon(), state.word());
    let response = ui
        .add(chip::small(&view.tokens, text, Kind::Quiet).min_size(egui::vec2(0.0, theme::TARGET)));
    response.widget_info(|| {
        let spoken = tr!("exact-spoken", state = state.word());
        WidgetInfo::labeled(egui::Role::Button, true, spoken)
    });
    let words = |ui: &mut Ui| {
        ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_max_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 2.0 * theme::GRID;
            for sentence in sentences(transport) {
                ui.label(RichText::new(sentence).size(theme::SMALL));
            }
        });
    };
    let popup = Popup::menu(&response).gap(theme::GRID).show(|ui| {
        ui.set_width(WIDTH);
        words(ui);
    });
    if popup.is_none() {
        response.on_hover_ui(words);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::media::{FrameIndex, MediaInfo, VideoInfo};

    fn transport(change: impl FnOnce(&mut FrameIndex, &mut MediaInfo)) -> Transport {
        let mut index = FrameIndex {
            times: (0..250)
                .map(|frame| MediaTime::from_millis(frame * 40))
                .collect(),
            end: MediaTime::from_seconds(10),
            complete: true,
            ..FrameIndex::default()
        };
        let mut info = MediaInfo {
            video: Some(VideoInfo {
                codec: "h264".to_owned(),
                size: (640, 360),
                orientation: crate::media::Orientation::default(),
                pixel_aspect: (1, 1),
            }),
            ..MediaInfo::default()
        };
        change(&mut index, &mut info);
        Transport {
            index: Arc::new(index),
            info: Some(Arc::new(info)),
            ..Transport::default()
        }
    }

    fn says(transport: &Transport, words: &str) -> bool {
        // Numbers and names are set apart by marks that nobody sees.
        let all = sentences(transport)
            .join(" ")
            .replace(['\u{2068}', '\u{2069}'], "");
        all.contains(words)
    }

    #[test]
    fn it_says_what_is_exact_and_what_is_not() {
        let exact = transport(|_, _| ());
        assert_eq!(State::of(&exact), Some(State::Exact));
        assert!(says(&exact, "250 frames") && !says(&exact, "rounds"));

        let rounded = transport(|_, info| info.container = "matroska".to_owned());
        assert_eq!(State::of(&rounded), Some(State::Exact));
        assert!(says(&rounded, "rounds times to 1 ms"));

        let reading = transport(|index, _| index.complete = false);
        assert_eq!(State::of(&reading), Some(State::Reading));
        assert!(says(&reading, "Up to 0:10.000"));

        let not = transport(|index, _| index.inexact = Some(Inexact::WithoutTimes(7)));
        assert_eq!(State::of(&not), Some(State::Not));
        assert!(says(&not, "7 pictures carry no time"));

        let nothing = transport(|_, info| info.video = None);
        assert_eq!(State::of(&nothing), None);
    }

    #[test]
    fn damaged_stretches_are_named_by_time_and_by_frame_where_there_are_frames() {
        let stretch = |from: i64, to: i64| {
            MediaSpan::between(MediaTime::from_seconds(from), MediaTime::from_seconds(to))
        };
        let mut cut = transport(|_, _| ());
        cut.damaged = vec![stretch(2, 4), stretch(10, 12)];
        assert_eq!(State::of(&cut), Some(State::Partly));
        assert!(says(&cut, "frames 50 to 100"));
        assert!(says(&cut, "From 0:10.000 to 0:12.000"));
    }
}
