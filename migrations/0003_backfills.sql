-- Spans of the past that were filled, or are still being filled, on a simulated clock.
CREATE TABLE backfills (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dataset_id INTEGER NOT NULL REFERENCES datasets (id),
  -- The run that began it; all that go on with it have the same config.
  run_id TEXT NOT NULL REFERENCES runs (id),
  from_at TEXT NOT NULL,
  -- Null: up to the present, where the service goes live.
  to_at TEXT,
  -- The span as it was asked for: given again, it goes on where it was cut, though `now` is another by then.
  asked TEXT NOT NULL,
  -- What the simulated clock read at first.
  clock_at TEXT NOT NULL,
  -- Null until it is done, or given up.
  ended_at TEXT
) STRICT;
