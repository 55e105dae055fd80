-- The desk's file, version 1. Ids, digests and hashes are BLOB; times are INTEGER microseconds UTC; JSON is TEXT.

-- What this file is. A practice desk can never become a real one, nor one desk another.
CREATE TABLE meta (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  desk     BLOB    NOT NULL CHECK (length(desk) = 16),
  practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
  profile  TEXT    NOT NULL,
  founded  INTEGER NOT NULL,
  looks    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TRIGGER meta_is_fixed BEFORE UPDATE OF id, desk, practice, founded ON meta BEGIN
  SELECT RAISE(ABORT, 'meta: a desk stays what it was founded as');
END;
CREATE TRIGGER meta_is_kept BEFORE DELETE ON meta BEGIN
  SELECT RAISE(ABORT, 'meta: a desk stays what it was founded as');
END;
CREATE TRIGGER meta_is_one BEFORE INSERT ON meta WHEN EXISTS (SELECT 1 FROM meta) BEGIN
  SELECT RAISE(ABORT, 'meta: a desk stays what it was founded as');
END;

-- History. The bytes that `hash` covers are written down in store/chain.rs.
CREATE TABLE journal (
  seq         INTEGER PRIMARY KEY,
  event_id    BLOB    NOT NULL UNIQUE CHECK (length(event_id) = 16),
  stream      BLOB    NOT NULL CHECK (length(stream) = 16),
  version     INTEGER NOT NULL CHECK (version >= 1),
  kind        TEXT    NOT NULL,
  person      BLOB    CHECK (length(person) = 16),
  account     BLOB    CHECK (length(account) = 16),
  desk        BLOB    NOT NULL CHECK (length(desk) = 16),
  at          INTEGER NOT NULL,
  body_digest BLOB    NOT NULL CHECK (length(body_digest) = 32),
  prev        BLOB    NOT NULL CHECK (length(prev) = 32),
  hash        BLOB    NOT NULL CHECK (length(hash) = 32),
  signature   BLOB    NOT NULL CHECK (length(signature) IN (0, 64)),
  UNIQUE (stream, version)
) STRICT;

CREATE TABLE payload (
  seq  INTEGER PRIMARY KEY,
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  body TEXT NOT NULL
) STRICT;

-- INSERT OR REPLACE deletes without firing DELETE triggers, by whichever unique key it meets; so every key is guarded
-- before the insert. RAISE(ABORT) holds whatever conflict clause the statement carries.
CREATE TRIGGER journal_only_grows BEFORE INSERT ON journal BEGIN
  SELECT RAISE(ABORT, 'journal: known event') WHERE EXISTS (SELECT 1 FROM journal WHERE event_id = NEW.event_id);
  SELECT RAISE(ABORT, 'journal: not the next version')
    WHERE NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM journal WHERE stream = NEW.stream);
  SELECT RAISE(ABORT, 'journal: not the next entry')
    WHERE NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal);
END;
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal BEGIN
  SELECT RAISE(ABORT, 'journal: entries are never changed');
END;
CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal BEGIN
  SELECT RAISE(ABORT, 'journal: entries are never removed');
END;
CREATE TRIGGER payload_only_grows BEFORE INSERT ON payload BEGIN
  SELECT RAISE(ABORT, 'payload: belongs to the newest entry')
    WHERE NEW.seq IS NOT (SELECT max(seq) FROM journal) OR NEW.seq <= (SELECT coalesce(max(seq), 0) FROM payload);
END;
CREATE TRIGGER payload_never_changes BEFORE UPDATE ON payload BEGIN
  SELECT RAISE(ABORT, 'payload: entries are never changed');
END;
CREATE TRIGGER payload_never_shrinks BEFORE DELETE ON payload BEGIN
  SELECT RAISE(ABORT, 'payload: entries are never removed');
END;

-- Projections: everything below, down to presence, can be dropped and made again from the journal.
-- `lanes` (a bit per lane's code), `holder` and `sort` repeat what the row says, so that a change of lane needs no parsing.
CREATE TABLE queue_row (
  id        BLOB    PRIMARY KEY,
  reference INTEGER UNIQUE,
  version   INTEGER NOT NULL,
  lanes     INTEGER NOT NULL,
  holder    BLOB,
  sort      INTEGER NOT NULL,
  row       TEXT    NOT NULL
) STRICT;

-- `owner` is empty for a lane that belongs to nobody in particular.
CREATE TABLE lane (
  lane  INTEGER NOT NULL,
  owner BLOB    NOT NULL,
  sort  INTEGER NOT NULL,
  id    BLOB    NOT NULL,
  PRIMARY KEY (lane, owner, sort, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE lane_count (
  lane  INTEGER NOT NULL,
  owner BLOB    NOT NULL,
  n     INTEGER NOT NULL,
  PRIMARY KEY (lane, owner)
) STRICT, WITHOUT ROWID;

CREATE TABLE caller_number (
  id     BLOB NOT NULL,
  digits TEXT NOT NULL,
  PRIMARY KEY (id, digits)
) STRICT, WITHOUT ROWID;
CREATE INDEX caller_number_by_digits ON caller_number (digits, id);

CREATE TABLE desk_state (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  body TEXT NOT NULL
) STRICT;

-- Who has a contact open at which console. Not history; live while the console holds its lock file.
CREATE TABLE presence (
  contact  BLOB    NOT NULL,
  console  BLOB    NOT NULL,
  person   BLOB    NOT NULL,
  initials TEXT    NOT NULL,
  since    INTEGER NOT NULL,
  PRIMARY KEY (contact, console)
) STRICT, WITHOUT ROWID;
