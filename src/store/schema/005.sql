-- Version 5: every clock of a contact that stands in a lane, so that at night what runs is found before what rests, whatever
-- the profile says which of them do.
CREATE TABLE running (
  clock TEXT    NOT NULL,
  at    INTEGER NOT NULL,
  id    BLOB    NOT NULL,
  PRIMARY KEY (clock, at, id)
) STRICT, WITHOUT ROWID;
