//! Colours, sizes and type: the only place in the program that has any.
//!
//! Colours come from `assets/theme/*.ron`; sizes lie on a grid of 4 points.

use std::sync::{Arc, LazyLock};

use egui::{
    Color32, CornerRadius, FallbackRequest, FontData, FontDefinitions, FontFamily, FontId,
    FontProvider as _, Margin, Stroke, TextStyle, Theme, Vec2,
};
use egui_system_font_provider::SystemFontProvider;
use serde::Deserialize;

/// One step of the grid, in points.
pub const GRID: f32 = 4.0;
/// Corners of buttons and cards.
pub const RADIUS: u8 = 8;
/// Corners on the client's face.
pub const CLIENT_RADIUS: u8 = 14;
/// Least height of anything that can be pressed.
pub const TARGET: f32 = 32.0;
/// Least height of a button on the client's face.
pub const CLIENT_TARGET: f32 = 62.0;
/// Text.
pub const BODY: f32 = 15.0;
/// Secondary text.
pub const SMALL: f32 = 13.0;
/// What is said, under the picture.
pub const CAPTION: f32 = 17.0;
/// Headings and the client's buttons.
pub const SECTION: f32 = 19.0;
/// The one question.
pub const QUESTION: f32 = 26.0;
/// The name on the start screen.
pub const TITLE: f32 = 34.0;
/// The one line weight of drawn shapes.
pub const LINE: f32 = 1.6;

/// Ink and tint of one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Outlines and initials.
    pub ink: Color32,
    /// Fills and lanes.
    pub tint: Color32,
}

/// Every colour of one theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Tokens {
    /// Whether it is the dark one.
    pub dark: bool,
    /// The window.
    pub background: Color32,
    /// Side and bars.
    pub panel: Color32,
    /// Cards and buttons.
    pub raised: Color32,
    /// Hairlines.
    pub line: Color32,
    /// Text.
    pub ink: Color32,
    /// Secondary text.
    pub muted: Color32,
    /// The one main action, the playhead, the selection.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Selected rows.
    pub accent_soft: Color32,
    /// The drawn sound.
    pub wave: Color32,
    /// Around the picture.
    pub stage: Color32,
    /// Joint marks.
    pub together: Pair,
    people: Vec<Pair>,
}

impl Tokens {
    /// Ink and tint of the person with this hue.
    #[must_use]
    pub fn person(&self, hue: u8) -> Pair {
        let count = self.people.len().max(1);
        self.people
            .get(usize::from(hue) % count)
            .copied()
            .unwrap_or(self.together)
    }

    /// Every person's colours, for the contrast test.
    #[must_use]
    pub fn people(&self) -> &[Pair] {
        &self.people
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PairFile {
    ink: String,
    tint: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokensFile {
    background: String,
    panel: String,
    raised: String,
    line: String,
    ink: String,
    muted: String,
    accent: String,
    on_accent: String,
    accent_soft: String,
    wave: String,
    stage: String,
    together: PairFile,
    people: Vec<PairFile>,
}

/// Reads a theme file. Errors name the field or the colour.
pub fn read(text: &str, dark: bool) -> Result<Tokens, String> {
    let file: TokensFile = ron::from_str(text).map_err(|error| error.to_string())?;
    let colour = |text: &str| {
        Color32::from_hex(text).map_err(|_| format!("“{text}” is not a colour like #22303A"))
    };
    let pair = |pair: &PairFile| -> Result<Pair, String> {
        Ok(Pair {
            ink: colour(&pair.ink)?,
            tint: colour(&pair.tint)?,
        })
    };
    Ok(Tokens {
        dark,
        background: colour(&file.background)?,
        panel: colour(&file.panel)?,
        raised: colour(&file.raised)?,
        line: colour(&file.line)?,
        ink: colour(&file.ink)?,
        muted: colour(&file.muted)?,
        accent: colour(&file.accent)?,
        on_accent: colour(&file.on_accent)?,
        accent_soft: colour(&file.accent_soft)?,
        wave: colour(&file.wave)?,
        stage: colour(&file.stage)?,
        together: pair(&file.together)?,
        people: file.people.iter().map(pair).collect::<Result<_, _>>()?,
    })
}

fn shipped(text: &str, dark: bool) -> Arc<Tokens> {
    // Part of the program and read by a test; the fallback keeps a broken build usable.
    Arc::new(read(text, dark).unwrap_or_else(|error| {
        log::error!("the theme cannot be read: {error}");
        let visuals = if dark {
            egui::Visuals::dark()
        } else {
            egui::Visuals::light()
        };
        let ink = visuals.text_color();
        let pair = Pair {
            ink,
            tint: visuals.faint_bg_color,
        };
        Tokens {
            dark,
            background: visuals.panel_fill,
            panel: visuals.panel_fill,
            raised: visuals.extreme_bg_color,
            line: visuals.window_stroke.color,
            ink,
            muted: ink,
            accent: ink,
            on_accent: visuals.panel_fill,
            accent_soft: visuals.faint_bg_color,
            wave: ink,
            stage: visuals.panel_fill,
            together: pair,
            people: vec![pair],
        }
    }))
}

static LIGHT: LazyLock<Arc<Tokens>> =
    LazyLock::new(|| shipped(include_str!("../../assets/theme/light.ron"), false));
static DARK: LazyLock<Arc<Tokens>> =
    LazyLock::new(|| shipped(include_str!("../../assets/theme/dark.ron"), true));

/// The tokens of the theme that this context shows.
#[must_use]
pub fn tokens(ctx: &egui::Context) -> Arc<Tokens> {
    match ctx.theme() {
        Theme::Dark => Arc::clone(&DARK),
        Theme::Light => Arc::clone(&LIGHT),
    }
}

/// Both shipped themes, light first.
#[must_use]
pub fn shipped_themes() -> [Arc<Tokens>; 2] {
    [Arc::clone(&LIGHT), Arc::clone(&DARK)]
}

/// The bold face.
#[must_use]
pub fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("bold".into()))
}

/// The regular face.
#[must_use]
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Lets names in any script be read, with the system's fonts. They are looked for only when a letter needs them: listing them
/// at every start would hold up the first picture.
pub fn add_system_fonts(ctx: &egui::Context) {
    let found: std::sync::OnceLock<SystemFontProvider> = std::sync::OnceLock::new();
    ctx.add_font_provider(Arc::new(move |request: &FallbackRequest<'_>| {
        found.get_or_init(SystemFontProvider::new).font_for(request)
    }));
}

/// Installs fonts, sizes and both themes' visuals.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    for (theme, tokens) in [(Theme::Light, &*LIGHT), (Theme::Dark, &*DARK)] {
        ctx.style_mut_of(theme, |style| {
            style.visuals = visuals(tokens);
            style.text_styles = [
                (TextStyle::Small, regular(SMALL)),
                (TextStyle::Body, regular(BODY)),
                (TextStyle::Button, regular(BODY)),
                (TextStyle::Heading, bold(SECTION)),
                (TextStyle::Monospace, regular(BODY)),
            ]
            .into();
            style.spacing.item_spacing = Vec2::splat(2.0 * GRID);
            style.spacing.button_padding = Vec2::new(3.0 * GRID, 1.5 * GRID);
            style.spacing.interact_size = Vec2::new(TARGET, TARGET);
            style.spacing.window_margin = Margin::same(16);
            style.spacing.menu_margin = Margin::same(8);
            style.spacing.scroll = egui::style::ScrollStyle::thin();
            style.animation_time = 0.15;
            style.interaction.selectable_labels = false;
            style.url_in_tooltip = false;
        });
    }
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let regular = FontData::from_static(include_bytes!(
        "../../assets/fonts/AtkinsonHyperlegible_400Regular.ttf"
    ));
    let bold = FontData::from_static(include_bytes!(
        "../../assets/fonts/AtkinsonHyperlegible_700Bold.ttf"
    ));
    fonts
        .font_data
        .insert("atkinson".to_owned(), Arc::new(regular));
    fonts
        .font_data
        .insert("atkinson-bold".to_owned(), Arc::new(bold));
    let fallback = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    let with = |first: &str| -> Vec<String> {
        std::iter::once(first.to_owned())
            .chain(fallback.iter().cloned())
            .collect()
    };
    let bold_family = FontFamily::Name("bold".into());
    fonts
        .families
        .insert(FontFamily::Proportional, with("atkinson"));
    fonts
        .families
        .insert(FontFamily::Monospace, with("atkinson"));
    fonts
        .families
        .insert(bold_family.clone(), with("atkinson-bold"));
    let icons = FontData::from_static(include_bytes!("../../assets/fonts/Phosphor.ttf"));
    fonts
        .font_data
        .insert("phosphor".to_owned(), Arc::new(icons));
    // Second: the icons must not shadow letters, nor the fallback the icons.
    for family in [FontFamily::Proportional, FontFamily::Monospace, bold_family] {
        fonts
            .families
            .entry(family)
            .or_default()
            .insert(1, "phosphor".to_owned());
    }
    fonts
}

fn visuals(tokens: &Tokens) -> egui::Visuals {
    let mut visuals = if tokens.dark {
        egui::Visuals::dark()
    } else {
        egui::Visuals::light()
    };
    let radius = CornerRadius::same(RADIUS);
    visuals.override_text_color = Some(tokens.ink);
    visuals.weak_text_color = Some(tokens.muted);
    visuals.panel_fill = tokens.background;
    visuals.window_fill = tokens.panel;
    visuals.window_stroke = Stroke::new(1.0, tokens.line);
    visuals.window_corner_radius = CornerRadius::same(CLIENT_RADIUS);
    visuals.menu_corner_radius = radius;
    visuals.extreme_bg_color = tokens.raised;
    visuals.text_edit_bg_color = Some(tokens.raised);
    visuals.faint_bg_color = tokens.panel;
    visuals.hyperlink_color = tokens.accent;
    visuals.selection.bg_fill = tokens.accent_soft;
    visuals.selection.stroke = Stroke::new(1.0, tokens.accent);
    visuals.popup_shadow = egui::Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: Color32::from_black_alpha(if tokens.dark { 96 } else { 28 }),
    };
    visuals.window_shadow = visuals.popup_shadow;
    let states = &mut visuals.widgets;
    for state in [
        &mut states.noninteractive,
        &mut states.inactive,
        &mut states.hovered,
        &mut states.active,
        &mut states.open,
    ] {
        state.corner_radius = radius;
        state.fg_stroke = Stroke::new(LINE, tokens.ink);
        state.bg_stroke = Stroke::new(1.0, tokens.line);
        state.bg_fill = tokens.raised;
        state.weak_bg_fill = tokens.raised;
        state.expansion = 0.0;
    }
    states.noninteractive.bg_fill = tokens.panel;
    states.hovered.weak_bg_fill = tokens.accent_soft;
    states.hovered.bg_stroke = Stroke::new(1.0, tokens.muted);
    states.active.weak_bg_fill = tokens.accent_soft;
    states.active.bg_stroke = Stroke::new(1.0, tokens.accent);
    visuals
}
