//! The settings, each of which takes effect at once.

use egui::{ComboBox, Ui};

use super::{dialog, note, pills, section, stepper};
use crate::{
    app::{Command, TransportCommand, marking::Face},
    media::Hardware,
    store::{Settings, ThemeChoice},
    tr,
    ui::{
        theme::Tokens,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// What the settings ask of the window, since it has the file dialogs.
pub struct Asks<'a> {
    /// A file dialog for a codebook; its answer becomes [`Command::LoadCodebook`].
    pub load_codebook: &'a mut dyn FnMut(),
    /// A folder dialog for a copy of the codebook with this id.
    pub copy_codebook: &'a mut dyn FnMut(&str),
}

/// False once it wants to close.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    asks: &mut Asks<'_>,
    commands: &mut Vec<Command>,
) -> bool {
    let tokens = &view.tokens;
    let mut settings = view.settings().clone();
    let mut chosen = Vec::new();
    let mut done = false;
    let open = dialog(
        ctx,
        tokens,
        &tr!("settings-title"),
        560.0,
        |ui| {
            look(ui, tokens, &mut settings);
            marking(ui, tokens, &mut settings);
            playing(ui, view, &mut settings, &mut chosen);
            privacy(ui, tokens, &mut settings);
            codebooks(ui, view, &mut settings, asks, &mut chosen);
        },
        |ui| {
            done = ui
                .add(chip::button(tokens, tr!("dialog-done"), Kind::Main))
                .clicked();
        },
    );
    if settings != *view.settings() {
        commands.push(Command::SetSettings(Box::new(settings)));
    }
    commands.append(&mut chosen);
    open && !done
}

fn look(ui: &mut Ui, tokens: &Tokens, settings: &mut Settings) {
    section(ui, tr!("settings-look"));
    let themes = [
        (ThemeChoice::System, tr!("settings-theme-system")),
        (ThemeChoice::Light, tr!("settings-theme-light")),
        (ThemeChoice::Dark, tr!("settings-theme-dark")),
    ];
    let choices: Vec<(String, bool)> = themes
        .iter()
        .map(|(theme, label)| (label.clone(), settings.theme == *theme))
        .collect();
    if let Some((theme, _)) = pills(ui, tokens, &choices).and_then(|at| themes.get(at)) {
        settings.theme = *theme;
    }
    let scale = percent(f64::from(settings.scale));
    let words = tr!("settings-percent", value = scale);
    if let Some(scale) = stepper(
        ui,
        tokens,
        &tr!("settings-scale"),
        scale,
        10,
        80..=200,
        &words,
    ) {
        #[expect(clippy::cast_precision_loss, reason = "80 to 200")]
        let scale = scale as f32;
        settings.scale = scale / 100.0;
    }
    ui.checkbox(&mut settings.reduced_motion, tr!("settings-motion"));
    ui.checkbox(&mut settings.thumbnails, tr!("settings-thumbnails"));
    note(ui, tokens, tr!("settings-thumbnails-note"));
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 0 and 400 %"
)]
fn percent(value: f64) -> u32 {
    (value * 100.0).round().clamp(0.0, 400.0) as u32
}

/// A number of milliseconds as seconds, without needless zeros.
fn seconds(millis: u32) -> String {
    let (whole, rest) = (millis / 1000, millis % 1000);
    let decimals = format!("{rest:03}");
    let decimals = decimals.trim_end_matches('0');
    let value = if decimals.is_empty() {
        whole.to_string()
    } else {
        format!("{whole}.{decimals}")
    };
    tr!("settings-seconds", value = value)
}

fn time(
    ui: &mut Ui,
    tokens: &Tokens,
    name: &str,
    value: &mut u32,
    step: u32,
    range: std::ops::RangeInclusive<u32>,
) {
    if let Some(wanted) = stepper(ui, tokens, name, *value, step, range, &seconds(*value)) {
        *value = wanted;
    }
}

fn marking(ui: &mut Ui, tokens: &Tokens, settings: &mut Settings) {
    section(ui, tr!("settings-marking"));
    time(
        ui,
        tokens,
        &tr!("settings-lead"),
        &mut settings.lead_ms,
        250,
        0..=10_000,
    );
    time(
        ui,
        tokens,
        &tr!("settings-lead-client"),
        &mut settings.client_lead_ms,
        250,
        0..=10_000,
    );
    note(ui, tokens, tr!("settings-lead-note"));
    time(
        ui,
        tokens,
        &tr!("settings-rating-lag"),
        &mut settings.rating_lag_ms,
        500,
        0..=3000,
    );
    ui.checkbox(
        &mut settings.pause_while_typing,
        tr!("settings-pause-typing"),
    );
    ui.add_enabled_ui(settings.pause_while_typing, |ui| {
        ui.checkbox(&mut settings.resume_after_words, tr!("settings-resume"));
    });
}

fn playing(ui: &mut Ui, view: &View<'_>, settings: &mut Settings, chosen: &mut Vec<Command>) {
    let tokens = &view.tokens;
    section(ui, tr!("settings-playing"));
    time(
        ui,
        tokens,
        &tr!("settings-jump-small"),
        &mut settings.jumps_ms[0],
        100,
        100..=2000,
    );
    time(
        ui,
        tokens,
        &tr!("settings-jump"),
        &mut settings.jumps_ms[1],
        500,
        500..=10_000,
    );
    time(
        ui,
        tokens,
        &tr!("settings-jump-large"),
        &mut settings.jumps_ms[2],
        1000,
        1000..=60_000,
    );
    time(
        ui,
        tokens,
        &tr!("settings-preroll"),
        &mut settings.preroll_ms,
        500,
        0..=3000,
    );
    time(
        ui,
        tokens,
        &tr!("settings-slow-view"),
        &mut settings.slow_view_ms,
        500,
        2000..=5000,
    );
    let memory = settings.frame_memory_mib;
    let words = tr!("settings-mib", value = memory.to_string());
    let label = tr!("settings-frame-memory");
    if let Some(memory) = stepper(ui, tokens, &label, memory, 64, 64..=2048, &words) {
        settings.frame_memory_mib = memory;
    }
    hardware(ui, view, settings);
    let volume = percent(settings.volume);
    let words = tr!("settings-percent", value = volume);
    if let Some(volume) = stepper(
        ui,
        tokens,
        &tr!("settings-volume"),
        volume,
        10,
        0..=100,
        &words,
    ) {
        settings.volume = f64::from(volume) / 100.0;
        chosen.push(Command::Transport(TransportCommand::SetVolume(
            settings.volume,
        )));
    }
}

/// Decoding on the graphics card, and what became of it in this recording.
fn hardware(ui: &mut Ui, view: &View<'_>, settings: &mut Settings) {
    ui.checkbox(&mut settings.hardware_decoding, tr!("settings-hardware"));
    let state = view.transport().and_then(|transport| transport.hardware);
    let words = match state.filter(|_| view.settings().hardware_decoding) {
        None => tr!("settings-hardware-note"),
        Some(Hardware::Used) => tr!("settings-hardware-used"),
        Some(Hardware::Differs) => tr!("settings-hardware-differs"),
        Some(Hardware::Absent) => tr!("settings-hardware-absent"),
        Some(Hardware::GaveUp) => tr!("settings-hardware-gave-up"),
    };
    note(ui, &view.tokens, words);
}

fn privacy(ui: &mut Ui, tokens: &Tokens, settings: &mut Settings) {
    section(ui, tr!("settings-start"));
    if ui
        .checkbox(&mut settings.show_recent, tr!("settings-recent"))
        .changed()
        && !settings.show_recent
    {
        settings.recent.clear();
    }
    note(ui, tokens, tr!("settings-recent-note"));
}

fn codebooks(
    ui: &mut Ui,
    view: &View<'_>,
    settings: &mut Settings,
    asks: &mut Asks<'_>,
    chosen: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    section(ui, tr!("settings-codebooks"));
    let active = view.desk().map(|_| view.face());
    for (face, name) in [
        (Face::Therapist, tr!("settings-codes-therapist")),
        (Face::Client, tr!("settings-codes-client")),
    ] {
        let now = match face {
            Face::Therapist => &mut settings.therapist_preset,
            Face::Client => &mut settings.client_preset,
        };
        if let Some((codebook, preset)) = preset_choice(ui, view, &name, now) {
            if active == Some(face) {
                chosen.push(Command::ChoosePreset { codebook, preset });
            } else {
                *now = (codebook, preset);
            }
        }
    }
    note(ui, tokens, tr!("settings-codes-note"));
    ui.horizontal_wrapped(|ui| {
        if ui
            .add(chip::button(tokens, tr!("settings-load"), Kind::Plain))
            .clicked()
        {
            (asks.load_codebook)();
        }
        let client = active == Some(Face::Client);
        let id = if client {
            &settings.client_preset.0
        } else {
            &settings.therapist_preset.0
        };
        if ui
            .add(chip::button(tokens, tr!("settings-copy"), Kind::Plain))
            .clicked()
        {
            (asks.copy_codebook)(id);
        }
    });
}

pub(super) fn preset_choice(
    ui: &mut Ui,
    view: &View<'_>,
    name: &str,
    now: &(String, String),
) -> Option<(String, String)> {
    let books = view.app.codebooks().all();
    let words = |book: &str, preset: &str| tr!("settings-preset", book = book, preset = preset);
    let shown = books
        .iter()
        .find(|book| book.id == now.0)
        .and_then(|book| {
            book.preset(&now.1)
                .map(|preset| words(&book.title, &preset.title))
        })
        .unwrap_or_else(|| tr!("settings-preset-gone"));
    let mut picked = None;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        note(ui, &view.tokens, name);
        let combo = ComboBox::from_id_salt(name)
            .selected_text(shown)
            .width(ui.available_width())
            .show_ui(ui, |ui| {
                for book in books {
                    for preset in &book.presets {
                        let on = book.id == now.0 && preset.id == now.1;
                        if ui
                            .selectable_label(on, words(&book.title, &preset.title))
                            .clicked()
                        {
                            picked = Some((book.id.clone(), preset.id.clone()));
                        }
                    }
                }
            });
        ui.ctx()
            .accesskit_node_builder(combo.response.id, |node| node.set_label(name));
    });
    picked
}
