-- What pipelines report of published batches, and how well they caught the defects.

-- That a batch reached a layer; a later report of the same replaces the earlier one.
CREATE TABLE stage_reports (
  batch INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  pipeline TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('bronze', 'silver', 'gold')),
  status TEXT NOT NULL CHECK (status IN ('done', 'failed')),
  -- When it happened, by the pipeline's clock.
  at TEXT NOT NULL,
  accepted INTEGER,
  rejected INTEGER,
  -- From publication; negative if the pipeline's clock is behind.
  latency_ms INTEGER NOT NULL,
  PRIMARY KEY (batch, pipeline, stage)
) STRICT, WITHOUT ROWID;

CREATE INDEX stage_reports_by_pipeline ON stage_reports (pipeline, stage, batch);

-- A pipeline's newest submission on a batch.
CREATE TABLE verdicts (
  batch INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  pipeline TEXT NOT NULL,
  submission TEXT NOT NULL,
  submitted_at TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (batch, pipeline)
) STRICT, WITHOUT ROWID;

-- Its verdicts as JSON Lines, in parts that each take a short transaction; a submission counts once it stands in verdicts.
CREATE TABLE verdict_parts (
  submission TEXT NOT NULL,
  part INTEGER NOT NULL,
  lines TEXT NOT NULL,
  PRIMARY KEY (submission, part)
) STRICT, WITHOUT ROWID;

-- The grade of a batch as counts (JSON), until new verdicts come.
CREATE TABLE scores (
  batch INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  pipeline TEXT NOT NULL,
  score TEXT NOT NULL,
  PRIMARY KEY (batch, pipeline)
) STRICT, WITHOUT ROWID;
