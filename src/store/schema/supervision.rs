//! Rating for supervision, as it stands in our files: a rater's part, a sheet, sections to look at.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    emit::Out,
    entries::{span, text},
    v1::{Clock, Text, some},
};
use crate::domain::{
    entry::EntryKind,
    id::{EntryId, MarkId, PersonId},
    supervision::{ClipPack, Done, FrameRef, RatedItem, Rating, RatingPart, RatingSheet},
    time::{MediaSpan, MediaTime},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameText {
    id: String,
    version: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartText {
    round: Text<EntryId>,
    frame: FrameText,
    #[serde(default, deserialize_with = "some")]
    of: Option<Text<PersonId>>,
    #[serde(default, deserialize_with = "some")]
    done: Option<DoneText>,
    #[serde(default, deserialize_with = "some")]
    shared: Option<Text<Clock>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoneText {
    at: Text<Clock>,
    hash: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetText {
    part: Text<EntryId>,
    frame: FrameText,
    #[serde(default)]
    items: Vec<ItemText>,
    #[serde(default, deserialize_with = "some")]
    was: Option<Text<EntryId>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemText {
    number: u32,
    #[serde(default)]
    values: Vec<(String, i32)>,
    #[serde(default)]
    not_applicable: Vec<String>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    evidence: Vec<Text<MarkId>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackText {
    #[serde(default)]
    sections: Vec<(Text<MediaTime>, Text<MediaTime>)>,
    #[serde(default)]
    question: String,
}

/// Those of the three that are there.
pub(super) fn kinds(
    part: Option<PartText>,
    sheet: Option<SheetText>,
    pack: Option<PackText>,
) -> Result<Vec<EntryKind>, String> {
    let mut kinds = Vec::new();
    kinds.extend(part.map(|part| EntryKind::RatingPart(part.into_domain())));
    if let Some(sheet) = sheet {
        kinds.push(EntryKind::RatingSheet(Box::new(sheet.into_domain()?)));
    }
    if let Some(pack) = pack {
        kinds.push(EntryKind::ClipPack(pack.into_domain()?));
    }
    Ok(kinds)
}

impl FrameText {
    fn into_domain(self) -> FrameRef {
        FrameRef {
            id: self.id,
            version: self.version,
        }
    }
}

impl PartText {
    fn into_domain(self) -> RatingPart {
        RatingPart {
            round: self.round.0,
            frame: self.frame.into_domain(),
            of: self.of.map(|person| person.0),
            done: self.done.map(|done| Done {
                at: done.at.0.0,
                hash: done.hash,
            }),
            shared: self.shared.map(|clock| clock.0.0),
        }
    }
}

impl SheetText {
    fn into_domain(self) -> Result<RatingSheet, String> {
        let mut items = BTreeMap::new();
        for item in self.items {
            let number = item.number;
            let item = item.into_domain()?;
            if item.is_empty() {
                continue;
            }
            if items.insert(number, item).is_some() {
                return Err(format!("item {number} is there twice"));
            }
        }
        Ok(RatingSheet {
            part: self.part.0,
            frame: self.frame.into_domain(),
            items,
            was: self.was.map(|id| id.0),
        })
    }
}

impl ItemText {
    fn into_domain(self) -> Result<RatedItem, String> {
        let given = self
            .values
            .into_iter()
            .map(|(scale, value)| (scale, Rating::Value(value)));
        let none = self
            .not_applicable
            .into_iter()
            .map(|scale| (scale, Rating::NotApplicable));
        let mut values = BTreeMap::new();
        for (scale, rating) in given.chain(none) {
            if values.insert(scale, rating).is_some() {
                return Err(format!("item {} has two values on one scale", self.number));
            }
        }
        let mut evidence = Vec::new();
        for mark in self.evidence {
            if !evidence.contains(&mark.0) {
                evidence.push(mark.0);
            }
        }
        Ok(RatedItem {
            values,
            note: self.note,
            evidence,
        })
    }
}

impl PackText {
    fn into_domain(self) -> Result<ClipPack, String> {
        Ok(ClipPack {
            sections: self
                .sections
                .into_iter()
                .map(|(from, to)| span(from.0, to.0))
                .collect::<Result<_, _>>()?,
            question: self.question,
        })
    }
}

fn write_frame(out: &mut Out, frame: &FrameRef) {
    out.field("frame", |out| {
        out.raw("(id: ");
        out.quoted(&frame.id);
        out.raw(", version: ");
        out.quoted(&frame.version);
        out.raw(")");
    });
}

pub(super) fn write_part(out: &mut Out, part: &RatingPart) {
    out.field("round", |out| out.quoted_display(part.round));
    write_frame(out, &part.frame);
    if let Some(of) = &part.of {
        out.field("of", |out| out.quoted_display(of));
    }
    if let Some(done) = &part.done {
        out.field("done", |out| {
            out.raw("(at: ");
            out.clock(done.at);
            out.raw(", hash: ");
            out.quoted(&done.hash);
            out.raw(")");
        });
    }
    if let Some(at) = part.shared {
        out.field("shared", |out| out.clock(at));
    }
}

pub(super) fn write_sheet(out: &mut Out, sheet: &RatingSheet) {
    out.field("part", |out| out.quoted_display(sheet.part));
    write_frame(out, &sheet.frame);
    if let Some(was) = sheet.was {
        out.field("was", |out| out.quoted_display(was));
    }
    write_items(out, sheet);
}

fn write_items(out: &mut Out, sheet: &RatingSheet) {
    let items: Vec<(&u32, &RatedItem)> = sheet.items.iter().collect();
    out.blocks("items", &items, |out, (number, item)| {
        out.field("number", |out| out.display(number));
        let given: Vec<(&String, i32)> = item
            .values
            .iter()
            .filter_map(|(scale, rating)| Some((scale, rating.value()?)))
            .collect();
        out.list("values", &given, |out, (scale, value)| {
            out.raw("(");
            out.quoted(scale);
            out.raw(", ");
            out.display(value);
            out.raw(")");
        });
        let none: Vec<&String> = item
            .values
            .iter()
            .filter(|(_, rating)| **rating == Rating::NotApplicable)
            .map(|(scale, _)| scale)
            .collect();
        out.list("not_applicable", &none, |out, scale| out.quoted(scale));
        text(out, "note", &item.note);
        out.list("evidence", &item.evidence, |out, mark| {
            out.quoted_display(mark);
        });
    });
}

/// Hash of what a rater gave, in hexadecimal. `own` is the id of the sheet for the rater alone: nobody else knows it before the
/// sheet is shared, so that nobody can find values by trying.
#[must_use]
pub fn hash_of_sheet(own: EntryId, sheet: &RatingSheet) -> String {
    let mut out = Out::default();
    out.field("own", |out| out.quoted_display(own));
    out.field("part", |out| out.quoted_display(sheet.part));
    write_frame(&mut out, &sheet.frame);
    write_items(&mut out, sheet);
    blake3::hash(out.text().as_bytes()).to_hex().to_string()
}

pub(super) fn write_pack(out: &mut Out, pack: &ClipPack) {
    out.list("sections", &pack.sections, |out, section: &MediaSpan| {
        out.raw("(");
        out.time(section.start());
        out.raw(", ");
        out.time(section.end());
        out.raw(")");
    });
    text(out, "question", &pack.question);
}
