-- The secrets that managers' devices share with the desk, by the names that the journal calls them by. Not history: the
-- journal says whose a device is and whether it counts.
CREATE TABLE device_secret (
  name   TEXT PRIMARY KEY,
  secret BLOB NOT NULL CHECK (length(secret) = 20)
) STRICT;
