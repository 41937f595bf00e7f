-- The consent log of the demo. Rows are added and never changed; one goes only after its removal is entered.
PRAGMA secure_delete = ON;
PRAGMA foreign_keys = ON;

-- A proof as it arrived. Times are milliseconds since 1970.
CREATE TABLE IF NOT EXISTS record (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  received INTEGER NOT NULL,
  record_id TEXT NOT NULL UNIQUE,
  consent_id TEXT NOT NULL,
  event TEXT NOT NULL,
  method TEXT NOT NULL,
  time INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  retention_days INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS record_consent ON record (consent_id, time);

-- That a record was removed, or that its visitor asked for it, and why: no row of it tells who.
CREATE TABLE IF NOT EXISTS removal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('erase', 'retention')),
  record_id TEXT UNIQUE,
  consent_sha256 TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS removal_consent ON removal (consent_sha256);

-- When which vendor was sent how much.
CREATE TABLE IF NOT EXISTS usage (
  time INTEGER NOT NULL,
  vendor TEXT NOT NULL,
  bytes INTEGER NOT NULL
) STRICT;

CREATE TRIGGER IF NOT EXISTS record_stays BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'a record is never changed'); END;
CREATE TRIGGER IF NOT EXISTS record_goes BEFORE DELETE ON record
WHEN NOT EXISTS (SELECT 1 FROM removal WHERE removal.record_id = OLD.record_id)
BEGIN SELECT RAISE(ABORT, 'a record goes only after its removal is entered'); END;
CREATE TRIGGER IF NOT EXISTS removal_stays BEFORE UPDATE ON removal
BEGIN SELECT RAISE(ABORT, 'a removal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS removal_remains BEFORE DELETE ON removal
BEGIN SELECT RAISE(ABORT, 'a removal is never taken back'); END;
