//! What a mark says, in words for both: the person's own words first, else the plain word of its code.

use crate::{
    client,
    domain::{
        codebook::DefaultAudience,
        id::CodeId,
        mark::{CodeUse, Mark, Tense, When},
    },
    ui::view::View,
};

/// The plain word of a code.
fn plain(view: &View<'_>, id: &CodeId) -> String {
    view.code(id).map_or_else(
        || client!("compare-own-code"),
        |code| code.client_label.as_ref().unwrap_or(&code.label).clone(),
    )
}

/// The codes that are for everyone to read, unless somebody says otherwise.
fn for_all<'a>(view: &'a View<'_>, mark: &'a Mark) -> impl Iterator<Item = &'a CodeUse> {
    mark.codes.iter().filter(|used| {
        view.code(&used.code)
            .is_none_or(|code| code.default_audience == DefaultAudience::Everyone)
    })
}

/// The values that were chosen with a code: which feeling, what it was like.
fn values<'a>(view: &'a View<'_>, used: &'a CodeUse) -> impl Iterator<Item = String> + 'a {
    let code = view.code(&used.code);
    let modifiers = code.into_iter().flat_map(|code| &code.modifiers);
    modifiers.filter_map(move |modifier| {
        let chosen = used.modifier(&modifier.key)?;
        let value = modifier.values.iter().find(|value| value.id == chosen)?;
        Some(value.label.clone())
    })
}

/// In one line, without the time: “hurt, 6 · “My chest went tight””.
pub(super) fn of(view: &View<'_>, mark: &Mark) -> String {
    let mut facts = Vec::new();
    let code = for_all(view, mark).next();
    if mark.words.is_none() {
        facts.push(code.map_or_else(
            || client!("compare-no-words"),
            |used| plain(view, &used.code),
        ));
    }
    let words = mark.words.as_deref().unwrap_or_default().to_lowercase();
    let chosen = code.into_iter().flat_map(|used| values(view, used));
    // What somebody said in their own words is not said twice.
    facts.extend(chosen.filter(|value| !words.contains(&value.to_lowercase())));
    if let Some(strength) = mark.intensity {
        facts.push(if facts.is_empty() {
            client!("compare-strength", strength = strength.get())
        } else {
            strength.get().to_string()
        });
    }
    let mut parts = Vec::with_capacity(3);
    if !facts.is_empty() {
        parts.push(facts.join(", "));
    }
    if let Some(words) = &mark.words {
        parts.push(client!("compare-quoted", words = words.replace('\n', " ")));
    }
    match mark.tense {
        Tense::Then => {}
        Tense::Now => parts.push(client!("compare-now")),
        Tense::AboutThen => parts.push(client!("compare-later")),
    }
    parts.join(" · ")
}

/// All of it, as it is read out: whose, which words, which codes.
pub(super) fn spoken(view: &View<'_>, mark: &Mark) -> String {
    let name = super::super::marks::author_name(view, &mark.author);
    let mut said = format!("{name}: {}", of(view, mark));
    if mark.words.is_some() {
        for used in for_all(view, mark) {
            said.push_str(", ");
            said.push_str(&plain(view, &used.code));
        }
    }
    said
}

/// Where it lies.
pub(super) fn time(when: When) -> String {
    let place = |time: crate::domain::time::MediaTime| time.whole_seconds();
    match when {
        When::Point(time) | When::Open(time) => place(time),
        When::Span(span) => client!(
            "compare-from-to",
            from = place(span.start()),
            to = place(span.end())
        ),
    }
}
