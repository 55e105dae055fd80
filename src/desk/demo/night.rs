//! Open contacts that cannot wait: each a call that somebody will remember.

use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};

use super::{
    family::{Home, parent},
    live::Scene,
    pen::{Pen, choice, choices},
    people::{People, RINGS},
};
use crate::{
    desk::{DeskError, Work},
    domain::{
        calendar::local::local_day,
        contact::{
            agreement::{self, Answer, Asked, Capacity},
            call::{self, Caller, ChildWords, Identity, Mark, NewNote},
            family::{self, Details, Household, Kind, Link},
            oversight::{self, Acted, AgencyWhy, Request, TellFamily},
            telling::{self, Owner, Promised},
        },
        ids::{AgencyId, ChipId, HouseholdNo, PersonNo, PurposeId},
        input::born::Born,
        policy::{CallerKind, script::StageNo, sharing::Case},
        value::{Value, YesNo},
    },
};

type Done = Result<(), DeskError>;

fn caller(
    kind: CallerKind,
    name: Option<&str>,
    role: &str,
    agency: &str,
    number: &str,
    code: &str,
) -> Caller {
    let said = |words: &str| (!words.is_empty()).then(|| words.to_owned());
    Caller {
        kind: Some(kind),
        name: name.map(str::to_owned),
        declined: name.is_none(),
        role: said(role),
        agency: said(agency),
        number: Some(number.to_owned()),
        shown: None,
        shown_number: None,
        ring_back: Some(YesNo::Yes),
        source_code: Some(code.to_owned()),
        prefers: None,
        is_person: None,
        wish: None,
    }
}

fn child(name: &str, born: Born) -> Details {
    Details { name: Some(name.to_owned()), born: Some(born), ..Details::of(Kind::Child) }
}

/// Gives the day on which somebody of that age, and some weeks, was born.
fn aged(at: DateTime<Utc>, years: u32) -> Born {
    let day = local_day(at).checked_sub_months(Months::new(years * 12 + 4));
    Born::Date(day.and_then(|day| day.checked_sub_days(Days::new(9))).unwrap_or(NaiveDate::MIN))
}

fn agencies(ids: &[&str]) -> Vec<AgencyId> {
    ids.iter().map(|id| AgencyId::from(*id)).collect()
}

fn hear(pen: &mut Pen<'_, '_, '_>, chips: &[&str]) -> Done {
    for chip in chips {
        pen.act(call::Command::Hear { chip: ChipId::from(*chip), heard: true })?;
    }
    Ok(())
}

fn says(pen: &mut Pen<'_, '_, '_>, child: PersonNo, words: &str, heard_by: &str, answer: &str) -> Done {
    let words_of = ChildWords {
        child: Some(child),
        heard_by: heard_by.to_owned(),
        heard_at: None,
        in_answer_to: answer.to_owned(),
    };
    pen.act(call::Command::Write(NewNote {
        text: words.to_owned(),
        mark: Some(Mark::Reported),
        happened: None,
        typed: None,
        child: Some(words_of),
        stage: StageNo(5),
    }))
}

fn not_asked(
    pen: &mut Pen<'_, '_, '_>,
    person: PersonNo,
    of: &[PersonNo],
    capacity: Capacity,
    why: &str,
) -> Done {
    pen.act(agreement::Command::Record(Asked {
        person,
        capacity,
        children: of.to_vec(),
        purpose: PurposeId::from("enquiry"),
        agencies: agencies(&["police", "health", "education"]),
        answer: Answer::NotAsked { why: why.to_owned() },
        words: String::new(),
    }))
}

fn holder() -> Capacity {
    Capacity::Responsibility { how_known: "the officer has seen both birth certificates".to_owned() }
}

/// The police: a father was released, and knows where they live.
pub(super) fn police(work: &mut Work<'_, '_>, scene: &Scene<'_>, _: &mut People) -> Done {
    let who =
        caller(CallerKind::Police, Some("D. Penmere"), "response officer", "police", "07700 900123", "6");
    let mut pen = Pen::take(work, scene.worker, scene.taken, who)?;
    let (collar, incident) = ("4417".to_owned(), "44260318842".to_owned());
    pen.act(call::Command::Identify(Identity::Police { collar, incident }))?;
    pen.answer("contract.purpose", choice("safeguarding"))?;
    pen.answer("contract.consent_asked", choice("exceptional"))?;
    pen.wait(40);
    let ellis = pen.name(child("Ellis Brookmere", aged(scene.at, 6)))?;
    let due = local_day(scene.at).checked_add_days(Days::new(52)).unwrap_or(NaiveDate::MAX);
    let mia = pen.name(child("Mia Brookmere", Born::Expected(due)))?;
    let tom = pen.name(child("Tom Brookmere", Born::About(9)))?;
    let mother = pen.name(parent("Kemi Brookmere".to_owned(), "mother", &[ellis]))?;
    let father = pen.name(parent("Dorian Vale".to_owned(), "father", &[ellis]))?;
    let members = vec![ellis, tom, mother];
    let place = "14 Larkbank, second floor".to_owned();
    pen.act(family::Command::SetHousehold(Household {
        no: HouseholdNo(0),
        place,
        protected: true,
        members,
    }))?;
    pen.act(family::Command::Link(Link { from: father, to: mia, words: "father of".to_owned() }))?;
    let telling = family::Telling {
        not_to_be_told: true,
        must_not: "where they are, and that anybody rang".to_owned(),
        why: "he would move them tonight".to_owned(),
        ring: Some(YesNo::No),
        ..family::Telling::default()
    };
    pen.act(family::Command::SetTelling { person: father, telling })?;
    pen.wait(20);
    pen.act(call::Command::MarkUrgent)?;
    pen.yes_no("safety.danger", true)?;
    pen.say("safety.where", "Ellis and Tom at home with their mother; the door is locked")?;
    pen.note(4, Some(Mark::Fact), "Father came out of custody at noon.")?;
    says(&mut pen, ellis, "He knows where we are.", "their mother", "what are you afraid of")?;
    hear(&mut pen, &["domestic_abuse", "pregnancy", "frightened"])?;
    pen.answer("worries.scale", Value::Number(2))?;
    pen.yes_no("s47.test", true)?;
    pen.wait(25);
    let unsafe_now = "asking would reach him the same hour: \"he would move them tonight\"";
    not_asked(&mut pen, mother, &[ellis], holder(), unsafe_now)?;
    not_asked(&mut pen, father, &[ellis], holder(), "he is the one they are afraid of")?;
    not_asked(&mut pen, mother, &[mia], Capacity::OwnInformation, unsafe_now)?;
    pen.wait(30);
    pen.act(oversight::Command::Ask {
        no: None,
        request: Request {
            children: vec![ellis, mia],
            not_agreed: "The mother was not asked, and the father must not know that we ask.".to_owned(),
            case: Case::AskingPlacesAtRisk,
            belief: "He was released today, knows the address and has moved them twice before when someone asked questions."
                .to_owned(),
            purpose: PurposeId::from("enquiry"),
            what: "What police, health and the school know of today and of the two moves.".to_owned(),
            agencies: vec![
                AgencyWhy { agency: AgencyId::from("police"), why: "his conditions, and tonight's patrol".to_owned() },
                AgencyWhy { agency: AgencyId::from("health"), why: "the midwife saw her on Friday".to_owned() },
                AgencyWhy { agency: AgencyId::from("education"), why: "who fetches Ellis tomorrow".to_owned() },
            ],
            less: "Asking the school alone would not tell us where he is tonight.".to_owned(),
            until: scene.at + TimeDelta::hours(20),
            review: scene.at + TimeDelta::hours(16),
            tell_family: TellFamily::Yes {
                when_and_who: "their mother, alone, by A. Okoro, once they are safe".to_owned(),
            },
        },
    })?;
    ring_back(&mut pen, scene, "ring the officer back", "the officer", 23)?;
    pen.settle()
}

fn ring_back(pen: &mut Pen<'_, '_, '_>, scene: &Scene<'_>, what: &str, to: &str, minutes: i64) -> Done {
    pen.act(telling::Command::Promise(Promised {
        what: what.to_owned(),
        to: to.to_owned(),
        person: None,
        ring_back: true,
        owner: Owner::Staff(scene.worker.person),
        by: scene.at + TimeDelta::minutes(minutes),
        agreed_with: to.to_owned(),
    }))
}

/// A school, on the line for a quarter of an hour.
pub(super) fn school(work: &mut Work<'_, '_>, scene: &Scene<'_>, _: &mut People) -> Done {
    let lead = caller(
        CallerKind::Professional,
        Some("Mrs Ferrhurst"),
        "designated lead",
        "Sedge Walk Academy",
        "01632 960412",
        "2A",
    );
    let mut pen = Pen::take(work, scene.worker, scene.taken, lead)?;
    pen.answer("contract.purpose", choice("safeguarding"))?;
    pen.answer("contract.consent_asked", choice("yes"))?;
    pen.wait(70);
    let aaliyah = pen.name(child("Aaliyah Haddeen", aged(scene.at, 11)))?;
    let mother = pen.name(parent("Samira Haddeen".to_owned(), "mother", &[aaliyah]))?;
    pen.yes_no("safety.danger", false)?;
    pen.say("safety.where", "in the head's office, with the lead, until 15:30")?;
    pen.note(4, Some(Mark::Fact), "A bruise on the left forearm, the size of a coin, seen at registration.")?;
    pen.wait(200);
    says(&mut pen, aaliyah, "I was in the way.", "the designated lead", "how did that happen")?;
    hear(&mut pen, &["injuries_described", "child_words"])?;
    pen.answer("worries.scale", Value::Number(5))?;
    pen.act(agreement::Command::Record(Asked {
        person: mother,
        capacity: Capacity::Responsibility { how_known: "the school's own register".to_owned() },
        children: vec![aaliyah],
        purpose: PurposeId::from("enquiry"),
        agencies: agencies(&["health", "school"]),
        answer: Answer::Agreed,
        words: "\"Ask whom you like, I want it looked at.\"".to_owned(),
    }))?;
    pen.settle()
}

/// A father who wants to know who rang us.
pub(super) fn angry_parent(work: &mut Work<'_, '_>, scene: &Scene<'_>, _: &mut People) -> Done {
    let who = caller(CallerKind::Parent, Some("Owain Llanshaw"), "father", "", "07700 900318", "1A");
    let mut pen = Pen::take(work, scene.worker, scene.taken, who)?;
    hear(&mut pen, &["caller_upset"])?;
    pen.wait(50);
    let gwen = pen.name(child("Gwenné Llanshaw", aged(scene.at, 4)))?;
    pen.name(parent("Owain Llanshaw".to_owned(), "father", &[gwen]))?;
    pen.note(
        1,
        Some(Mark::Reported),
        "Shouts: who has been telling tales? He wants a name before anything else.",
    )?;
    pen.wait(140);
    pen.note(
        6,
        Some(Mark::Reported),
        "Quieter. He has not slept since the hearing; he is afraid we take her.",
    )?;
    pen.yes_no("safety.danger", false)?;
    pen.settle()
}

/// A line that broke off.
pub(super) fn line_dropped(work: &mut Work<'_, '_>, scene: &Scene<'_>, _: &mut People) -> Done {
    let mut who = caller(CallerKind::Child, Some("Zo"), "", "", "07700 900777", "1C");
    who.ring_back = Some(YesNo::Unknown);
    let mut pen = Pen::take(work, scene.worker, scene.taken, who)?;
    pen.wait(60);
    let zo = pen.name(child("Zo", Born::About(13)))?;
    says(&mut pen, zo, "I can't stay long, he's only gone to the shop.", "L. Marsh", "is now a good time")?;
    pen.now = scene.at - TimeDelta::minutes(8);
    pen.act(call::Command::DropLine)?;
    pen.settle()
}

/// A neighbour who gave no name; marked urgent, and past its time.
pub(super) fn neighbour_overdue(work: &mut Work<'_, '_>, scene: &Scene<'_>, _: &mut People) -> Done {
    let who = caller(CallerKind::Public, None, "neighbour", "", "withheld", "9");
    let mut pen = Pen::take(work, scene.worker, scene.taken, who)?;
    pen.note(
        4,
        Some(Mark::Fact),
        "A small child on the landing in a nappy, alone, for the second time this week.",
    )?;
    hear(&mut pen, &["alone", "neglect"])?;
    let mut small = Details::of(Kind::Child);
    "the neighbour has never heard it".clone_into(&mut small.name_why);
    small.born = Some(Born::About(2));
    pen.name(small)?;
    pen.now = scene.at - TimeDelta::minutes(55);
    pen.act(call::Command::MarkUrgent)?;
    pen.answer("worries.scale", Value::Number(3))?;
    pen.wait(120);
    pen.end()?;
    pen.settle()
}

/// Acted on at once; a manager has not looked at it yet.
pub(super) fn emergency(work: &mut Work<'_, '_>, scene: &Scene<'_>, _: &mut People) -> Done {
    let who = caller(
        CallerKind::Professional,
        Some("S. Oakbury"),
        "nurse",
        "the emergency department",
        "01632 960208",
        "3E",
    );
    let mut pen = Pen::take(work, scene.worker, scene.taken, who)?;
    let noor = pen.name(child("Noor Khalwell", aged(scene.at, 3)))?;
    pen.name(parent("Idris Khalwell".to_owned(), "father", &[noor]))?;
    pen.act(call::Command::MarkUrgent)?;
    pen.yes_no("safety.danger", true)?;
    pen.answer("worries.scale", Value::Number(1))?;
    pen.note(2, Some(Mark::Fact), "Father left the ward with her before the scan, and does not answer.")?;
    pen.now = scene.at - TimeDelta::minutes(9);
    pen.act(oversight::Command::Act(Acted {
        children: vec![noor],
        danger: "A head injury that has not been looked at, and nobody knows where she is.".to_owned(),
        done: "Gave the police her name, his, the car and the ward's number.".to_owned(),
        agencies: agencies(&["police", "hospital"]),
    }))?;
    pen.end()?;
    pen.settle()
}

/// Asked at night; the manager on call has not answered.
pub(super) fn asked_at_night(work: &mut Work<'_, '_>, scene: &Scene<'_>, people: &mut People) -> Done {
    let who = people.caller(&RINGS[2]);
    let mut pen = Pen::take(work, scene.worker, scene.taken, who)?;
    let home = Home::invent(&mut pen, people, local_day(scene.taken))?;
    home.lives(&mut pen, people)?;
    pen.note(
        4,
        Some(Mark::Fact),
        "Both parents in custody since ten; a friend of nineteen is with the children.",
    )?;
    pen.answer("family.parent_needs", choices(&["drugs_alcohol"]))?;
    let why = "both too drunk to understand the question".to_owned();
    home.answers(&mut pen, "enquiry", &["police", "health"], &Answer::CannotDecide { why })?;
    pen.end()?;
    pen.now = scene.at - TimeDelta::minutes(17);
    let children = home.children.clone();
    let why = |agency: &str, why: &str| AgencyWhy { agency: AgencyId::from(agency), why: why.to_owned() };
    pen.act(oversight::Command::Ask {
        no: None,
        request: Request {
            children,
            not_agreed: "Neither parent could decide; they were asked at ten and again at midnight."
                .to_owned(),
            case: Case::CannotDecide,
            belief: "Without knowing who the friend is we would leave them with someone nobody has checked."
                .to_owned(),
            purpose: PurposeId::from("enquiry"),
            what: "Whether the friend is known, and whether the children are seen by anyone.".to_owned(),
            agencies: vec![why("police", "who the friend is"), why("health", "medicines in the house")],
            less: "Ringing the friend alone tells us only what the friend says.".to_owned(),
            until: scene.at + TimeDelta::hours(24),
            review: scene.at + TimeDelta::hours(18),
            tell_family: TellFamily::Yes { when_and_who: "both parents, sober, by the day team".to_owned() },
        },
    })?;
    pen.settle()
}

/// Left by the night for the day.
pub(super) fn left_for_the_morning(work: &mut Work<'_, '_>, scene: &Scene<'_>, people: &mut People) -> Done {
    let who = people.caller(&RINGS[3]);
    let mut pen = Pen::take(work, scene.worker, scene.taken, who)?;
    let home = Home::invent(&mut pen, people, local_day(scene.taken))?;
    home.lives(&mut pen, people)?;
    pen.note(2, Some(Mark::Fact), "Safe for the night at the grandmother's; the officer spoke with her.")?;
    home.agrees(&mut pen, "enquiry", &["health", "school"])?;
    pen.end()?;
    let line = "Grandmother goes to work at two: somebody must have seen them by then.".to_owned();
    pen.act(call::Command::LeaveForHandover { line })?;
    pen.settle()
}
