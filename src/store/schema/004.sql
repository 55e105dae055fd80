-- Version 4: by which rules the projections in this file were made; 0 is a file that does not say. An opening program that
-- has newer rules makes them anew from the journal.
CREATE TABLE projected (rules INTEGER NOT NULL) STRICT;
INSERT INTO projected (rules) VALUES (0);
