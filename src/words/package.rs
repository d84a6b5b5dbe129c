//! Packages in words: what is in one, what came of it, and why not; the same in the window and on the command line.

use super::notice::Trouble;
use crate::{
    store::{Company, Package, PackageError, Taken},
    tr,
};

/// Why a package was not made or not taken in.
#[must_use]
pub fn refusal(error: &PackageError) -> String {
    match error {
        PackageError::NotOne => tr!("package-not-one"),
        PackageError::Newer(_) => tr!("package-newer"),
        PackageError::Damaged => tr!("package-damaged"),
        PackageError::OtherRecording => tr!("package-other-recording"),
        PackageError::NoRecording => tr!("package-no-recording"),
        PackageError::OtherKey(name) => tr!("package-other-key", name = name.as_str()),
        PackageError::SetMissing(name) => tr!("package-set-missing", name = name.as_str()),
        PackageError::Closed => tr!("cli-closed"),
        PackageError::Nothing => tr!("package-nothing"),
        PackageError::Parts => tr!("package-parts"),
        PackageError::Stopped => tr!("package-stopped"),
        PackageError::Store(error) => {
            tr!("package-trouble", reason = Trouble::from(error).sentence())
        }
    }
}

/// Who it is from and for, and when it was made.
#[must_use]
pub fn heading(package: &Package) -> Vec<String> {
    let from = package
        .from_person()
        .map_or("", |person| person.name.as_str());
    let whose = match package.to_person() {
        Some(to) => tr!("package-from-for", from = from, to = to.name.as_str()),
        None => tr!("package-from-only", from = from),
    };
    let when = package.manifest.made.format("%Y-%m-%d %H:%M").to_string();
    vec![whose, tr!("package-made", when = when)]
}

/// What is in it, one thing a line.
#[must_use]
pub fn contents(package: &Package) -> Vec<String> {
    let name = package
        .from_person()
        .map_or("", |person| person.name.as_str());
    let mut lines = Vec::new();
    if let Some(state) = package.own_state() {
        lines.push(tr!("package-in-round"));
        if state.done {
            lines.push(tr!("package-in-done", name = name));
        }
        if state.agreed {
            lines.push(tr!("package-in-agreed", name = name));
        }
    }
    if package.marks() > 0 {
        lines.push(tr!("package-in-marks", count = package.marks()));
    }
    if package.clips() > 0 {
        lines.push(tr!("package-in-clips", count = package.clips()));
    }
    if let Some(bytes) = package.media_bytes() {
        lines.push(tr!("package-in-media", size = size(bytes)));
    }
    if let Some(company) = package.manifest.company {
        lines.push(tr!("package-company-agreed", who = company_name(company)));
    }
    lines
}

/// Who will be there, in words.
#[must_use]
pub fn company_name(company: Company) -> String {
    match company {
        Company::Alone => tr!("package-company-alone"),
        Company::Someone => tr!("package-company-someone"),
        Company::Therapist => tr!("package-company-therapist"),
    }
}

/// What came of taking it in, and what is next.
#[must_use]
pub fn taken(package: &Package, taken: &Taken) -> Vec<String> {
    let name = package
        .from_person()
        .map_or("", |person| person.name.as_str());
    let mut lines = vec![if taken.known {
        tr!("package-known")
    } else {
        tr!("package-taken")
    }];
    if let Some(state) = package.own_state() {
        lines.push(if state.agreed {
            tr!("package-next-agreed", name = name)
        } else if state.done {
            tr!("package-next-done", name = name)
        } else {
            tr!("package-next-mark")
        });
    }
    if taken.clocks_differ {
        lines.push(tr!("package-clock"));
    }
    lines
}

/// How large something is, as people say it.
#[must_use]
pub fn size(bytes: u64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "rounded to a tenth all the same"
    )]
    let megabytes = bytes as f64 / 1e6;
    if megabytes >= 1000.0 {
        tr!("size-gb", size = format!("{:.1}", megabytes / 1000.0))
    } else if megabytes >= 1.0 {
        tr!("size-mb", size = format!("{megabytes:.1}"))
    } else {
        tr!("size-bytes", count = bytes)
    }
}
