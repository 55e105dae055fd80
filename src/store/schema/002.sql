-- Version 2: the board, a projection: what the desk has open beside its contacts. `stream` is the one that the rows of an
-- entry are made from; `due` is none where nothing runs; `row` is the kind's own JSON.
CREATE TABLE board (
  kind    TEXT NOT NULL,
  id      BLOB NOT NULL,
  stream  BLOB NOT NULL CHECK (length(stream) = 16),
  due     INTEGER,
  person  BLOB CHECK (length(person) = 16),
  contact BLOB CHECK (length(contact) = 16),
  row     TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX board_by_due ON board (kind, due);
CREATE INDEX board_by_stream ON board (stream);
