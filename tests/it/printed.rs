//! Reports as a browser shows and prints them: no words over others, nothing cut off, and so many sheets of paper. The golden
//! pages stand for those that the demo cannot fill.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::report_commands::{VIDEO, demo, run};

/// Pages of the demo, with pictures.
const OF_DEMO: [&str; 4] = ["moments", "common-ground", "preparation", "supervision"];

/// Paper, and its size in points.
const A4: (&str, &str) = ("A4", "594.96 x 841.92");
const LETTER: (&str, &str) = ("letter", "612 x 792");

/// Looks at every page in frames of several widths, a phone's first, and writes what is wrong as lines of text. A wide table
/// may be scrolled sideways in its own box, but must not make the page itself scroll.
const LOOK: &str = r#"
addEventListener("load", () => {
  const found = [];
  let words = 0;
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, name = frame.title, room = page.documentElement.clientWidth;
    const walk = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT), seen = [];
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
      if (!text.data.trim() || text.parentElement.closest("title,desc,style")) continue;
      if (!text.parentElement.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})) continue;
      const range = page.createRange();
      range.selectNodeContents(text);
      for (const box of range.getClientRects())
        if (box.width > 1 && box.height > 1) seen.push([box, text]);
    }
    words += seen.length;
    if (page.documentElement.scrollWidth > room + 1) found.push(`${name}: scrolls sideways`);
    for (const [box, text] of seen)
      if ((box.left < -1 || box.right > room + 1) && !text.parentElement.closest(".wide")) found.push(`${name}: cut off: ${text.data}`);
    seen.forEach(([one, text], at) => {
      for (const [other, beside] of seen.slice(at + 1)) {
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (text !== beside && wide > 3 && high > 5) found.push(`${name}: over each other: ${text.data} | ${beside.data}`);
      }
    });
  }
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = `words ${words}\n${found.join("\n")}\nend`;
  document.body.replaceChildren(out);
});
"#;

/// Debian's browser without a window, with nothing of its own to fetch, and given up after a minute.
fn browser(home: &Path, arguments: &[String]) -> String {
    let profile = tempfile::tempdir_in(home).expect("a folder");
    let output = Command::new("timeout")
        .args(["60", "chromium", "--headless", "--no-sandbox"])
        .args(["--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-sync"])
        .args(["--disable-component-update", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(arguments)
        .env("HOME", home)
        .output()
        .expect("a browser: scripts/setup test installs it");
    assert!(output.status.success(), "the browser stopped: {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Golden pages, and the demo's own with pictures in them.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reports");
    let mut pages: Vec<PathBuf> = fs::read_dir(golden)
        .expect("golden pages")
        .map(|entry| entry.expect("a page").path())
        .collect();
    for kind in OF_DEMO {
        let out = format!("demo-{kind}.html");
        let asked = ["report", VIDEO, "--kind", kind, "--out", &out, "--stills"];
        let (code, _, err) = run(folder, &asked);
        assert_eq!(code, Some(0), "{err}");
        pages.push(folder.join(out));
    }
    pages.sort();
    assert!(pages.len() >= 12, "{pages:?}");
    pages
}

fn name(page: &Path) -> String {
    let name = page.file_stem().expect("a name");
    name.to_string_lossy().into_owned()
}

#[test]
fn no_words_lie_over_others_and_none_are_cut_off_from_a_phone_to_a_desk() {
    let folder = demo();
    let mut frames = String::new();
    for page in pages(folder.path()) {
        let html = fs::read_to_string(&page).expect("the page");
        let html = html.replace('&', "&amp;").replace('"', "&quot;");
        for width in [360, 680, 1200] {
            let title = format!("{} at {width}", name(&page));
            let frame = format!("title=\"{title}\" style=\"width:{width}px;height:900px\"");
            frames.extend(["<iframe ", &frame, " srcdoc=\"", &html, "\"></iframe>\n"]);
        }
    }
    let all = folder.path().join("all.html");
    let document = format!(
        "<!DOCTYPE html><meta charset=\"utf-8\"><script>{LOOK}</script><body>{frames}</body>"
    );
    fs::write(&all, document).expect("a file");
    let shown = browser(
        folder.path(),
        &["--dump-dom".to_owned(), format!("file://{}", all.display())],
    );
    let found = shown
        .split_once("<pre id=\"found\">words ")
        .and_then(|(_, rest)| rest.split_once("\nend"))
        .expect("the pages were looked at")
        .0;
    let (words, faults) = found.split_once('\n').expect("a number of words");
    let words: usize = words.parse().expect("a number");
    assert!(words > 1000, "only {words} pieces of text were seen");
    assert_eq!(faults, "", "{faults}");
}

/// How many sheets of which size, in points.
fn printed(folder: &Path, page: &Path, paper: &str) -> (usize, String) {
    let html = fs::read_to_string(page).expect("the page");
    let sized = format!("<style>@page{{size:{paper}}}@page tight{{size:{paper}}}</style></head>");
    let source = folder.join(format!("{}-{paper}.html", name(page)));
    fs::write(&source, html.replacen("</head>", &sized, 1)).expect("a file");
    let pdf = source.with_extension("pdf");
    browser(
        folder,
        &[
            format!("--print-to-pdf={}", pdf.display()),
            format!("file://{}", source.display()),
        ],
    );
    let told = Command::new("pdfinfo")
        .arg(&pdf)
        .output()
        .expect("pdfinfo: scripts/setup test installs it");
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let value = |label: &str| {
        let line = told.lines().find_map(|line| line.strip_prefix(label));
        line.unwrap_or_else(|| panic!("no {label} in {told}"))
            .trim()
            .to_owned()
    };
    (
        value("Pages:").parse().expect("a number"),
        value("Page size:"),
    )
}

#[test]
fn what_is_to_be_kept_prints_to_one_sheet_and_all_print_to_few() {
    let folder = demo();
    for page in pages(folder.path()) {
        let name = name(&page);
        let keep = ["feedback", "feedback-consensus", "tape"].contains(&name.as_str());
        let (most, papers) = if keep {
            (1, &[A4, LETTER][..])
        } else {
            (4, &[A4][..])
        };
        for (paper, points) in papers {
            let (sheets, size) = printed(folder.path(), &page, paper);
            assert!((1..=most).contains(&sheets), "{name}: {sheets} of {paper}");
            assert!(size.starts_with(points), "{name}: {size}");
        }
    }
}
