"""The tables of a registry's file, as steps from one version of the file to the next.

`user_version` of the file counts the steps that it has taken. A step is never edited once it was released: what changes
is a further step. A place (`entity.place`) is dense, given once and never given again, so that other tables, such
as postings, may speak of people by it.
"""

APPLICATION_ID = 0x6E6B6974  # "nkit", at byte 68 of the file

_PEOPLE_AND_DECISIONS = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE entity (
  place INTEGER PRIMARY KEY,              -- 1, 2, 3 …: stable, without gaps
  id TEXT NOT NULL UNIQUE,                -- as it was given, or minted
  birth_date TEXT, gender TEXT, countries TEXT,
  merged_into INTEGER REFERENCES entity,  -- whom this id leads to; the row itself stays as it was
  minted INTEGER NOT NULL DEFAULT 0,      -- 1: the id was made here
  run INTEGER REFERENCES run,             -- the import that brought it
  revision INTEGER NOT NULL               -- meta.revision when it last changed
);
CREATE INDEX entity_merged ON entity (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX entity_revision ON entity (revision);

CREATE TABLE name (
  entity INTEGER NOT NULL REFERENCES entity, position INTEGER NOT NULL,
  text TEXT NOT NULL, language TEXT, kind TEXT NOT NULL,
  PRIMARY KEY (entity, position)
) WITHOUT ROWID;

CREATE TABLE external_id (
  scheme TEXT NOT NULL, value TEXT NOT NULL, entity INTEGER NOT NULL REFERENCES entity,
  PRIMARY KEY (scheme, value, entity)
) WITHOUT ROWID;
CREATE INDEX external_id_entity ON external_id (entity);

CREATE TABLE remark (                     -- notes and sources
  entity INTEGER NOT NULL REFERENCES entity, kind TEXT NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (entity, kind, position)
) WITHOUT ROWID;

CREATE TABLE redirect (                   -- ids that lead to a person and never had a row of their own here
  id TEXT PRIMARY KEY, entity INTEGER NOT NULL REFERENCES entity
) WITHOUT ROWID;
CREATE INDEX redirect_entity ON redirect (entity);

CREATE TABLE minted (                     -- what a minted id stands for: a source and its own id, or a source's row
  key BLOB NOT NULL, entity INTEGER NOT NULL REFERENCES entity,
  fingerprint BLOB NOT NULL, run INTEGER,
  PRIMARY KEY (key, entity)
) WITHOUT ROWID;
CREATE INDEX minted_entity ON minted (entity);

CREATE TABLE id_suffix (base TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE decision (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,               -- the same in all copies of the file
  verdict TEXT NOT NULL CHECK (verdict IN ('is', 'is not', 'undecided')),
  spelling TEXT NOT NULL, spelling_key TEXT NOT NULL,
  entity INTEGER REFERENCES entity,
  context TEXT NOT NULL,                  -- a list or a document; '' is everywhere
  row TEXT NOT NULL,                      -- of the list; '' in a document
  by TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL,
  replaced_by INTEGER REFERENCES decision,
  undone_at TEXT, undone_by TEXT, undone_why TEXT
);
CREATE INDEX decision_lookup ON decision (spelling_key, context, row);
CREATE INDEX decision_replaced ON decision (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX decision_entity ON decision (entity);

CREATE TABLE run (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,                     -- import, resolve, merge-file
  label TEXT NOT NULL,                    -- the source or the list
  at TEXT NOT NULL, finished TEXT, by TEXT NOT NULL,
  namekit TEXT NOT NULL, tables TEXT NOT NULL, registry TEXT NOT NULL,
  threshold REAL, nobody REAL, scripts TEXT,  -- of a resolve: with all these the same, the answers are the same
  fingerprint TEXT NOT NULL DEFAULT '',   -- of the imported file and how it was read
  rows INTEGER NOT NULL DEFAULT 0, added INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0, passed_over INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0, conflicts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX run_label ON run (label);

CREATE TABLE answer (                     -- what a recorded run said of each row
  run INTEGER NOT NULL REFERENCES run, row TEXT NOT NULL, spelling TEXT NOT NULL, status TEXT NOT NULL,
  entity INTEGER REFERENCES entity, probability REAL NOT NULL, reason TEXT NOT NULL
);
CREATE INDEX answer_row ON answer (run, row);
CREATE INDEX answer_entity ON answer (entity) WHERE entity IS NOT NULL;

CREATE TABLE set_aside (                  -- rows of an import that is under way, until the rejects file is written
  run INTEGER NOT NULL REFERENCES run, line INTEGER NOT NULL, kind TEXT NOT NULL,
  problem TEXT NOT NULL, row TEXT NOT NULL
);
CREATE INDEX set_aside_run ON set_aside (run);

CREATE TABLE change (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL, by TEXT NOT NULL, what TEXT NOT NULL,  -- added, changed, merged, split, suffix
  entity INTEGER NOT NULL REFERENCES entity, other INTEGER REFERENCES entity,
  detail TEXT NOT NULL, run INTEGER REFERENCES run
);
CREATE INDEX change_entity ON change (entity);
CREATE INDEX change_other ON change (other) WHERE other IS NOT NULL;
"""

# Derived from people's names, by `namekit.resolver.postings`. Blocks and forms are numbers that stand for what they
# are about, so that nothing has to be looked up to write a row, and the same people always have the same rows.
_POSTINGS = """
CREATE TABLE stale (                      -- people whose names the postings do not have as they are
  place INTEGER PRIMARY KEY,
  was TEXT                                -- gender and names that the postings have instead (JSON), NULL for none
);
CREATE TABLE posting (                    -- forms by the blocks of two of their words, the lower number first
  block INTEGER NOT NULL, partner INTEGER NOT NULL,  -- partner 0: no other word, or initials; 1: whatever others
  form INTEGER NOT NULL,
  PRIMARY KEY (block, partner, form)
) WITHOUT ROWID;
CREATE TABLE bearer (                     -- who bears a form: the person, and the position among all names
  form INTEGER NOT NULL, entity INTEGER NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY (form, entity, position)
) WITHOUT ROWID;
CREATE TABLE block (number INTEGER PRIMARY KEY, bearers INTEGER NOT NULL, names INTEGER NOT NULL);
CREATE TABLE word (                       -- words of names in lower case; field 0 surname, 1 patronymic, 2 given name
  text TEXT NOT NULL, field INTEGER NOT NULL, names INTEGER NOT NULL,
  PRIMARY KEY (text, field)
) WITHOUT ROWID;
CREATE TABLE heard (                      -- words by their merged sounds, and by the given names that they are forms of
  key TEXT NOT NULL, text TEXT NOT NULL, field INTEGER NOT NULL,
  PRIMARY KEY (key, text, field)
) WITHOUT ROWID;
CREATE TABLE near (                       -- merged sounds by what is left of them where a little is taken away
  key TEXT NOT NULL, sounds TEXT NOT NULL,
  PRIMARY KEY (key, sounds)
) WITHOUT ROWID;
INSERT INTO stale SELECT place, NULL FROM entity WHERE merged_into IS NULL;
"""

# What a resolve assumed of names without patronymic, in bits, where it was learned from the list.
_LEARNED = """
ALTER TABLE run ADD COLUMN missing REAL;
ALTER TABLE run ADD COLUMN neither REAL;
"""

STEPS: tuple[str, ...] = (_PEOPLE_AND_DECISIONS, _POSTINGS, _LEARNED)
VERSION = len(STEPS)
