//! What happens in it: the first minute, the night, the morning, and a manager's word from away.

use super::{ELLIS, KELLY, MIA, Story, begin};
use crate::{
    domain::{
        contact::{
            agreement::{Answer, Asked, Capacity, Command as Agree},
            call::{Caller, ChildWords, Command as Call, Identity, Mark},
            oversight::{Acted, AgencyWhy, Command as Oversee, ManagerWords, Proposed, Request, TellFamily},
            route::Command as Go,
            share::{Command as Share, Direction, Sharing},
            telling::{Command as Tell, Owner, PromiseMoved, Promised, Recipient, Way},
        },
        ids::{ChipId, EmergencyNo, GroundNo, LetterNo, NoteNo, OverrideNo, PromiseNo, RouteNo},
        policy::{
            CallerKind,
            sharing::{Case, GroundKind},
        },
        value::{Value, YesNo},
    },
    exchange::letter::compose,
};

fn nurse() -> Caller {
    Caller {
        kind: Some(CallerKind::Professional),
        name: Some("Nia Lloyd".to_owned()),
        role: Some("night nurse".to_owned()),
        agency: Some("children's ward".to_owned()),
        number: Some("01632 960111".to_owned()),
        ring_back: Some(YesNo::Yes),
        source_code: Some("3E".to_owned()),
        ..Caller::default()
    }
}

/// A call that was answered and no more.
pub(crate) fn first_minute() -> Story {
    begin(Caller::default())
}

/// A whole night: an injury on a ward, a partner who must not be told, a strategy discussion by telephone.
pub(crate) fn night() -> Story {
    let mut story = begin(nurse());
    story.does(Call::End);
    story.does(Call::Identify(Identity::RungBack {
        number: "01632 960100".to_owned(),
        directory: "the hospital's switchboard list".to_owned(),
    }));
    story.does(Call::Resume);
    story.names_the_family();
    story.does(Call::MarkUrgent);
    story.answers("safety.danger", Value::YesNo(YesNo::Yes));
    story.answers("safety.where", Value::Text("On the ward, bay 4".to_owned()));
    story.answers("story.source", Value::Choices(vec!["fact".to_owned(), "child_told".to_owned()]));
    story.answers("worries.scale", Value::Number(2));
    story.does(Call::Hear { chip: ChipId::from("injury"), heard: true });
    story.writes("A burn on the left hand, the size of a coin.\nSeen at 21:10.", Some(Mark::Fact), None);
    story.writes(
        "Dan gets cross about the noise.",
        None,
        Some(ChildWords {
            child: Some(ELLIS),
            heard_by: "Nia Lloyd".to_owned(),
            heard_at: Some("2026-11-22T21:30:00Z".parse().unwrap()),
            in_answer_to: "What happened to your hand?".to_owned(),
        }),
    );
    story.writes("Mother sounded \u{1b}[31mfrightened\u{202e}.", Some(Mark::Opinion), None);
    story.does(Call::CorrectNote {
        note: NoteNo(1),
        text: "A burn on the right hand, the size of a coin.\nSeen at 21:10.".to_owned(),
        why: "the nurse looked again: it is the right hand".to_owned(),
    });
    story.does(Agree::Record(Asked {
        person: KELLY,
        capacity: Capacity::Responsibility { how_known: "said by the ward".to_owned() },
        children: vec![ELLIS, MIA],
        purpose: "enquiry".into(),
        agencies: vec!["police".into(), "gp".into()],
        answer: Answer::NotAsked { why: "Dan Reed stands beside her and hears every call".to_owned() },
        words: String::new(),
    }));
    story.does(Oversee::Ask {
        no: None,
        request: Request {
            children: vec![ELLIS],
            not_agreed: "Kelly Brook was not asked: her partner hears every call".to_owned(),
            case: Case::AskingPlacesAtRisk,
            belief: "He would take Ellis from the ward before anybody could keep him safe tonight."
                .to_owned(),
            purpose: "enquiry".into(),
            what: "ask what is known of Dan Reed".to_owned(),
            agencies: vec![AgencyWhy {
                agency: "police".into(),
                why: "they know of earlier violence".to_owned(),
            }],
            less: "Asking the GP alone would not tell about violence".to_owned(),
            until: "2026-11-23T09:00:00Z".parse().unwrap(),
            review: "2026-11-23T08:00:00Z".parse().unwrap(),
            tell_family: TellFamily::NotNow { why: "until Ellis is safe".to_owned() },
        },
    });
    story.manager_does(Oversee::Authorise {
        no: OverrideNo(1),
        words: ManagerWords {
            belief: "I think a call to his mother now reaches her partner, and that this boy pays for it."
                .to_owned(),
            if_asked: "The partner would know within minutes".to_owned(),
            less: "Nothing less reaches what only officers hold".to_owned(),
            why_agencies: "Only they hold it".to_owned(),
        },
        narrowed: None,
        seen_refusals: vec![],
    });
    story.does(Share::Record(Sharing {
        children: vec![ELLIS],
        agency: "police".into(),
        purpose: "enquiry".into(),
        what: "What is known of Dan Reed?".to_owned(),
        direction: Direction::Asked,
    }));
    story.does(Oversee::Act(Acted {
        children: vec![ELLIS],
        danger: "Dan Reed came to the ward and shouted".to_owned(),
        done: "Asked the police to come to the ward".to_owned(),
        agencies: vec!["police".into(), "hospital".into()],
    }));
    story.manager_does(Oversee::Uphold {
        no: EmergencyNo(1),
        words: "With a man shouting in the corridor nobody should have waited for my answer.".to_owned(),
    });
    story.does(Oversee::Propose(Proposed {
        until: None,
        kind: GroundKind::Section47,
        children: vec![ELLIS],
        evidence: "A burn that a kettle does not explain, and the words of the child himself".to_owned(),
        agencies: vec!["police".into(), "health".into()],
    }));
    story.manager_does(Oversee::DecideGround {
        no: GroundNo(1),
        agree: true,
        words: "The injury and his account together are reasonable cause; hold the discussion by telephone."
            .to_owned(),
    });
    story.does(Call::End);
    let text = |text: &str| Value::Text(text.to_owned());
    story.sends(
        'X',
        ELLIS,
        &[
            ("impact", text("Pain, and fear of going home")),
            ("risk", text("A further injury tonight")),
            ("invited", Value::Choices(vec!["police".to_owned(), "health".to_owned()])),
        ],
    );
    story.sends('P', MIA, &[]);
    story.promises_the_caller("Nia Lloyd");
    story.does(Tell::Promise(Promised {
        what: "sit with Ellis when his mother comes".to_owned(),
        to: "Ellis".to_owned(),
        person: Some(ELLIS),
        ring_back: false,
        owner: Owner::Named("the ward sister".to_owned()),
        by: "2026-11-23T07:00:00Z".parse().unwrap(),
        agreed_with: "the ward sister".to_owned(),
    }));
    let later = "2026-11-23T08:30:00Z".parse().unwrap();
    story.does(Tell::Renegotiate(PromiseMoved {
        no: PromiseNo(3),
        by: later,
        with: "the ward sister".to_owned(),
        agreed: story.now,
        why: "her shift ends later".to_owned(),
    }));
    story.does(Tell::Keep { no: PromiseNo(3) });
    story.writes("The ward rang: Kelly has come alone.", Some(Mark::Reported), None);
    let template = "referrer_professional".into();
    let known = story.policy.letters.template.iter().find(|known| known.id == template).unwrap();
    let text = compose(&story.contact, known, Recipient::Caller, &story.letters()).unwrap();
    story.does(Tell::Draft { no: None, template, to: Recipient::Caller, text });
    story.manager_does(Tell::Check { no: LetterNo(1), enquiry_agreed: false });
    let address = "nia.lloyd@ward.example".to_owned();
    story.does(Tell::Sent { no: LetterNo(1), way: Way::Email, address });
    story.does(Go::Accept { route: RouteNo(2), who: "T. Ahmed, Pathways".to_owned() });
    story
}

/// The rest of a night on two children: each thing that F12 records, through the domain's own door.
pub(crate) fn until_morning() -> Story {
    use crate::domain::contact::night::{
        Alert, Analysed, Answer, Care, Command as Night, Elsewhere, FiledIn, LeftUnfiled, LoneAllowed,
        NoLoneVisits, Placement, PlacementNeeded, TonightEnded, Under, Unobtainable,
    };
    let mut story = begin(nurse());
    story.names_the_family();
    story.duty.directory = story.desk.directory();
    let (until, manager) = ("2026-11-23T08:00:00Z".parse().unwrap(), story.manager.person);
    let care = |child, under| Care {
        child,
        under,
        with: "Rose Brook, their aunt".to_owned(),
        place: "4 Mill Lane".to_owned(),
        proposed_by: "Kelly Brook".to_owned(),
        agreed_by: "Kelly Brook".to_owned(),
        fit: Some(YesNo::Yes),
        fit_words: "sober, told back what she agrees to".to_owned(),
        checks: "police check at 22:40: nothing known".to_owned(),
        childs_view: "“Rose has a dog.”".to_owned(),
        until,
        taken: None,
        protection: None,
    };
    story.does(Night::Care(Box::new(care(ELLIS, Under::Family))));
    let then = "Rose Brook rang: her own child is ill".to_owned();
    story.does(Night::EndCare(TonightEnded { child: ELLIS, then, protection: None }));
    let taken = "2026-11-22T22:00:00Z".parse().unwrap();
    story.does(Night::Care(Box::new(Care {
        with: "emergency carers".to_owned(),
        place: "held by the placement team".to_owned(),
        proposed_by: "the duty inspector".to_owned(),
        agreed_by: String::new(),
        fit: None,
        fit_words: String::new(),
        checks: String::new(),
        taken: Some(taken),
        ..care(ELLIS, Under::PoliceProtection)
    })));
    story.does(Night::Care(Box::new(care(MIA, Under::Section20))));
    story.does(Night::Elsewhere(Elsewhere {
        child: MIA,
        here: "on the ward, bay 4".to_owned(),
        authority: "Northshire".to_owned(),
        told: "its emergency team, 01632 960777, at 23:05".to_owned(),
    }));
    story.does(Night::NotObtained(Unobtainable {
        agency: "school".into(),
        what: "was Ellis in on Friday, and who fetched him?".to_owned(),
        tried: "the caretaker's telephone: no answer".to_owned(),
    }));
    story.does(Night::Advise {
        advice: "Keep both on the ward until the doctor's round.".to_owned(),
        morning: "ring Nia Lloyd with the allocated worker's name".to_owned(),
        answer: Answer::By("2026-11-23T09:30:00Z".parse().unwrap()),
    });
    story.does(Night::Analyse(Analysed {
        manager,
        words: "A burn without an account, and a man who shouts.".to_owned(),
        proportionate: "Nothing less keeps him from the ward; they stay together.".to_owned(),
        word_due: None,
    }));
    story.does(Night::Placement(PlacementNeeded {
        children: vec![ELLIS],
        kinds: vec![Placement::Emergency, Placement::Connected],
        words: "wakes at night; a burn to be dressed".to_owned(),
    }));
    story.does(Night::NoLone(NoLoneVisits {
        why: Some("Dan Reed threatened a midwife".to_owned()),
        lifted: None,
    }));
    let visitor = story.worker.person;
    let why = "only to the ward, where security stands".to_owned();
    story.manager_does(Night::AllowLone(LoneAllowed { visitor, why, until }));
    story.does(Night::Alert(Alert {
        expect: "Dan Reed comes back to the ward".to_owned(),
        contingency: "the ward rings 999, then us".to_owned(),
        until,
    }));
    story.does(Night::LeaveUnfiled(LeftUnfiled {
        why: "the file system is down; the front door files it at nine".to_owned(),
    }));
    story.does(Night::File { children: vec![ELLIS], to: FiledIn::Record("4471-2".to_owned()) });
    story.does(Night::File { children: vec![MIA], to: FiledIn::NotKnown });
    story.does(Call::End);
    story
}
