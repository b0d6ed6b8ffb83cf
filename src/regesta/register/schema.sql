-- The register on disk. Derived, all of it, from the pages and the judgements: it may be deleted and rebuilt.
-- In tables without rowids the columns of the primary key come first, in its order (some releases of SQLite report
-- damage in them otherwise).
-- `body` columns hold the value itself as JSON; the other columns exist to find it.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for every page that has been read.
CREATE TABLE page (
    id       TEXT PRIMARY KEY,
    source   TEXT NOT NULL,
    url      TEXT,
    via      TEXT NOT NULL,
    obtained TEXT NOT NULL,
    reader   TEXT NOT NULL,
    digest   TEXT NOT NULL,
    findings BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX page_source ON page (source, obtained);
CREATE INDEX page_url ON page (url, obtained);

CREATE TABLE story (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    page      TEXT NOT NULL REFERENCES page ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    title     TEXT NOT NULL,
    outlet    TEXT,
    published TEXT,
    earliest  TEXT,
    language  TEXT NOT NULL,
    teaser    INTEGER NOT NULL,
    body      BLOB NOT NULL
) STRICT;
CREATE INDEX story_page ON story (page, position);

CREATE TABLE claim (
    id       TEXT PRIMARY KEY,
    story    TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    status   TEXT NOT NULL,
    quote    TEXT NOT NULL,
    body     BLOB NOT NULL
) STRICT;
CREATE INDEX claim_story ON claim (story, position);
CREATE INDEX claim_kind ON claim (kind, status);

-- What fills the roles of a claim; `named` is who stands in the words of its instrument. `member` is ``story-id/entity-id``; its register entity is found through `member`.
CREATE TABLE role (
    claim  TEXT NOT NULL REFERENCES claim ON DELETE CASCADE,
    role   TEXT NOT NULL,
    member TEXT NOT NULL
) STRICT;
CREATE INDEX role_claim ON role (claim, member);
CREATE INDEX role_member ON role (member, role, claim);

CREATE VIRTUAL TABLE words USING fts5 (
    text, kind UNINDEXED, story UNINDEXED, place UNINDEXED,
    tokenize = "unicode61 remove_diacritics 2"
);

-- Settled across reports, replaced whole each time.
CREATE TABLE entity (
    id      TEXT PRIMARY KEY,
    kind    TEXT NOT NULL,
    key     TEXT,
    country TEXT,
    parent  TEXT,
    body    BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_country ON entity (country);
CREATE INDEX entity_parent ON entity (parent);

CREATE TABLE name (
    folded TEXT NOT NULL,
    entity TEXT NOT NULL REFERENCES entity ON DELETE CASCADE,
    PRIMARY KEY (folded, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_entity ON name (entity);

CREATE TABLE member (
    member TEXT NOT NULL,
    entity TEXT NOT NULL REFERENCES entity ON DELETE CASCADE,
    PRIMARY KEY (member, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_entity ON member (entity);

CREATE TABLE event (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    type       TEXT NOT NULL,
    status     TEXT NOT NULL,
    background INTEGER NOT NULL,
    earliest   TEXT,
    latest     TEXT,
    body       BLOB NOT NULL
) STRICT, WITHOUT ROWID;
-- Rows of events are wide: whoever looks for days finds here all that a timeline is chosen by.
CREATE INDEX event_when ON event (earliest, latest, kind, background, type, status);
CREATE INDEX event_type ON event (type);

CREATE TABLE event_claim (
    claim TEXT NOT NULL,
    event TEXT NOT NULL REFERENCES event ON DELETE CASCADE,
    PRIMARY KEY (claim, event)
) STRICT, WITHOUT ROWID;

-- Who takes part in an event, where it was, and who is named in the words of its instrument.
CREATE TABLE party (
    entity TEXT NOT NULL,
    event  TEXT NOT NULL REFERENCES event ON DELETE CASCADE,
    PRIMARY KEY (entity, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_event ON party (event);

-- Which stories were made from one another.
CREATE TABLE kinship (
    story TEXT NOT NULL,
    of    TEXT NOT NULL,
    how   TEXT NOT NULL,
    body  BLOB NOT NULL,
    PRIMARY KEY (story, of)
) STRICT, WITHOUT ROWID;
CREATE INDEX kinship_of ON kinship (of);

CREATE TABLE conflict (
    id     TEXT PRIMARY KEY,
    kind   TEXT NOT NULL,
    status TEXT NOT NULL,
    body   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conflict_claim (
    claim    TEXT NOT NULL,
    conflict TEXT NOT NULL REFERENCES conflict ON DELETE CASCADE,
    PRIMARY KEY (claim, conflict)
) STRICT, WITHOUT ROWID;
