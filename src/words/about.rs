//! Everything by and about one person as a text that people read: times first, own words next, in the order of the recording.

use std::fmt::Write;

use crate::{
    interop::about::{AboutPerson, ConsentText, KeptText, MarkText},
    tr,
};

/// The whole text.
#[must_use]
pub fn text(about: &AboutPerson) -> String {
    let mut out = String::new();
    let name = about.name.as_str();
    line(&mut out, &tr!("kept-of-title", name = name));
    line(
        &mut out,
        &tr!(
            "kept-of-of",
            recording = about.recording.as_str(),
            day = about.made.get(..10).unwrap_or_default()
        ),
    );
    line(&mut out, &tr!("kept-of-scope"));
    heading(&mut out, &tr!("kept-of-marks-by", name = name));
    marks(&mut out, &about.marks_by);
    heading(&mut out, &tr!("kept-of-marks-about", name = name));
    marks(&mut out, &about.marks_about);
    heading(&mut out, &tr!("kept-of-kept"));
    if about.kept.is_empty() {
        line(&mut out, &tr!("kept-of-none"));
    }
    for one in &about.kept {
        kept(&mut out, one);
    }
    for one in &about.ratings {
        let words = tr!(
            "kept-of-rating",
            by = one.by.as_str(),
            about = one.about.as_str(),
            values = one.values.len()
        );
        line(&mut out, &words);
    }
    heading(&mut out, &tr!("consent-agreed"));
    if about.consent.is_empty() {
        line(&mut out, &tr!("consent-not-noted"));
    }
    for one in &about.consent {
        consent(&mut out, one);
    }
    heading(&mut out, &tr!("keeping-title"));
    for (what, value) in [
        (tr!("keeping-who"), about.controller.as_str()),
        (tr!("keeping-basis"), about.basis.as_str()),
        (
            tr!("keeping-by"),
            about.delete_by.as_deref().unwrap_or_default(),
        ),
    ] {
        let value = if value.is_empty() { "-" } else { value };
        line(&mut out, &format!("{what}: {value}"));
    }
    out
}

fn line(out: &mut String, text: &str) {
    // A string takes whatever is written into it.
    let _never = writeln!(out, "{text}");
}

fn heading(out: &mut String, text: &str) {
    line(out, &format!("\n{text}\n"));
}

fn marks(out: &mut String, marks: &[MarkText]) {
    if marks.is_empty() {
        line(out, &tr!("kept-of-none"));
    }
    for mark in marks {
        let until = mark.end.as_ref().map(|end| format!(" - {end}"));
        let about = if mark.about.is_empty() {
            tr!("kept-of-everybody")
        } else {
            mark.about.join(", ")
        };
        let who = tr!("kept-of-who", by = mark.by.join(", "), about = about);
        line(
            out,
            &format!("{}{}  {who}", mark.start, until.unwrap_or_default()),
        );
        if let Some(words) = &mark.words {
            line(out, &format!("    “{}”", words.replace('\n', "\n    ")));
        }
        if !mark.codes.is_empty() {
            line(out, &format!("    {}", mark.codes.join("; ")));
        }
        if let Some(strength) = mark.strength {
            let words = tr!("kept-of-strength", strength = usize::from(strength));
            line(out, &format!("    {words}"));
        }
    }
}

fn kept(out: &mut String, one: &KeptText) {
    let kind = match one.kind {
        "episode" => tr!("kept-of-episode"),
        "review" => tr!("kept-of-review"),
        "playlist" => tr!("kept-of-playlist"),
        "judgement" => tr!("kept-of-judgement"),
        _ => tr!("kept-of-sealed"),
    };
    let day = one.made.get(..10).unwrap_or_default();
    let at = one.at.as_ref().map(|at| format!(", {at}"));
    line(
        out,
        &format!("{day}{}  {kind}, {}", at.unwrap_or_default(), one.by),
    );
    for words in &one.words {
        line(out, &format!("    {}", words.replace('\n', "\n    ")));
    }
}

fn consent(out: &mut String, one: &ConsentText) {
    let purpose = match one.purpose.as_str() {
        "Review" => tr!("consent-review"),
        "Supervision" => tr!("consent-supervision"),
        "Training" => tr!("consent-training"),
        "Research" => tr!("consent-research"),
        _ => tr!("consent-group"),
    };
    let day = one.given.as_str();
    let given = match &one.until {
        Some(until) => tr!("consent-given-until", day = day, until = until.as_str()),
        None => tr!("consent-given", day = day),
    };
    let back = one.taken_back.as_ref().map(|at| {
        let day = at.get(..10).unwrap_or_default();
        format!("; {}", tr!("consent-withdrawn", day = day))
    });
    let form = if one.form.is_empty() {
        String::new()
    } else {
        format!(" ({})", one.form)
    };
    line(
        out,
        &format!("{purpose}{form}: {given}{}", back.unwrap_or_default()),
    );
}
