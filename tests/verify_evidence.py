#!/usr/bin/env python3
"""Verifies a bundle of evidence that dutydesk wrote. Python 3.11, standard library only.

Written from the description of the format (the crate's documentation, exchange::evidence), FIPS 180-4 and RFC 8032.

    python3 verify_evidence.py FOLDER [--head CODE]

Ends with 0 and says what is proven, or with 1 and the first thing that does not hold. CODE is the head code that came
by another way than the folder; without it, only the bundle's own word says that its journal is the desk's.
"""

import hashlib
import json
import pathlib
import re
import struct
import sys
import uuid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FILES = ["MANIFEST.txt", "README.txt", "account.txt", "anchors.txt", "chain.txt", "journal.jsonl", "record.json"]
BOUND = ["README.txt", "account.txt", "anchors.txt", "record.json"]
HEAD_KEYS = ["seq", "desk", "event", "stream", "version", "kind", "person", "account", "at", "digest", "hash", "signature"]
EXPORTED = "desk.evidence_exported.v1"
START = bytes(32)


class Rejected(Exception):
    """The bundle does not hold."""


def want(holds, words):
    if not holds:
        raise Rejected(words)


# --- SHA-256 from the middle: FIPS 180-4, section 6.2.2 ---------------------------------------------------------------


def primes(count):
    found = []
    n = 2
    while len(found) < count:
        if all(n % p for p in found):
            found.append(n)
        n += 1
    return found


def cube_root_fraction(n):
    """The first 32 bits of the fractional part of a cube root, exactly."""
    low, high = 0, 1 << 40
    while high - low > 1:
        middle = (low + high) // 2
        if middle**3 <= n << 96:
            low = middle
        else:
            high = middle
    return low & 0xFFFFFFFF


K = [cube_root_fraction(p) for p in primes(64)]


def compress(state, block):
    w = list(struct.unpack(">16I", block))
    for t in range(16, 64):
        x, y = w[t - 15], w[t - 2]
        s0 = (x >> 7 | x << 25) ^ (x >> 18 | x << 14) ^ (x >> 3)
        s1 = (y >> 17 | y << 15) ^ (y >> 19 | y << 13) ^ (y >> 10)
        w.append((w[t - 16] + (s0 & 0xFFFFFFFF) + w[t - 7] + (s1 & 0xFFFFFFFF)) & 0xFFFFFFFF)
    a, b, c, d, e, f, g, h = state
    for t in range(64):
        s1 = ((e >> 6 | e << 26) ^ (e >> 11 | e << 21) ^ (e >> 25 | e << 7)) & 0xFFFFFFFF
        one = h + s1 + ((e & f) ^ (~e & g)) + K[t] + w[t]
        s0 = ((a >> 2 | a << 30) ^ (a >> 13 | a << 19) ^ (a >> 22 | a << 10)) & 0xFFFFFFFF
        two = s0 + ((a & b) ^ (a & c) ^ (b & c))
        h, g, f, e = g, f, e, (d + one) & 0xFFFFFFFF
        d, c, b, a = c, b, a, (one + two) & 0xFFFFFFFF
    return [(x + y) & 0xFFFFFFFF for x, y in zip(state, (a, b, c, d, e, f, g, h))]


def resumed(state, rest, length):
    """Ends a SHA-256 whose first blocks gave `state`, over the remaining bytes; `length` is of all of them."""
    padded = rest + b"\x80"
    padded += bytes(-(len(padded) + 8) % 64) + struct.pack(">Q", length * 8)
    words = list(struct.unpack(">8I", state))
    for at in range(0, len(padded), 64):
        words = compress(words, padded[at : at + 64])
    return struct.pack(">8I", *words)


# --- Ed25519: RFC 8032, section 5.1.7 and appendix ---------------------------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n, p):
    q = (0, 1, 1, 0)
    while n > 0:
        if n & 1:
            q = add(q, p)
        p = add(p, p)
        n >>= 1
    return q


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def x_of(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def point(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def signed(public, message, signature):
    """Tells whether an Ed25519 signature is good."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = point(public), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    return same(times(s, BASE), add(r, times(h, a)))


# --- Reading ----------------------------------------------------------------------------------------------------------


def head_code(digest):
    bits = int.from_bytes(digest[:13], "big") >> 4
    letters = [ALPHABET[bits >> 5 * (19 - place) & 31] for place in range(20)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, 20, 4))


def spoken(code):
    """A head code as somebody wrote it down, in the one way it is compared."""
    plain = re.sub(r"[\s.,-]", "", code.upper()).translate(str.maketrans("OIL", "011"))
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def from_hex(text, length, words):
    want(isinstance(text, str) and re.fullmatch(r"([0-9a-f]{2})*", text) is not None, words)
    raw = bytes.fromhex(text)
    want(length is None or len(raw) == length, words)
    return raw


def from_uuid(text, words):
    try:
        raw = uuid.UUID(text)
    except (ValueError, AttributeError, TypeError):
        raise Rejected(words) from None
    want(str(raw) == text, words)
    return raw.bytes


def whole(n, least=0):
    return type(n) is int and n >= least


def lines(raw, name):
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Rejected(f"{name} is not UTF-8") from None
    want(text == "" or text.endswith("\n"), f"{name} does not end with a line feed")
    return text.split("\n")[:-1]


def once(pairs):
    keys = [key for key, _ in pairs]
    want(len(keys) == len(set(keys)), "a JSON object names a key twice")
    return dict(pairs)


def from_json(text, words):
    try:
        return json.loads(text, object_pairs_hook=once)
    except ValueError:
        raise Rejected(words) from None


def read_manifest(folder):
    present = sorted(entry.name for entry in folder.iterdir())
    want(present == FILES, f"the folder holds {present} and should hold {FILES}")
    raw = {name: (folder / name).read_bytes() for name in FILES}
    rows = lines(raw["MANIFEST.txt"], "MANIFEST.txt")
    want(len(rows) == 2 + len(FILES) - 1, "MANIFEST.txt has another number of lines")
    want(rows[0] == "dutydesk evidence 1", "MANIFEST.txt is of another format")
    head = re.fullmatch(r"head ([1-9][0-9]*) ([0-9a-f]{64}) ([0-9A-Z-]{24})", rows[1])
    want(head is not None, "MANIFEST.txt names no head")
    for row, name in zip(rows[2:], [name for name in FILES if name != "MANIFEST.txt"]):
        made = f"file {hashlib.sha256(raw[name]).hexdigest()} {len(raw[name])} {name}"
        want(row == made, f"{name} is not the file that MANIFEST.txt names")
    seq, digest, code = int(head[1]), bytes.fromhex(head[2]), head[3]
    want(head_code(digest) == code, "the head code in MANIFEST.txt is not of its hash")
    return raw, seq, digest, code


def read_shown(raw):
    """The entries that are shown, by their places."""
    shown = {}
    last = 0
    for row in lines(raw, "journal.jsonl"):
        entry = from_json(row, "a line of journal.jsonl is not JSON")
        want(isinstance(entry, dict), "a line of journal.jsonl is no object")
        keys = list(entry)
        want(keys in (HEAD_KEYS + ["salt", "body"], HEAD_KEYS + ["withheld"]), "an entry has other keys")
        want(json.dumps(entry, separators=(",", ":"), ensure_ascii=False) == row, "an entry is written otherwise")
        seq = entry["seq"]
        want(whole(seq, last + 1) and whole(entry["version"], 1), "journal.jsonl is out of order")
        want(type(entry["at"]) is int and -(2**63) <= entry["at"] < 2**63, f"entry {seq} has no time")
        want(isinstance(entry["kind"], str), f"entry {seq} has no kind")
        want(seq < 2**64 and entry["version"] < 2**64, f"entry {seq} has a number too large")
        want("withheld" not in entry or isinstance(entry["withheld"], str), f"entry {seq} does not say why")
        want("body" not in entry or isinstance(entry["body"], str), f"entry {seq} has no text")
        shown[seq] = entry
        last = seq
    return shown


def read_blind(raw):
    """The entries that are not shown, by their places."""
    blind = {}
    last = 0
    form = re.compile(r"([1-9][0-9]*) ([1-9][0-9]*) ([0-9a-f]{64}) ((?:[0-9a-f]{2})+|-) ([0-9a-f]{128}|-)")
    for row in lines(raw, "chain.txt"):
        found = form.fullmatch(row)
        want(found is not None, "a line of chain.txt cannot be read")
        seq, length = int(found[1]), int(found[2])
        want(seq > last, "chain.txt is out of order")
        tail, signature = (bytes.fromhex("" if part == "-" else part) for part in (found[4], found[5]))
        before = length - 32 - len(tail)
        want(len(tail) < 64 and before >= 0 and before % 64 == 0, f"entry {seq} has another length")
        blind[seq] = (length, bytes.fromhex(found[3]), tail, signature)
        last = seq
    return blind


# --- Proving ----------------------------------------------------------------------------------------------------------


def field(raw):
    return struct.pack(">I", len(raw)) + raw


def hash_of(entry, prev):
    seq = entry["seq"]
    words = f"entry {seq} has an id that is none"
    optional = lambda key: b"" if entry[key] is None else from_uuid(entry[key], words)
    digest = from_hex(entry["digest"], 32, f"entry {seq} has no digest")
    if "body" in entry:
        salt = from_hex(entry["salt"], 16, f"entry {seq} has no salt")
        made = hashlib.sha256(salt + entry["body"].encode("utf-8", "surrogatepass")).digest()
        want(made == digest, f"entry {seq}: its body was changed")
    parts = [
        from_uuid(entry["desk"], words),
        struct.pack(">Q", seq),
        from_uuid(entry["event"], words),
        from_uuid(entry["stream"], words),
        struct.pack(">Q", entry["version"]),
        entry["kind"].encode("utf-8", "surrogatepass"),
        optional("person"),
        optional("account"),
        struct.pack(">q", entry["at"]),
        digest,
        prev,
    ]
    made = hashlib.sha256(b"dutydesk.journal.v1" + b"".join(map(field, parts))).digest()
    want(made.hex() == entry["hash"], f"entry {seq}: its hash is not of what it says, or it does not follow")
    return made


def prove_chain(shown, blind, until):
    """Follows the chain; gives every hash, and the length of every signature."""
    want(not shown.keys() & blind.keys(), "an entry is shown and blind at once")
    want(sorted([*shown, *blind]) == list(range(1, until + 1)), "the entries are not 1 to the head, each once")
    prev, hashes, lengths = START, {}, {}
    for seq in range(1, until + 1):
        if seq in shown:
            entry = shown[seq]
            digest = hash_of(entry, prev)
            signature = from_hex(entry["signature"], None, f"entry {seq} has a signature that is none")
        else:
            length, state, tail, signature = blind[seq]
            digest = resumed(state, tail + prev, length)
        want(len(signature) in (0, 64), f"entry {seq} has a signature that is none")
        hashes[seq], lengths[seq] = digest, len(signature)
        prev = hashlib.sha256(digest + signature).digest()
    return hashes, lengths


def body_of(entry):
    seq = entry["seq"]
    want("body" in entry, f"entry {seq} must be shown and is withheld")
    body = from_json(entry["body"], f"entry {seq}: its body is not JSON")
    want(isinstance(body, dict), f"entry {seq}: its body is no object")
    return body


def prove_signatures(shown, hashes, lengths, desk):
    """Checks every signature that can be; gives how many held and how many entries are unsigned."""
    of_desk = [entry for entry in shown.values() if entry["stream"] == desk]
    first = next((entry["seq"] for entry in of_desk if entry["kind"] == "desk.keys_made.v1"), None)
    if first is None:
        want(not any(lengths.values()), "an entry is signed, and no key was ever made")
        return 0, len(hashes)
    want(shown[first]["person"] is None, f"entry {first}: somebody else than the desk made its keys")
    for seq, length in lengths.items():
        want((length == 64) == (seq >= first), f"entry {seq} is " + ("signed before there was a key" if length else "not signed"))
    if first > 1:
        seal = shown.get(first + 1)
        sealed = seal is not None and seal in of_desk and seal["kind"] == "desk.sealed_unsigned.v1"
        want(sealed and seal["person"] is None, "nobody vouches for the unsigned entries")
        body = body_of(seal)
        want(body.get("until") == first - 1 and body.get("hash") == hashes[first - 1].hex(), "the seal is over another history")
    keys, held = {}, 0
    for seq, entry in shown.items():
        if seq < first:
            continue
        learnt = None
        if entry["stream"] == desk and entry["kind"] == "desk.keys_made.v1":
            learnt = (None, from_hex(body_of(entry).get("desk"), 32, f"entry {seq} makes no key"))
        elif entry["stream"] == desk and entry["kind"] == "desk.key_enrolled.v1":
            body = body_of(entry)
            want(isinstance(body.get("person"), str), f"entry {seq} enrols nobody")
            learnt = (body["person"], from_hex(body.get("public"), 32, f"entry {seq} enrols no key"))
        if seq == first:
            keys[learnt[0]] = learnt[1]
        public = keys.get(entry["person"])
        want(public is not None, f"entry {seq} is signed by somebody who had no key")
        want(signed(public, hashes[seq], bytes.fromhex(entry["signature"])), f"entry {seq}: its signature is not good")
        if learnt is not None:
            keys[learnt[0]] = learnt[1]
        held += 1
    return held, first - 1


def prove_export(raw, shown, until):
    """Checks what the last entry binds; gives its body."""
    last = shown.get(until)
    want(last is not None and last["kind"] == EXPORTED, "the head is not the export's own entry")
    body = body_of(last)
    bound = [{"name": name, "sha256": hashlib.sha256(raw[name]).hexdigest()} for name in BOUND]
    want(body.get("files") == bound, "the journal names other files than these")
    want(isinstance(body.get("reporter_included"), bool), "the export does not say whether the reporter is included")
    record = from_json(raw["record.json"].decode("utf-8"), "record.json is not JSON")
    want(record.get("schema") == "dutydesk.contact/1", "record.json is of another schema")
    want(record.get("id") == body.get("contact"), "record.json is another contact's")
    want(record.get("reference") == f"C-{body.get('reference')}", "record.json has another reference")
    want(record.get("version") == body.get("version"), "record.json has another version")
    versions = [entry["version"] for entry in shown.values() if entry["stream"] == body["contact"]]
    want(versions == list(range(1, body["version"] + 1)), "not every entry about the contact is shown")
    withheld = [seq for seq, entry in shown.items() if "withheld" in entry]
    want(withheld == body.get("withheld"), "other entries are withheld than the journal says")
    want(not (withheld and body["reporter_included"]), "an entry is withheld, and nothing should be")
    return body


def prove_anchors(raw, hashes):
    codes = {head_code(digest): seq for seq, digest in reversed(hashes.items())}
    newest, count = None, 0
    for row in lines(raw, "anchors.txt"):
        words = row.split("#")[0].split()
        if not words:
            continue
        want(len(words) >= 3, "an anchor cannot be read")
        code = spoken(words[2])
        if words[1] == "-":
            seq = codes.get(code)
        else:
            want(words[1].isdigit(), "an anchor names no entry")
            seq = int(words[1])
            seq = seq if seq in hashes and head_code(hashes[seq]) == code else None
        want(seq is not None, f"the anchor {words[2]} does not hold")
        newest, count = max(newest or 0, seq), count + 1
    return newest, count


def verify(folder, told=None):
    """Verifies a bundle; gives what is proven, in words, or raises Rejected."""
    raw, until, digest, code = read_manifest(folder)
    shown, blind = read_shown(raw["journal.jsonl"]), read_blind(raw["chain.txt"])
    hashes, lengths = prove_chain(shown, blind, until)
    want(until in shown, "the head is not shown")
    want(hashes[until] == digest, "the chain ends in another head than MANIFEST.txt names")
    founded = [entry for entry in shown.values() if entry["kind"] == "desk.founded.v1"]
    want(len(founded) == 1, "the desk was not founded once")
    want(len({entry["desk"] for entry in shown.values()}) == 1, "entries of several desks are mixed")
    desk = founded[0]["desk"]
    want(founded[0]["stream"] == shown[until]["stream"] == desk, "the export is not on the desk's own stream")
    held, unsigned = prove_signatures(shown, hashes, lengths, desk)
    body = prove_export(raw, shown, until)
    newest, anchors = prove_anchors(raw["anchors.txt"], hashes)
    if told is not None:
        want(spoken(told) == code, f"the head code {told} is not this journal's, which is {code}")
    yes = [
        f"C-{body['reference']}: {len(shown)} entries shown, {len(body['withheld'])} of them withheld, in a chain of {until}.",
        f"Signatures: {held} of the shown entries are signed, and good; {unsigned} entries of the chain are unsigned.",
        f"Anchors: {anchors}" + (f"; the journal is anchored up to entry {newest}." if anchors else "."),
        f"Head code: {code}" + (" (as you were told)." if told else "; compare it with one that came another way."),
    ]
    return "\n".join(yes)


def main(arguments):
    told = None
    if "--head" in arguments:
        at = arguments.index("--head")
        told = arguments[at + 1] if at + 1 < len(arguments) else ""
        arguments = arguments[:at] + arguments[at + 2 :]
    if len(arguments) != 1:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        print(verify(pathlib.Path(arguments[0]), told))
    except Rejected as rejected:
        print(f"REJECTED: {rejected}")
        return 1
    except (OSError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"REJECTED: the bundle cannot be read ({type(error).__name__}: {error})")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
