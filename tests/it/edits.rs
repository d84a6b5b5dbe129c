//! Random edit sequences: the record stays sound, and every edit has its inverse.

use mindframe::domain::{
    edit::Edit,
    history::{EditLabel, History, Turned},
    session::Session,
};
use proptest::prelude::*;

use crate::world::{any_edit, any_session, robin, stamp};

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn an_edit_and_its_inverse_leave_the_record_as_it_was(
        session in any_session(),
        edits in prop::collection::vec(any_edit(), 1..12),
    ) {
        let mut session = session;
        prop_assert_eq!(session.check(), []);
        let mut inverses = Vec::new();
        let start = session.clone();
        for (at, edit) in edits.iter().enumerate() {
            let before = session.clone();
            let stamp = stamp("device-b", 100 + i64::try_from(at).unwrap());
            if let Ok(inverse) = session.apply(edit, &stamp) {
                prop_assert_eq!(session.check(), []);
                let mut back = session.clone();
                back.apply(&inverse, &stamp).unwrap();
                prop_assert_eq!(back.check(), []);
                prop_assert!(back.says_the_same(&before), "{:?}", edit);
                inverses.push(inverse);
            } else {
                prop_assert_eq!(&session, &before, "a refused edit changes nothing");
            }
        }
        for inverse in inverses.iter().rev() {
            session.apply(inverse, &stamp("device-b", 1000)).unwrap();
        }
        prop_assert!(session.says_the_same(&start));
    }

    #[test]
    fn undo_goes_all_the_way_back_and_redo_all_the_way_forward(
        session in any_session(),
        edits in prop::collection::vec(any_edit(), 1..12),
    ) {
        let mut session = session;
        let start = session.clone();
        let mut history = History::default();
        let mut done = 0;
        for edit in &edits {
            if let Ok(inverse) = session.apply(edit, &stamp("device-b", 100)) {
                history.record(&robin(), EditLabel::Words, inverse, None);
                done += 1;
            }
        }
        let end = session.clone();
        let turn = |session: &mut Session, history: &mut History, back: bool| {
            let stamp = stamp("device-b", 200);
            if back {
                history.undo(&robin(), session, &stamp)
            } else {
                history.redo(&robin(), session, &stamp)
            }
        };
        for _ in 0..done {
            let turned = turn(&mut session, &mut history, true);
            let fits = matches!(turned, Turned::Done { .. });
            prop_assert!(fits, "{:?}", turned);
        }
        prop_assert!(session.says_the_same(&start));
        prop_assert_eq!(turn(&mut session, &mut history, true), Turned::Nothing);
        for _ in 0..done {
            turn(&mut session, &mut history, false);
        }
        prop_assert!(session.says_the_same(&end));
        prop_assert_eq!(session.check(), []);
    }
}

#[test]
fn an_erased_mark_does_not_come_back_by_its_inverse() {
    use crate::world::{add, mark, mark_id, people, sam};
    let world = crate::world::World::new();
    let mut session = world.open().session;
    assert_eq!(session.people(), people());
    add(&mut session, mark(1, &sam(), 3, "gone for good"));
    let inverse = session
        .apply(&Edit::EraseMark(mark_id(1)), &stamp("device-a", 9))
        .unwrap();
    session.apply(&inverse, &stamp("device-a", 10)).unwrap();
    assert_eq!(session.mark_count(), 0);
}
