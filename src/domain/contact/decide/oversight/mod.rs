//! What is judged about oversight: who may ask, who may answer, how, and in whose words.

mod authority;
mod away;
mod emergency;
mod ground;
mod guards;
mod of_two;
mod request;
mod word;

pub(super) use self::authority::source;
use super::{agencies, children, dictated_words, due, is_copy, own_words, purpose, reason};
use crate::domain::{
    contact::{
        Contact, Context, Event,
        oversight::{Command, Override},
    },
    ids::OverrideNo,
    refusal::Refusal,
};

pub(in super::super) fn decide(
    contact: &Contact,
    command: &Command,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Draft { no, request } => request::draft(contact, *no, request, cx),
        Command::Ask { no, request } => request::ask(contact, *no, request, cx),
        Command::Cancel { no, why } => request::cancel(contact, *no, why, cx),
        Command::Withdraw { no, why } => request::withdraw(contact, *no, why, cx.now),
        Command::Authorise { no, words, narrowed, seen_refusals } => {
            authority::authorise(contact, *no, words, narrowed.as_ref(), seen_refusals, cx)
        }
        Command::Decline { no, reason, next } => authority::decline(contact, *no, reason, next, cx),
        Command::Return { no, reason, next } => authority::give_back(contact, *no, reason, next, cx),
        Command::Challenge { no, dictated, nonce } => away::challenge(contact, *no, dictated, nonce, cx),
        Command::AuthoriseByTelephone { no, dictated, proof, no_device } => {
            away::authorise(contact, *no, dictated, *proof, no_device, cx)
        }
        Command::RecordAttempt { no, manager, rung, reached } => {
            away::attempt(contact, *no, *manager, *rung, reached, cx)
        }
        Command::Confirm { no } => word::confirm(contact, *no, cx),
        Command::Correct { no, words, narrowed, why } => {
            word::correct(contact, *no, words, narrowed.as_ref(), why, cx)
        }
        Command::Disown { no, why } => word::disown(contact, *no, why, cx),
        Command::Act(acted) => emergency::act(contact, acted, cx),
        Command::Describe { no, acted } => emergency::describe(contact, *no, acted, cx),
        Command::Uphold { no, words } => emergency::uphold(contact, *no, words, cx),
        Command::NotUphold { no, words, stop, told } => {
            emergency::not_uphold(contact, *no, words, stop, told, cx)
        }
        Command::Settle { must, came } => emergency::settle(contact, *must, came, cx),
        Command::Propose(proposed) => ground::propose(contact, proposed, cx),
        Command::DecideGround { no, agree, words } => ground::decide(contact, *no, *agree, words, cx),
        Command::TakeDown { of, answered, proof, no_device } => {
            of_two::take_down(contact, *of, answered, *proof, no_device, cx)
        }
        Command::CallInVain { of, manager, rung, reached } => {
            of_two::call_in_vain(contact, *of, *manager, *rung, reached, cx)
        }
        Command::ConfirmWord { no } => of_two::confirm(contact, *no, cx),
        Command::DisownWord { no, why } => of_two::disown(contact, *no, why, cx),
        Command::EndGround { no, why } => ground::end(contact, *no, why, cx),
    }
}

fn find(contact: &Contact, no: OverrideNo) -> Result<&Override, Refusal> {
    contact.oversight.get(no).ok_or_else(|| {
        Refusal::new("OverrideUnknown", format!("There is no override {} in {}.", no.0, contact.reference))
    })
}

fn waiting(contact: &Contact, no: OverrideNo) -> Result<&Override, Refusal> {
    let o = find(contact, no)?;
    if o.waits() {
        return Ok(o);
    }
    Err(Refusal::new(
        "NotWaiting",
        format!("Override {} is {} already. Nothing was changed; look at it again.", no.0, o.state.words()),
    ))
}

fn not_copied(theirs: &str, mine: &str) -> Result<(), Refusal> {
    if is_copy(theirs, mine) {
        return Err(Refusal::new("CopiedWords", "These are the worker's words again. Write what you believe yourself: both are read side by side.")
            .by("southampton-32"));
    }
    Ok(())
}
