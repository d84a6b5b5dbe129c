//! Sittings from end to end in the real window: clips watched together, one stop that is looked at again, and somebody who
//! calls back what went on inside. Each is left, and found again.

use egui::{Key, Modifiers};

use crate::{window::Window, window_reviews::Place};

/// Nothing that is heard has these words.
fn silent_about(window: &Window, words: &[&str]) {
    let heard = window.heard();
    for words in words {
        assert!(
            !heard.iter().any(|heard| heard.contains(words)),
            "{words:?} is heard: {heard:#?}"
        );
    }
}

fn go_to(window: &Window, time: &str) {
    window.press(Key::G);
    window.fill("Go to a time…", time);
    window.press(Key::Enter);
    // A mark is made at the frame that is seen.
    window.until_heard(&format!("Time {time}.000"));
}

fn mark_in_words(window: &Window, key: Key, words: &str) {
    window.press(key);
    window.press(Key::Enter);
    window.write(words);
    window.press(Key::Enter);
    window.until_heard(words);
}

#[test]
fn clips_are_watched_together_and_each_says_what_was_there() {
    let place = Place::new();
    let window = place.open();
    go_to(&window, "1:10");
    mark_in_words(&window, Key::Num2, "he asked again");
    window.click("Clips");
    window.click("From the mark");
    window.until_heard("Play clip 1");

    window.click("Sit together…");
    window.until_heard("Before we begin");
    window.press(Key::Enter);
    window.until_heard("Client stops");
    window.click("Next clip");
    window.click("Client stops");
    let said = "that I was not in the way";
    window.fill("Client, what was there for you?", said);
    window.press(Key::Enter);
    window.until_heard("Is that how you said it?");
    window.click("Yes");
    window.click("Nothing now");
    window.click("Land");
    window.until_heard("What we marked today");
    window.until_heard(said);
    let along = "ask once more";
    window.fill("One thing to take along", along);
    window.click("Done");
    window.until_heard("Open a recording");
    window.quit();

    let again = place.open();
    again.until_heard(said);
    again.quit();
}

/// What begins so, as a screen reader calls it.
fn beginning(window: &Window, words: &str) -> String {
    window.until_heard(words);
    let heard = window.heard();
    let found = heard.iter().find(|heard| heard.starts_with(words));
    found
        .unwrap_or_else(|| panic!("nothing begins with {words:?}: {heard:#?}"))
        .clone()
}

#[test]
fn a_stop_is_looked_at_again_step_by_step_landed_and_found_next_time() {
    let place = Place::new();
    let window = place.open();
    window.click("Sit together…");
    window.until_heard("Before we begin");
    window.press(Key::Enter);
    window.until_heard("Client stops");
    go_to(&window, "1:00");
    window.press(Key::S);
    window.until_heard("Let us stay here.");
    // Nothing is named, rated or counted beside whoever came for help.
    silent_about(&window, &["Contrary", "hyper", "pretend"]);
    window.click("Look again, from before");
    window.click(&beginning(&window, "20 s before"));
    window.until_heard("0:40 · question 1 of");
    let first = "he came in late, and I went quiet";
    window.fill("In your own words", first);
    window.until_heard(first);
    window.click(&beginning(&window, "Next, "));
    window.until_heard("question 2 of");
    window.click("Client's words");
    let second = "my chest went tight";
    window.fill("In your own words", second);
    window.click("Is that how you said it?");
    while !window
        .heard()
        .iter()
        .any(|heard| heard == "Next: what did we see?")
    {
        window.click("Skip");
    }
    window.click("Next: what did we see?");
    let seen = "it went fast, and then slower";
    window.fill("What did we see?", seen);
    // Esc leaves the field, and nothing else.
    window.press(Key::Escape);
    go_to(&window, "1:16");
    window.click(&beginning(&window, "It came back here"));
    window.click("Done");
    window.click("Land");
    window.until_heard("Before we stop");
    let now = "tired, and lighter";
    window.fill("How is it now, Client?", now);
    window.click("Done");
    window.until_heard("Open a recording");
    window.quit();

    let again = place.open();
    again.click("Explore");
    for words in [first, second, seen, "It came back at 1:16"] {
        again.until_heard(words);
    }
    again.click("Play it");
    again.until_heard("Pause");
    again.quit();
    let found = place.files_with(now);
    assert!(!found.is_empty(), "how it was at the end is kept");
}

#[test]
fn whoever_recalls_holds_the_remote_and_is_asked_nothing_but_what_was_inside() {
    let place = Place::new();
    let window = place.open();
    window.key(Key::F12, Modifiers::NONE);
    window.click("Recall");
    window.until_heard("They hold the remote.");
    window.click("Begin");
    window.until_heard("Client recalls and holds the remote");
    window.until_heard("Or ask nothing, and listen.");
    silent_about(&window, &["How strong", "Therapist stops"]);
    window.press(Key::Space);
    window.until_heard("Client stops");
    window.click("Client stops");
    let then = "I thought he had forgotten me";
    window.fill("Client, what was there for you?", then);
    window.press(Key::Enter);
    window.until_heard(then);
    window.click("Land");
    window.until_heard(then);
    window.click("Done");
    window.until_heard("Open a recording");
    window.quit();
    let files = place.files_with(then);
    let text = std::fs::read_to_string(&files[0]).expect("a record");
    // Then is what a mark says unless it says something else.
    assert!(!text.contains("tense: "), "{text}");
    let again = place.open();
    again.until_heard(then);
    again.quit();
}
