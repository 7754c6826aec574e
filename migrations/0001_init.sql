-- Times are ISO 8601 text in UTC with milliseconds, so that they sort; other units stand in the column's name.

-- The life of a data folder from one clean to the next.
CREATE TABLE datasets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  seed INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;

-- One process on a dataset.
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  dataset_id INTEGER NOT NULL REFERENCES datasets (id),
  mode TEXT NOT NULL,
  seed INTEGER NOT NULL,
  config TEXT NOT NULL,
  config_hash TEXT NOT NULL,
  version TEXT NOT NULL,
  generator_version INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;

CREATE TABLE batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dataset_id INTEGER NOT NULL REFERENCES datasets (id),
  run_id TEXT NOT NULL REFERENCES runs (id),
  generator TEXT NOT NULL CHECK (generator IN ('company', 'driver')),
  number INTEGER NOT NULL,
  batch_id TEXT NOT NULL,
  interval_start TEXT NOT NULL,
  interval_end TEXT NOT NULL,
  seed INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'published', 'removed', 'cleaned')),
  mode TEXT NOT NULL,
  -- Why it was planned: on schedule, as a baseline, or after its interval was missed.
  cause TEXT NOT NULL CHECK (cause IN ('schedule', 'baseline', 'catch_up')),
  pool_from INTEGER,
  pool_to INTEGER,
  generator_version INTEGER NOT NULL,
  planned_at TEXT NOT NULL,
  -- From here on: null until the batch is staged.
  record_count INTEGER,
  valid_count INTEGER,
  corrupted_count INTEGER,
  bytes INTEGER,
  sha256 TEXT,
  generation_ms REAL,
  generation_timestamp TEXT,
  -- Company batches: what driver batches need to know of each company (id, home, active), 25 bytes each.
  facts BLOB,
  -- From here on: null until the batch is published.
  published_at TEXT,
  -- Visible time minus interval end; null when it was not published on schedule.
  lateness_us INTEGER,
  -- Company batches: where their lines begin in companies.jsonl.
  file_offset INTEGER,
  UNIQUE (dataset_id, generator, number),
  UNIQUE (dataset_id, generator, batch_id)
) STRICT;

CREATE INDEX batches_by_end ON batches (dataset_id, generator, interval_end);
CREATE INDEX batches_planned ON batches (state) WHERE state = 'planned';

-- How many defects of each kind a batch has.
CREATE TABLE batch_issues (
  batch INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (batch, kind)
) STRICT, WITHOUT ROWID;

-- Sums over the published batches of a dataset, kept with each publication so that nobody ever adds up a year.
CREATE TABLE dataset_totals (
  dataset_id INTEGER NOT NULL REFERENCES datasets (id),
  generator TEXT NOT NULL,
  batches INTEGER NOT NULL,
  records INTEGER NOT NULL,
  corrupted INTEGER NOT NULL,
  PRIMARY KEY (dataset_id, generator)
) STRICT, WITHOUT ROWID;

CREATE TABLE dataset_issues (
  dataset_id INTEGER NOT NULL REFERENCES datasets (id),
  kind TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (dataset_id, kind)
) STRICT, WITHOUT ROWID;

-- Intervals that were not published and never will be; they take no number.
CREATE TABLE gaps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dataset_id INTEGER NOT NULL REFERENCES datasets (id),
  run_id TEXT NOT NULL REFERENCES runs (id),
  generator TEXT NOT NULL,
  from_at TEXT NOT NULL,
  to_at TEXT NOT NULL,
  count INTEGER NOT NULL,
  reason TEXT NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT;

CREATE INDEX gaps_by_end ON gaps (dataset_id, generator, to_at);

-- What was asked of the service: pause, resume, clean. The newest pause or resume decides across restarts.
CREATE TABLE lifecycle (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  action TEXT NOT NULL,
  mode TEXT
) STRICT;

-- The memory of the bus: facts, in the order in which they became true.
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  payload TEXT NOT NULL
) STRICT;
