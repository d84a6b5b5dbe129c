//! A learner's marks beside those of people who see well: what was worked out place by place where there is a consensus, else joint
//! marks, else those of one of them. Pairing is that of the window where a consensus stands behind it.

use std::sync::Arc;

use super::{Material, Refusal, gather::RATERS, page::Tag};
use crate::{
    analysis::{
        agreement::{Rater, marks_of, watched_by},
        compare::{self, Meanings},
        matching,
        places::{self, Groups, Kind},
        practice,
    },
    domain::{
        codebook::Shape,
        id::{MarkId, PersonId},
        mark::{Author, CodeUse, Mark, When},
        person::{Person, Role},
        time::MediaSpan,
        training::{Consensus, Ruling, consensus_of},
    },
    tr,
};

/// Whose practice it is, unless somebody is named.
pub(super) const LEARNERS: [Role; 2] = [Role::Trainee, Role::Rater];

/// Those beside whose marks a learner's are put.
#[derive(Clone)]
pub(super) struct Experts {
    pub(super) name: String,
    pub(super) marks: Vec<Arc<Mark>>,
    /// Whose lane it is drawn in; `None` for several together.
    pub(super) hue: Option<u8>,
    /// What they worked out place by place, where they did.
    agreed: Option<Agreed>,
}

/// A consensus, without what may be in no report.
#[derive(Clone)]
struct Agreed {
    consensus: Consensus,
    /// Its open places as marks, in the order of time.
    open: Vec<Arc<Mark>>,
}

/// An open place, and what the learner marked there.
pub(super) struct OpenPlace {
    /// The place as a mark.
    pub(super) theirs: Arc<Mark>,
    pub(super) own: Option<Arc<Mark>>,
}

/// A learner's marks beside theirs.
pub(super) struct Beside {
    pub(super) own: Vec<Arc<Mark>>,
    pub(super) experts: Experts,
    /// Places in both lists: the same moment, called alike.
    pub(super) shared: Vec<(usize, usize)>,
    /// The same moment, called otherwise.
    pub(super) otherwise: Vec<(usize, usize)>,
    /// Where the experts differ, too.
    pub(super) open: Vec<OpenPlace>,
}

impl Beside {
    /// Where in the experts' list this mark is, if the learner watched it.
    pub(super) fn place_of(&self, mark: MarkId) -> Option<usize> {
        self.experts.marks.iter().position(|known| known.id == mark)
    }

    /// What only the learner marked.
    pub(super) fn extra(&self) -> Vec<&Mark> {
        let met = self.pairs().map(|pair| pair.0).collect::<Vec<_>>();
        let open = |mark: &Mark| {
            let mut own = self.open.iter().filter_map(|place| place.own.as_ref());
            own.any(|own| own.id == mark.id)
        };
        let mut rest = rest(&self.own, &met);
        rest.retain(|mark| !open(mark));
        rest
    }

    /// What only they marked.
    pub(super) fn missed(&self) -> Vec<&Mark> {
        let found = self.pairs().map(|pair| pair.1).collect::<Vec<_>>();
        rest(&self.experts.marks, &found)
    }

    fn pairs(&self) -> impl Iterator<Item = &(usize, usize)> {
        self.shared.iter().chain(&self.otherwise)
    }
}

impl Experts {
    /// Whether what they agreed on was worked out place by place.
    pub(super) const fn worked_it_out(&self) -> bool {
        self.agreed.is_some()
    }

    /// By how many of how many a place was marked as it is called, where that is known.
    pub(super) fn agreed_by(&self, mark: &Mark) -> Option<String> {
        let Author::Together(people) = &mark.author else {
            return None;
        };
        let number = people.len().to_string();
        Some(match &self.agreed {
            Some(agreed) => {
                let of = agreed.consensus.raters.len().to_string();
                tr!("report-agreed-of", number = number, of = of)
            }
            None => tr!("report-agreed-by", number = number),
        })
    }

    /// Why a place stays open, where that was said.
    pub(super) fn reason(&self, mark: MarkId) -> Option<&str> {
        let place = self.agreed.as_ref()?.consensus.place(mark)?;
        Some(place.reason.trim()).filter(|reason| !reason.is_empty())
    }

    /// What each of them had marked at a place: what they called it and their words. Only words, where `wordless` is false.
    pub(super) fn voices(
        &self,
        material: &Material<'_>,
        mark: MarkId,
        wordless: bool,
    ) -> Vec<(Tag, String)> {
        let Some(agreed) = &self.agreed else {
            return Vec::new();
        };
        let place = agreed.consensus.place(mark);
        let voices = place.map_or(&[][..], |place| &place.voices);
        voices
            .iter()
            .filter(|voice| material.shows(&Author::One(voice.rater.clone()), &voice.codes))
            .filter_map(|voice| {
                let said = voice.words.as_ref().map(|words| format!("“{words}”"));
                let labels: Vec<String> = voice
                    .codes
                    .iter()
                    .map(|used| material.label(used))
                    .collect();
                let labels = (wordless && !labels.is_empty()).then(|| labels.join(", "));
                let parts: Vec<String> = [labels, said].into_iter().flatten().collect();
                (!parts.is_empty()).then(|| {
                    let tag = tag(material, &agreed.consensus, &voice.rater);
                    (tag, parts.join(" "))
                })
            })
            .collect()
    }
}

/// A rater by name where that is told, else by number.
fn tag(material: &Material<'_>, consensus: &Consensus, rater: &PersonId) -> Tag {
    let known = consensus.raters.iter();
    let Some((number, known)) = (1..).zip(known).find(|(_, known)| known.person == *rater) else {
        return material.tag(rater);
    };
    let name = known.name.trim();
    if name.is_empty() {
        let number: usize = number;
        return Tag {
            initial: number.to_string(),
            name: tr!("training-expert", number = number),
            hue: None,
        };
    }
    let person = material.session().person(rater);
    Tag {
        initial: name.chars().take(1).collect(),
        name: name.to_owned(),
        hue: person.map(|person| person.hue),
    }
}

/// Whoever is named; else what several agreed on without the learner; else the first rater, supervisor or therapist.
pub(super) fn experts(material: &Material<'_>, learner: &Person) -> Result<Experts, Refusal> {
    let session = material.session();
    let here = |marks: Vec<Arc<Mark>>| -> Vec<Arc<Mark>> {
        let shown = material.marks();
        let stands = |mark: &Arc<Mark>| {
            shown.iter().any(|known| known.id == mark.id) && !mark.codes.iter().all(is_note)
        };
        marks.into_iter().filter(stands).collect()
    };
    let of = |person: &Person| Experts {
        name: person.name.clone(),
        marks: here(marks_of(session, &Rater::Person(person.id.clone()))),
        hue: Some(person.hue),
        agreed: None,
    };
    if let Some(named) = material.asked.of.get(1).and_then(|id| session.person(id)) {
        return Ok(of(named));
    }
    match worked_out(material, learner) {
        Some(experts) => return Ok(experts),
        // Whoever agreed on it is no learner on it: they are put beside one of the others.
        None if consensus_of(session).is_some() => {}
        None => {
            if let Some(experts) = joint(material, learner, &here) {
                return Ok(experts);
            }
        }
    }
    let others = || {
        let people = session.people().iter();
        people.filter(|person| person.id != learner.id)
    };
    let first = RATERS
        .iter()
        .find_map(|role| others().find(|person| person.role == *role));
    first.map(of).ok_or(Refusal::TakesTwo)
}

/// Whether somebody is one of those who worked out the consensus of this recording.
pub(super) fn agreed_on_it(material: &Material<'_>, person: &PersonId) -> bool {
    consensus_of(material.session()).is_some_and(|(_, _, consensus)| {
        let mut raters = consensus.raters.iter();
        raters.any(|rater| rater.person == *person)
    })
}

/// What was worked out place by place, without what may be in no report; nothing where the learner is one of those who did.
fn worked_out(material: &Material<'_>, learner: &Person) -> Option<Experts> {
    let (keeper, entry, consensus) = consensus_of(material.session())?;
    if agreed_on_it(material, &learner.id) {
        return None;
    }
    let mut consensus = consensus.clone();
    let all = Author::Together(
        consensus
            .raters
            .iter()
            .map(|rater| rater.person.clone())
            .collect(),
    );
    consensus
        .places
        .retain(|place| material.shows(&all, &place.codes));
    let raters = consensus.raters.iter();
    let names: Vec<&str> = raters.map(|rater| rater.name.trim()).collect();
    let name = if names.iter().all(|name| !name.is_empty()) {
        names.join(", ")
    } else {
        let number = names.len().to_string();
        tr!("report-experts", number = number)
    };
    let open = consensus.places_that(|place| place.ruling == Ruling::Open);
    let open = open.into_iter();
    let open = open
        .map(|place| consensus.mark(place, keeper, entry))
        .collect();
    Some(Experts {
        name,
        marks: consensus.marks(keeper, entry),
        hue: None,
        agreed: Some(Agreed { consensus, open }),
    })
}

/// What several marked together, where no consensus was worked out.
fn joint(
    material: &Material<'_>,
    learner: &Person,
    here: &dyn Fn(Vec<Arc<Mark>>) -> Vec<Arc<Mark>>,
) -> Option<Experts> {
    let mut agreed = here(marks_of(material.session(), &Rater::Consensus));
    agreed.retain(|mark| !mark.author.includes(&learner.id));
    let mut people: Vec<PersonId> = Vec::new();
    for mark in &agreed {
        if let Author::Together(authors) = &mark.author {
            people.extend(authors.iter().cloned());
        }
    }
    people.sort();
    people.dedup();
    let names: Vec<String> = people.iter().map(|one| material.name(one)).collect();
    (!agreed.is_empty()).then(|| Experts {
        name: names.join(", "),
        marks: agreed,
        hue: None,
        agreed: None,
    })
}

pub(super) fn is_note(used: &CodeUse) -> bool {
    used.code.as_str().starts_with("m.")
}

/// Pairs both off. Only what the learner watched is asked for.
pub(super) fn beside(material: &Material<'_>, learner: &Person, mut experts: Experts) -> Beside {
    let session = material.session();
    let rater = Rater::Person(learner.id.clone());
    if let Some(agreed) = &mut experts.agreed {
        let all = &agreed.consensus;
        agreed.consensus = practice::watched_part(session, &learner.id, material.length(), all);
        let seen = |mark: &Arc<Mark>| agreed.consensus.place(mark.id).is_some();
        experts.marks.retain(seen);
        agreed.open.retain(seen);
    } else {
        let watched = watched_by(session, &rater, material.length());
        experts.marks.retain(|mark| seen(&watched, mark.when));
    }
    let shown = material.marks();
    let stands = |mark: &Arc<Mark>| {
        let stands = shown.iter().any(|known| known.id == mark.id);
        stands && (mark.codes.is_empty() || !mark.codes.iter().all(is_note))
    };
    if let Some(agreed) = &experts.agreed {
        let mut own = practice::marks(session, &learner.id);
        own.retain(stands);
        let agreed = agreed.clone();
        return place_by_place(material, own, experts, &agreed);
    }
    let mut own = marks_of(session, &rater);
    own.retain(stands);
    mark_by_mark(material, learner, own, experts)
}

fn seen(watched: &[MediaSpan], when: When) -> bool {
    let at = when.start();
    let mut watched = watched.iter();
    watched.any(|span| span.start() <= at && at <= span.end())
}

fn place_by_place(
    material: &Material<'_>,
    own: Vec<Arc<Mark>>,
    experts: Experts,
    agreed: &Agreed,
) -> Beside {
    let groups = Groups::of(material.books.iter().map(AsRef::as_ref));
    let tolerance = matching::Tolerance::new(agreed.consensus.tolerance);
    let (mut shared, mut otherwise, mut open) = (Vec::new(), Vec::new(), Vec::new());
    for moment in places::against(&own, &agreed.consensus, tolerance, &groups) {
        let Some(place) = &moment.place else { continue };
        if moment.kind == Kind::Open {
            let theirs = agreed.open.iter().find(|mark| mark.id == place.id);
            open.extend(theirs.map(|theirs| OpenPlace {
                theirs: Arc::clone(theirs),
                own: moment.mark.clone(),
            }));
            continue;
        }
        let mark = moment.mark.as_ref().map(|mark| mark.id);
        let mine = own.iter().position(|known| Some(known.id) == mark);
        let theirs = experts.marks.iter().position(|mark| mark.id == place.id);
        if let (Some(mine), Some(theirs)) = (mine, theirs) {
            match moment.kind {
                Kind::Shared => shared.push((mine, theirs)),
                _ => otherwise.push((mine, theirs)),
            }
        }
    }
    Beside {
        own,
        experts,
        shared,
        otherwise,
        open,
    }
}

fn mark_by_mark(
    material: &Material<'_>,
    learner: &Person,
    own: Vec<Arc<Mark>>,
    experts: Experts,
) -> Beside {
    let meanings = Meanings::of(material.books.iter().map(AsRef::as_ref));
    let expert = experts.marks.first().map(|mark| mark.keeper().clone());
    let tolerance = expert.map_or(matching::Tolerance::LIVE, |expert| {
        compare::usual_tolerance(material.session(), &learner.id, &expert)
    });
    let places = |marks: &[Arc<Mark>]| marks.iter().map(|mark| mark.when).collect::<Vec<When>>();
    let pairs = matching::pairs(
        &places(&own),
        &places(&experts.marks),
        tolerance,
        |left, right| alike(material, &meanings, &own[left], &experts.marks[right]),
    );
    let (mut shared, mut otherwise) = (Vec::new(), Vec::new());
    for pair in pairs {
        let (mine, theirs) = (&own[pair.left], &experts.marks[pair.right]);
        let list = if alike(material, &meanings, mine, theirs) {
            &mut shared
        } else {
            &mut otherwise
        };
        list.push((pair.left, pair.right));
    }
    Beside {
        own,
        experts,
        shared,
        otherwise,
        open: Vec::new(),
    }
}

/// Whether both call a moment alike. Here what a therapist did has its names, too: who learns is to tell them apart.
fn alike(material: &Material<'_>, meanings: &Meanings<'_>, own: &Mark, theirs: &Mark) -> bool {
    if own.codes.is_empty() || theirs.codes.is_empty() {
        return true;
    }
    if own.codes.iter().any(|used| theirs.has_code(&used.code)) {
        return !meanings.differ(own, theirs);
    }
    let done = |mark: &Mark| material.shape(mark) == Shape::Square;
    !done(own) && !done(theirs) && !meanings.differ(own, theirs)
}

fn rest<'a>(marks: &'a [Arc<Mark>], paired: &[usize]) -> Vec<&'a Mark> {
    let free = marks.iter().enumerate();
    free.filter(|(at, _)| !paired.contains(at))
        .map(|(_, mark)| mark.as_ref())
        .collect()
}
