//! A report as one file of HTML that needs nothing else: no scripts, no links, no fonts from anywhere. It prints to A4 and letter.

use std::collections::BTreeMap;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    page::{Block, Chart, Moment, Page, Pair, Section, Table, Tag},
    svg,
};
use crate::domain::id::MarkId;

const STYLE: &str = include_str!("style.css");

/// A still picture for a moment.
#[derive(Clone, PartialEq, Eq)]
pub struct Still {
    /// A PNG file.
    pub png: Vec<u8>,
    /// What is to be seen, in words.
    pub alt: String,
}

impl std::fmt::Debug for Still {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Still({} bytes)", self.png.len())
    }
}

/// Still pictures, by mark.
pub type Stills = BTreeMap<MarkId, Still>;

/// The whole file.
#[must_use]
pub fn html(page: &Page, language: &str, stills: &Stills) -> String {
    let mut drawn = 0;
    let markup = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (page.title) }
                // Ours, and never anything that a person wrote.
                style { (PreEscaped(STYLE)) }
            }
            body.tight[page.tight] {
                header {
                    h1 { (page.title) }
                    @for line in &page.lead { p.lead { (line) } }
                }
                main {
                    @for part in &page.sections { (section(part, &page.as_table, stills, &mut drawn)) }
                }
                footer.colophon {
                    dl {
                        @for (name, value) in &page.colophon { dt { (name) } dd { (value) } }
                    }
                    p.statement { (page.statement) }
                }
            }
        }
    };
    let mut text = markup.into_string();
    text.push('\n');
    text
}

fn section(part: &Section, as_table: &str, stills: &Stills, drawn: &mut usize) -> Markup {
    html! {
        section.sheet[part.new_page].half[part.half] {
            h2 { (part.title) }
            @if let Some(note) = &part.note { p.note { (note) } }
            @for part in &part.blocks { (block(part, as_table, stills, drawn)) }
        }
    }
}

fn block(block: &Block, as_table: &str, stills: &Stills, drawn: &mut usize) -> Markup {
    match block {
        Block::Text(text) => html! { p { (text) } },
        Block::Quote { ask, who, words } => html! {
            @if let Some(ask) = ask { p.note { (ask) } }
            blockquote { @if let Some(who) = who { (tag(who)) " " } (words) }
        },
        Block::Moments(moments) => html! {
            ol.moments {
                @for one in moments { li.moment { (moment(one, stills)) } }
            }
        },
        Block::Pairs(pairs) => html! {
            @for one in pairs { (pair(one, stills)) }
        },
        Block::Table(one) => table(one),
        Block::Chart(one) => {
            *drawn += 1;
            figure(one, as_table, *drawn)
        }
        Block::Lines(number) => html! {
            @for _ in 0..*number { div.line {} }
        },
    }
}

fn figure(chart: &Chart, as_table: &str, number: usize) -> Markup {
    html! {
        figure {
            figcaption { (chart.title) }
            (svg::chart(chart, number))
            p.small { (chart.desc) }
            @if !chart.table.rows.is_empty() {
                details { summary { (as_table) } (table(&chart.table)) }
            }
        }
    }
}

fn table(table: &Table) -> Markup {
    html! {
        div.wide {
            table {
                @if !table.caption.is_empty() { caption { (table.caption) } }
                thead { tr { @for cell in &table.head { th scope="col" { (cell) } } } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                @if at == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn pair(pair: &Pair, stills: &Stills) -> Markup {
    html! {
        div.pair {
            div.moment { (moment(&pair.left, stills)) }
            div.moment { (moment(&pair.right, stills)) }
            @if !pair.together.is_empty() {
                div.both { @for one in &pair.together { (reply(one)) } }
            }
        }
    }
}

fn reply((who, words): &(Tag, String)) -> Markup {
    html! { p.reply { (tag(who)) " " (words) } }
}

fn tag(tag: &Tag) -> Markup {
    let (ink, tint) = svg::colours(tag.hue);
    html! {
        span.who style={ "color:" (ink) ";background:" (tint) } title=(tag.name) aria-label=(tag.name) role="img" { (tag.initial) }
    }
}

fn moment(moment: &Moment, stills: &Stills) -> Markup {
    html! {
        p.time { span { (moment.time) } @if let Some(who) = &moment.who { " " (tag(who)) } }
        div {
            @if let Some(over) = &moment.over { p.over { (over) } }
            @if let Some(words) = &moment.words { p.words { "“" (words) "”" } }
            @if let Some(label) = &moment.label {
                p.label { (svg::inline(moment.shape, moment.hue, moment.guess)) (label) }
            }
            @if !moment.more.is_empty() { p.more { (moment.more.join(" · ")) } }
            @for one in &moment.replies { (reply(one)) }
        }
        @if let Some(still) = moment.mark.and_then(|mark| stills.get(&mark)) {
            img.still alt=(still.alt) src={ "data:image/png;base64," (BASE64_STANDARD.encode(&still.png)) };
        }
    }
}
