//! Two people's marks beside each other: what each list may truthfully say, and what stands between them.

use std::sync::Arc;

use mindframe::{
    analysis::{
        compare::{Comparison, Meanings, compare, usual_tolerance},
        matching::Tolerance,
    },
    domain::{
        id::PersonId,
        mark::{About, Audience, Author, CodeUse, Link, Mark, Placed, View},
        session::Session,
        time::MediaDelta,
    },
    store::{Codebooks, Places},
};
use proptest::prelude::*;

use crate::world::{World, add, mark, mark_id, robin, sam};

fn books() -> Codebooks {
    let nowhere = tempfile::tempdir().unwrap();
    Codebooks::load(&Places::under(nowhere.path())).0
}

fn of(session: &Session, tolerance: Tolerance) -> Comparison {
    let books = books();
    let meanings = Meanings::of(books.all().iter().map(Arc::as_ref));
    compare(session, &sam(), &robin(), tolerance, &meanings)
}

fn empty() -> Session {
    World::new().open().session
}

fn coded(number: u128, by: &PersonId, seconds: i64, code: &str, about: &PersonId) -> Mark {
    let mut mark = mark(number, by, seconds, "");
    mark.words = None;
    mark.codes = vec![CodeUse::plain(code.parse().unwrap())];
    mark.about = About::People(vec![about.clone()]);
    if by != about {
        mark.view = View::OfOther;
    }
    mark
}

/// In which list two marks of one moment come to stand.
fn seen(left: Mark, right: Mark) -> &'static str {
    let mut session = empty();
    add(&mut session, left);
    add(&mut session, right);
    let found = of(&session, Tolerance::LIVE);
    match (found.both.len(), found.differently.len()) {
        (1, 0) => "both",
        (0, 1) => "differently",
        _ => "apart",
    }
}

#[test]
fn marks_fall_into_four_lists() {
    let mut session = empty();
    add(&mut session, coded(1, &sam(), 10, "c.stuck", &sam()));
    add(&mut session, coded(2, &robin(), 12, "ev.onset", &sam()));
    add(&mut session, coded(3, &sam(), 30, "c.feel", &sam()));
    add(&mut session, coded(4, &robin(), 50, "mz.good", &sam()));
    add(&mut session, coded(5, &sam(), 70, "c.much", &sam()));
    add(&mut session, coded(6, &robin(), 71, "mz.curious", &sam()));
    let found = of(&session, Tolerance::LIVE);
    let ids = |marks: &[Arc<Mark>]| marks.iter().map(|mark| mark.id).collect::<Vec<_>>();
    assert_eq!(found.both[0].left.id, mark_id(1));
    assert_eq!(found.both[0].right.id, mark_id(2));
    assert_eq!(ids(&found.only_left), [mark_id(3)]);
    assert_eq!(ids(&found.only_right), [mark_id(4)]);
    assert_eq!(found.differently[0].left.id, mark_id(5));
    assert_eq!(found.both[0].moment().id, mark_id(1));
    // A narrower tolerance takes the first pair apart.
    let narrow = of(&session, Tolerance::new(MediaDelta::from_millis(1_500)));
    assert!(narrow.both.is_empty());
    assert_eq!(ids(&narrow.only_left), [mark_id(1), mark_id(3)]);
}

#[test]
fn nobody_is_said_to_differ_who_did_not_say_so() {
    let own = |number, by: &PersonId| mark(number, by, 5, "in my own words");
    // Words only: the program cannot read them.
    assert_eq!(seen(own(1, &sam()), own(2, &robin())), "both");
    assert_eq!(
        seen(own(1, &sam()), coded(2, &robin(), 5, "ev.onset", &sam())),
        "both"
    );
    // What the therapist did, and a note for later, are no view of a state.
    let stuck = || coded(1, &sam(), 5, "c.stuck", &sam());
    assert_eq!(
        seen(stuck(), coded(2, &robin(), 5, "tx.validate", &sam())),
        "both"
    );
    assert_eq!(
        seen(stuck(), coded(2, &robin(), 5, "m.bookmark", &sam())),
        "both"
    );
    // A code that no codebook here explains.
    assert_eq!(
        seen(stuck(), coded(2, &robin(), 5, "own.code", &sam())),
        "both"
    );
}

#[test]
fn a_persons_own_word_stands_beside_what_another_saw() {
    let stuck = || coded(1, &sam(), 5, "c.stuck", &sam());
    assert_eq!(
        seen(stuck(), coded(2, &robin(), 5, "ev.onset", &sam())),
        "both"
    );
    assert_eq!(
        seen(stuck(), coded(2, &robin(), 5, "ev.recovery", &sam())),
        "differently"
    );
    // The same word about two minds is not the same thing.
    assert_eq!(
        seen(stuck(), coded(2, &robin(), 5, "ev.onset", &robin())),
        "differently"
    );
    // Whoever felt understood names by whom; it is still their own state.
    let understood = coded(1, &sam(), 5, "c.click", &robin());
    assert_eq!(
        seen(understood, coded(2, &robin(), 5, "et.recognised", &sam())),
        "both"
    );
    // What is between both is about each.
    let mut between = coded(2, &robin(), 5, "ev.onset", &sam());
    between.about = About::Us;
    assert_eq!(seen(stuck(), between), "both");
    // A parent that is still to be refined does not contradict a finer code.
    let fine = coded(1, &sam(), 5, "mz.curious", &sam());
    assert_eq!(seen(fine, coded(2, &robin(), 5, "mz.good", &sam())), "both");
    // Nothing was converted: nearness goes no further than one step.
    let joy = coded(1, &robin(), 5, "af.joy", &sam());
    assert_eq!(
        seen(coded(2, &sam(), 5, "af.anger", &sam()), joy),
        "differently"
    );
}

#[test]
fn a_chosen_feeling_says_more_than_that_there_was_one() {
    let felt = |feeling: &str| {
        let mut mark = coded(1, &sam(), 5, "c.feel", &sam());
        mark.codes[0].set_modifier("feeling", Some(feeling.to_owned()));
        mark
    };
    let fear = || coded(2, &robin(), 5, "af.fear", &sam());
    assert_eq!(seen(felt("afraid"), fear()), "both");
    assert_eq!(seen(felt("happy"), fear()), "differently");
    assert_eq!(
        seen(felt("happy"), coded(2, &robin(), 5, "ms.feeling", &sam())),
        "both"
    );
    assert_eq!(seen(coded(1, &sam(), 5, "c.feel", &sam()), fear()), "both");
}

#[test]
fn only_what_each_made_alone_for_everyone_is_compared() {
    let mut session = empty();
    add(&mut session, mark(1, &sam(), 5, "mine"));
    let mut reply = mark(2, &robin(), 5, "I see");
    reply.links = vec![Link::ReplyTo(mark_id(1))];
    add(&mut session, reply);
    let mut hidden = mark(3, &robin(), 5, "for the team");
    hidden.audience = Audience::Team;
    add(&mut session, hidden);
    let mut again = mark(4, &sam(), 5, "mine, too");
    again.links = vec![Link::ConflictOf(mark_id(1))];
    add(&mut session, again);
    let mut typed = mark(5, &sam(), 9, "said, and typed by Robin");
    typed.entered_by = robin();
    add(&mut session, typed);
    let found = of(&session, Tolerance::LIVE);
    assert!(found.pairs().next().is_none());
    assert!(found.only_right.is_empty());
    assert_eq!(found.only_left.len(), 2, "a scribe's hand changes nothing");
}

#[test]
fn a_joint_mark_stands_between_the_two_it_belongs_to() {
    let mut session = empty();
    add(&mut session, mark(1, &sam(), 5, "far away"));
    add(&mut session, mark(2, &robin(), 6, "here"));
    let mut joint = mark(3, &robin(), 5, "We did not know this of each other.");
    joint.author = Author::Together(vec![robin(), sam()]);
    joint.links = vec![Link::SeeAlso(mark_id(1)), Link::SeeAlso(mark_id(2))];
    add(&mut session, joint);
    let mut loose = mark(4, &robin(), 40, "Both of us, elsewhere");
    loose.author = Author::Together(vec![robin(), sam()]);
    add(&mut session, loose);
    let found = of(&session, Tolerance::LIVE);
    assert_eq!(found.both[0].together[0].id, mark_id(3));
    assert_eq!(found.together.len(), 2);
    assert!(found.only_left.is_empty() && found.only_right.is_empty());
    assert!(found.pair_with(mark_id(3)).is_some());
    assert!(found.pair_with(mark_id(4)).is_none());
}

#[test]
fn nobody_is_compared_with_themselves() {
    let mut session = empty();
    add(&mut session, mark(1, &sam(), 5, "mine"));
    let books = books();
    let meanings = Meanings::of(books.all().iter().map(Arc::as_ref));
    let found = compare(&session, &sam(), &sam(), Tolerance::LIVE, &meanings);
    assert!(found.is_empty());
    assert!(of(&empty(), Tolerance::LIVE).is_empty());
}

#[test]
fn the_tolerance_begins_as_the_marks_were_made() {
    let mut session = empty();
    assert_eq!(usual_tolerance(&session, &sam(), &robin()), Tolerance::LIVE);
    add(&mut session, mark(1, &sam(), 5, "paused"));
    assert_eq!(
        usual_tolerance(&session, &sam(), &robin()),
        Tolerance::PAUSED
    );
    let mut live = mark(2, &robin(), 9, "while it played");
    live.placed = Placed::Live {
        pressed_at: live.when.start(),
        lead: MediaDelta::ZERO,
        rate: 1.0,
    };
    add(&mut session, live);
    assert_eq!(usual_tolerance(&session, &sam(), &robin()), Tolerance::LIVE);
}

const CODES: [&str; 8] = [
    "c.feel",
    "c.stuck",
    "c.they",
    "ev.onset",
    "ev.recovery",
    "tx.validate",
    "mz.good",
    "af.fear",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn from_the_other_side_it_is_the_same(
        marks in prop::collection::vec((prop::bool::ANY, 0_i64..40, 0_usize..8, prop::bool::ANY), 0..24)
    ) {
        let mut session = empty();
        for (number, (sams, seconds, code, own)) in (1..).zip(marks) {
            let by = if sams { sam() } else { robin() };
            let about = if own == sams { sam() } else { robin() };
            add(&mut session, coded(number, &by, seconds, CODES[code], &about));
        }
        let books = books();
        let meanings = Meanings::of(books.all().iter().map(Arc::as_ref));
        let here = compare(&session, &sam(), &robin(), Tolerance::LIVE, &meanings);
        let there = compare(&session, &robin(), &sam(), Tolerance::LIVE, &meanings);
        prop_assert_eq!(&here, &there.mirrored());
        let marked = 2 * here.pairs().count() + here.only_left.len() + here.only_right.len();
        prop_assert_eq!(marked, session.mark_count());
    }
}
