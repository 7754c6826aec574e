-- What keeps every answer and every start quick when there are millions of batches.

-- The newest batches of a state and mode: an index ends with the row's id, and later batches of a generator have higher ids.
CREATE INDEX batches_by_state ON batches (dataset_id, generator, state, mode);
-- A backfilled year has no lateness to look through.
CREATE INDEX batches_on_schedule ON batches (dataset_id, id, lateness_us) WHERE lateness_us IS NOT NULL;

-- Sums of a pipeline's scores, of the batches whose silver layer is done; a missing one is added up when somebody asks.
CREATE TABLE grade_sums (
  pipeline TEXT NOT NULL,
  -- Level 0 sums 64 rows of batches, each level above 32 sums of the one below.
  level INTEGER NOT NULL,
  -- Which of them, counted from row 0.
  part INTEGER NOT NULL,
  dataset_id INTEGER NOT NULL REFERENCES datasets (id),
  generator TEXT NOT NULL,
  -- How many batches, and their scores as one (JSON).
  graded INTEGER NOT NULL,
  score TEXT NOT NULL,
  PRIMARY KEY (pipeline, level, part, dataset_id, generator)
) STRICT, WITHOUT ROWID;

-- Submissions of which parts are kept and which do not count yet: a start forgets them.
CREATE TABLE open_submissions (
  submission TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

DELETE FROM verdict_parts WHERE submission NOT IN (SELECT submission FROM verdicts);
