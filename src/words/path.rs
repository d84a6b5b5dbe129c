//! Paths as people read them: short enough for a notice, with what tells them apart kept.

use std::path::Path;

/// A longer path is shortened in its middle.
const MOST: usize = 44;

/// A path in at most a line: the home folder as `~`, and of a long one the beginning and the end.
#[must_use]
pub fn short(path: &Path) -> String {
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    short_from(path, home.as_deref().map(Path::new))
}

fn short_from(path: &Path, home: Option<&Path>) -> String {
    let from_home = home.and_then(|home| path.strip_prefix(home).ok());
    let text = match from_home {
        Some(rest) if rest.as_os_str().is_empty() => return "~".to_owned(),
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    };
    // A name may hold anything, a line break too.
    let text: String = text
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    if text.chars().count() <= MOST {
        return text;
    }
    let (first, rest) = match text.split_once('/') {
        Some(("", rest)) => {
            let (first, rest) = rest.split_once('/').unwrap_or(("", rest));
            (format!("/{first}"), rest)
        }
        Some((first, rest)) => (first.to_owned(), rest),
        None => (String::new(), text.as_str()),
    };
    let room = MOST.saturating_sub(first.chars().count() + 3);
    let mut tail: Vec<&str> = Vec::new();
    let mut used = 0;
    for part in rest.rsplit('/') {
        used += part.chars().count() + 1;
        if !tail.is_empty() && used > room {
            break;
        }
        tail.insert(0, part);
    }
    let tail = tail.join("/");
    let gap = if tail.len() < rest.len() {
        "/…/"
    } else {
        "/"
    };
    format!("{first}{gap}{}", short_name(&tail, room))
}

/// A name with its middle left out where it is too long.
fn short_name(name: &str, most: usize) -> String {
    let signs: Vec<char> = name.chars().collect();
    let most = most.max(12);
    if signs.len() <= most {
        return name.to_owned();
    }
    let end = most / 2;
    let begin = most - end - 1;
    let (begin, end) = (&signs[..begin], &signs[signs.len() - end..]);
    let (begin, end): (String, String) = (begin.iter().collect(), end.iter().collect());
    format!("{begin}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(path: &str) -> String {
        short_from(Path::new(path), Some(Path::new("/home/robin")))
    }

    #[test]
    fn what_fits_stays_whole() {
        assert_eq!(short("/home/robin"), "~");
        assert_eq!(short("/home/robin/Videos"), "~/Videos");
        assert_eq!(short("/media/disk/a.mp4"), "/media/disk/a.mp4");
    }

    #[test]
    fn a_long_one_keeps_its_beginning_and_its_end() {
        assert_eq!(
            short("/home/robin/.local/share/mindframe/records/0123456789abcdef/a.mp4"),
            "~/…/records/0123456789abcdef/a.mp4"
        );
        assert_eq!(
            short("/media/stick/recordings of this year/in the small room/friday"),
            "/media/…/in the small room/friday"
        );
        let long = short(&format!("/home/robin/{}.mp4", "ä".repeat(90)));
        assert!(
            long.chars().count() <= MOST && long.ends_with("ä.mp4"),
            "{long}"
        );
        assert!(long.contains('…'), "{long}");
    }
}
