//! OCRA, challenge and response by a shared secret: RFC 6287.
//!
//! A suite names everything: `OCRA-1:HOTP-SHA256-8:QN08-S064` is HMAC-SHA-256, eight digits, a numeric question of up to
//! eight digits and 64 bytes of session. The message that is authenticated is the suite's name, a zero byte, and then
//! whatever the suite wants of counter (8 bytes), question (128 bytes, zeros behind), digest of a PIN (as long as its
//! hash), session (as long as named, zeros before) and time (8 bytes).

use std::str::FromStr;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// The hash function of a suite, or of its PIN.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hash {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

impl Hash {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "SHA1" => Some(Self::Sha1),
            "SHA256" => Some(Self::Sha256),
            "SHA512" => Some(Self::Sha512),
            _ => None,
        }
    }

    const fn bytes(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    /// Gives the HMAC of a message.
    pub fn mac(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        macro_rules! mac {
            ($hash:ty) => {
                // HMAC takes a key of any length.
                Hmac::<$hash>::new_from_slice(key)
                    .map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec())
                    .unwrap_or_default()
            };
        }
        match self {
            Self::Sha1 => mac!(Sha1),
            Self::Sha256 => mac!(Sha256),
            Self::Sha512 => mac!(Sha512),
        }
    }
}

/// How a question is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Question {
    /// Letters and digits, taken as they stand.
    Alphanumeric,
    /// A number in decimal.
    Numeric,
    /// A number in hexadecimal.
    Hexadecimal,
}

/// A suite, read from its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suite {
    name: String,
    hash: Hash,
    digits: u32,
    counter: bool,
    question: Question,
    longest: usize,
    pin: Option<Hash>,
    session: Option<usize>,
    /// Seconds a step.
    step: Option<u64>,
}

/// What a suite is asked with; what it does not name is passed over.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// The counter.
    pub counter: u64,
    /// The question, as typed.
    pub question: &'a [u8],
    /// The digest of the PIN.
    pub pin: &'a [u8],
    /// The session.
    pub session: &'a [u8],
    /// Seconds since 1970.
    pub seconds: u64,
}

/// Why there is no response.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OcraError {
    /// The suite's name cannot be read.
    #[error("that is not an OCRA suite this program knows")]
    Suite,
    /// A part of the input does not fit the suite.
    #[error("the {0} does not fit the OCRA suite")]
    Input(&'static str),
}

impl FromStr for Suite {
    type Err = OcraError;

    fn from_str(name: &str) -> Result<Self, OcraError> {
        read(name).ok_or(OcraError::Suite)
    }
}

fn read(name: &str) -> Option<Suite> {
    let mut parts = name.split(':');
    let (version, function, data) = (parts.next()?, parts.next()?, parts.next()?);
    if version != "OCRA-1" || parts.next().is_some() {
        return None;
    }
    let (hash, digits) = function.strip_prefix("HOTP-")?.split_once('-')?;
    let digits = digits.parse().ok().filter(|digits| (4..=9).contains(digits))?;
    let mut data = data.split('-').peekable();
    let counter = data.next_if_eq(&"C").is_some();
    let question = data.next()?;
    let form = match question.get(..2)? {
        "QA" => Question::Alphanumeric,
        "QN" => Question::Numeric,
        "QH" => Question::Hexadecimal,
        _ => return None,
    };
    let longest = question.get(2..)?.parse().ok().filter(|longest| (4..=64).contains(longest))?;
    let mut suite = Suite {
        name: name.to_owned(),
        hash: Hash::from_name(hash)?,
        digits,
        counter,
        question: form,
        longest,
        pin: None,
        session: None,
        step: None,
    };
    if let Some(pin) = data.next_if(|part| part.starts_with('P')) {
        suite.pin = Some(Hash::from_name(pin.get(1..)?)?);
    }
    if let Some(session) = data.next_if(|part| part.starts_with('S')) {
        suite.session = Some(session.get(1..)?.parse().ok().filter(|bytes| *bytes <= 512)?);
    }
    if let Some(time) = data.next_if(|part| part.starts_with('T')) {
        let unit = match time.chars().last()? {
            'S' => 1,
            'M' => 60,
            'H' => 3_600,
            _ => return None,
        };
        let steps: u64 =
            time.get(1..time.len() - 1)?.parse().ok().filter(|steps| (1..=59).contains(steps))?;
        suite.step = Some(steps * unit);
    }
    data.next().is_none().then_some(suite)
}

impl Suite {
    /// Gives the response as a number of the suite's digits.
    pub fn number(&self, key: &[u8], input: &Input<'_>) -> Result<u32, OcraError> {
        let mut message = Vec::with_capacity(256);
        message.extend_from_slice(self.name.as_bytes());
        message.push(0);
        if self.counter {
            message.extend_from_slice(&input.counter.to_be_bytes());
        }
        let start = message.len();
        self.put_question(input.question, &mut message).ok_or(OcraError::Input("question"))?;
        message.resize(start + 128, 0);
        if let Some(hash) = self.pin {
            if input.pin.len() != hash.bytes() {
                return Err(OcraError::Input("digest of the PIN"));
            }
            message.extend_from_slice(input.pin);
        }
        if let Some(bytes) = self.session {
            let before = bytes.checked_sub(input.session.len()).ok_or(OcraError::Input("session"))?;
            message.extend(std::iter::repeat_n(0, before));
            message.extend_from_slice(input.session);
        }
        if let Some(step) = self.step {
            message.extend_from_slice(&(input.seconds / step).to_be_bytes());
        }
        Ok(truncated(&self.hash.mac(key, &message)) % 10_u32.pow(self.digits))
    }

    /// Gives the response as text, with the zeros before it.
    pub fn response(&self, key: &[u8], input: &Input<'_>) -> Result<String, OcraError> {
        Ok(format!("{:0width$}", self.number(key, input)?, width = self.digits as usize))
    }

    /// Puts the question as bytes: a number as its hexadecimal digits from the left, half a byte filled with zero.
    fn put_question(&self, question: &[u8], message: &mut Vec<u8>) -> Option<()> {
        // Between two who ask each other, a question is both challenges, one after the other.
        if question.is_empty() || question.len() > 2 * self.longest {
            return None;
        }
        let fits = |byte: &u8| match self.question {
            Question::Alphanumeric => byte.is_ascii_alphanumeric(),
            Question::Numeric => byte.is_ascii_digit(),
            Question::Hexadecimal => byte.is_ascii_hexdigit(),
        };
        if !question.iter().all(fits) {
            return None;
        }
        let value = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let halves = match self.question {
            Question::Alphanumeric => {
                message.extend_from_slice(question);
                return Some(());
            }
            Question::Numeric => hexadecimal(question.iter().filter_map(value)),
            Question::Hexadecimal => question.iter().filter_map(value).collect(),
        };
        message.extend(halves.chunks(2).map(|pair| (pair[0] << 4) | pair.get(1).copied().unwrap_or(0)));
        Some(())
    }
}

/// Turns decimal digits into hexadecimal ones, of a number of any length, without zeros before it.
fn hexadecimal(decimal: impl Iterator<Item = u8>) -> Vec<u8> {
    // The lowest digit stands first while it grows.
    let mut digits: Vec<u8> = vec![0];
    for mut carry in decimal {
        for digit in &mut digits {
            let grown = *digit * 10 + carry;
            (*digit, carry) = (grown & 15, grown >> 4);
        }
        if carry > 0 {
            digits.push(carry);
        }
    }
    digits.reverse();
    digits
}

/// Truncates a MAC as RFC 4226 does: 31 bits from the place that the last half-byte names.
pub fn truncated(mac: &[u8]) -> u32 {
    let at = mac.last().map_or(0, |last| usize::from(last & 15));
    let four = mac.get(at..at + 4).unwrap_or(&[0; 4]);
    four.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte)) & 0x7fff_ffff
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"1234567890123456789012345678901234567890123456789012345678901234";
    /// SHA-1 of "1234".
    const PIN: [u8; 20] = [
        0x71, 0x10, 0xed, 0xa4, 0xd0, 0x9e, 0x06, 0x2a, 0xa5, 0xe4, 0xa3, 0x90, 0xb0, 0xa5, 0x72, 0xac, 0x0d,
        0x2c, 0x02, 0x20,
    ];
    /// 25 March 2008, 12:06:30 GMT.
    const SECONDS: u64 = 1_206_446_790;

    fn said(suite: &str, counter: u64, question: &str) -> String {
        let suite: Suite = suite.parse().unwrap();
        let input =
            Input { counter, question: question.as_bytes(), pin: &PIN, session: &[], seconds: SECONDS };
        suite.response(&KEY[..suite.hash.bytes()], &input).unwrap()
    }

    /// RFC 6287, appendix C.1 to C.3, each table whole.
    #[test]
    fn the_published_vectors() {
        let repeated = |suite: &str, wanted: &[&str]| {
            for (digit, wanted) in wanted.iter().enumerate() {
                let question = digit.to_string().repeat(8);
                assert_eq!(said(suite, digit as u64, &question), *wanted, "{suite} {question}");
            }
        };
        repeated(
            "OCRA-1:HOTP-SHA1-6:QN08",
            &[
                "237653", "243178", "653583", "740991", "608993", "388898", "816933", "224598", "750600",
                "294470",
            ],
        );
        let counted = [
            "65347737", "86775851", "78192410", "71565254", "10104329", "65983500", "70069104", "91771096",
            "75011558", "08522129",
        ];
        for (counter, wanted) in (0..).zip(counted) {
            assert_eq!(said("OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1", counter, "12345678"), wanted);
        }
        repeated(
            "OCRA-1:HOTP-SHA256-8:QN08-PSHA1",
            &["83238735", "01501458", "17957585", "86776967", "86807031"],
        );
        repeated(
            "OCRA-1:HOTP-SHA512-8:C-QN08",
            &[
                "07016083", "63947962", "70123924", "25341727", "33203315", "34205738", "44343969",
                "51946085", "20403879", "31409299",
            ],
        );
        repeated(
            "OCRA-1:HOTP-SHA512-8:QN08-T1M",
            &["95209754", "55907591", "22048402", "24218844", "36209546"],
        );
        for (suite, question, wanted) in [
            ("OCRA-1:HOTP-SHA256-8:QA08", "CLI22220SRV11110", "28247970"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "CLI22221SRV11111", "01984843"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "CLI22222SRV11112", "65387857"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "CLI22223SRV11113", "03351211"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "CLI22224SRV11114", "83412541"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "SRV11110CLI22220", "15510767"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "SRV11111CLI22221", "90175646"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "SRV11112CLI22222", "33777207"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "SRV11113CLI22223", "95285278"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "SRV11114CLI22224", "28934924"),
            ("OCRA-1:HOTP-SHA512-8:QA08", "CLI22220SRV11110", "79496648"),
            ("OCRA-1:HOTP-SHA512-8:QA08", "CLI22221SRV11111", "76831980"),
            ("OCRA-1:HOTP-SHA512-8:QA08", "CLI22222SRV11112", "12250499"),
            ("OCRA-1:HOTP-SHA512-8:QA08", "CLI22223SRV11113", "90856481"),
            ("OCRA-1:HOTP-SHA512-8:QA08", "CLI22224SRV11114", "12761449"),
            ("OCRA-1:HOTP-SHA512-8:QA08-PSHA1", "SRV11110CLI22220", "18806276"),
            ("OCRA-1:HOTP-SHA512-8:QA08-PSHA1", "SRV11111CLI22221", "70020315"),
            ("OCRA-1:HOTP-SHA512-8:QA08-PSHA1", "SRV11112CLI22222", "01600026"),
            ("OCRA-1:HOTP-SHA512-8:QA08-PSHA1", "SRV11113CLI22223", "18951020"),
            ("OCRA-1:HOTP-SHA512-8:QA08-PSHA1", "SRV11114CLI22224", "32528969"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "SIG10000", "53095496"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "SIG11000", "04110475"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "SIG12000", "31331128"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "SIG13000", "76028668"),
            ("OCRA-1:HOTP-SHA256-8:QA08", "SIG14000", "46554205"),
            ("OCRA-1:HOTP-SHA512-8:QA10-T1M", "SIG1000000", "77537423"),
            ("OCRA-1:HOTP-SHA512-8:QA10-T1M", "SIG1100000", "31970405"),
            ("OCRA-1:HOTP-SHA512-8:QA10-T1M", "SIG1200000", "10235557"),
            ("OCRA-1:HOTP-SHA512-8:QA10-T1M", "SIG1300000", "95213541"),
            ("OCRA-1:HOTP-SHA512-8:QA10-T1M", "SIG1400000", "65360607"),
        ] {
            assert_eq!(said(suite, 0, question), wanted, "{suite} {question}");
        }
    }

    #[test]
    fn a_session_counts_and_what_does_not_fit_is_refused() {
        let suite: Suite = "OCRA-1:HOTP-SHA256-8:QN08-S064".parse().unwrap();
        let say = |question: &str, session: &[u8]| {
            suite.response(KEY, &Input { question: question.as_bytes(), session, ..Input::default() })
        };
        assert_ne!(say("12345678", b"one").unwrap(), say("12345678", b"two").unwrap());
        assert_eq!(say("12345678", &[b'x'; 65]), Err(OcraError::Input("session")));
        for question in ["", "12345678123456781", "1234567a"] {
            assert_eq!(say(question, b""), Err(OcraError::Input("question")), "{question}");
        }
        let pin: Suite = "OCRA-1:HOTP-SHA256-8:QN08-PSHA256".parse().unwrap();
        let input = Input { question: b"1", pin: &PIN, ..Input::default() };
        assert_eq!(pin.response(KEY, &input), Err(OcraError::Input("digest of the PIN")));
        for suite in [
            "",
            "OCRA-2:HOTP-SHA1-6:QN08",
            "OCRA-1:HOTP-MD5-6:QN08",
            "OCRA-1:HOTP-SHA1-3:QN08",
            "OCRA-1:HOTP-SHA1-6:QX08",
            "OCRA-1:HOTP-SHA1-6:QN99",
            "OCRA-1:HOTP-SHA1-6:QN08-T0M",
            "OCRA-1:HOTP-SHA1-6:QN08-S9999",
            "OCRA-1:HOTP-SHA1-6:QN08-X",
            "OCRA-1:HOTP-SHA1-6:QN08-T1M-S064",
            "OCRA-1:HOTP-SHA1-6:QN08:",
        ] {
            assert_eq!(suite.parse::<Suite>(), Err(OcraError::Suite), "{suite}");
        }
    }

    #[test]
    fn a_number_of_any_length_is_turned() {
        for (decimal, wanted) in [
            ("0", vec![0]),
            ("00000000", vec![0]),
            ("16", vec![1, 0]),
            ("12345678", vec![11, 12, 6, 1, 4, 14]),
        ] {
            assert_eq!(hexadecimal(decimal.bytes().map(|b| b - b'0')), wanted);
        }
        assert_eq!(hexadecimal([9; 64].into_iter()).len(), 54);
    }
}
