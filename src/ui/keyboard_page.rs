//! The page of all keys in the documentation.

use super::action::{AREAS, Action, area_title};
use crate::tr;

/// The list of all keys as Markdown: `docs/keyboard.md` is made from it and a test compares.
#[must_use]
pub fn keyboard_page() -> String {
    let mut lines = vec![
        format!("# {}", tr!("keyboard-title")),
        String::new(),
        tr!("keyboard-intro"),
    ];
    for area in AREAS {
        lines.extend([
            String::new(),
            format!("## {}", area_title(area)),
            String::new(),
            format!("| {} | {} |", tr!("keyboard-key"), tr!("keyboard-does")),
            "|---|---|".to_owned(),
        ]);
        for action in Action::ALL.iter().filter(|action| action.area() == area) {
            let keys: Vec<String> = action
                .key_texts()
                .iter()
                .map(|key| format!("`{key}`"))
                .collect();
            if !keys.is_empty() {
                lines.push(format!("| {} | {} |", keys.join(", "), action.label()));
            }
        }
    }
    lines.extend([String::new(), tr!("keyboard-codes"), String::new()]);
    lines.join("\n")
}
