-- The warehouse: what the pipeline knows, in one DuckDB file. Rows are only ever added, each layer of a batch in one transaction.
CREATE SCHEMA IF NOT EXISTS control;
CREATE SCHEMA IF NOT EXISTS bronze;
CREATE SCHEMA IF NOT EXISTS silver;
CREATE SCHEMA IF NOT EXISTS gold;

-- A generation is the life of the data folder from one clean to the next, as far as its files tell.
CREATE TABLE IF NOT EXISTS control.generations (
  generation INTEGER PRIMARY KEY,
  first_edition INTEGER NOT NULL, -- of companies.jsonl: older ones are not of this generation
  began_at TIMESTAMP NOT NULL
);

CREATE TABLE IF NOT EXISTS control.batches (
  generation INTEGER NOT NULL,
  batch_id VARCHAR NOT NULL,
  batch_number INTEGER NOT NULL,
  interval_start TIMESTAMP NOT NULL,
  interval_end TIMESTAMP NOT NULL,
  meta_sha256 VARCHAR NOT NULL, -- of batch_meta.json, which holds the hash of events.jsonl: tells batches of one name apart
  lines INTEGER NOT NULL,
  companies_known BIGINT NOT NULL -- how many lines about companies had been read when the batch came
);

-- The checkpoint: a layer is done with a batch if and only if its row is here.
CREATE TABLE IF NOT EXISTS control.layers (
  generation INTEGER NOT NULL,
  batch_id VARCHAR NOT NULL,
  layer VARCHAR NOT NULL,
  done_at TIMESTAMP NOT NULL,
  accepted INTEGER NOT NULL,
  rejected INTEGER NOT NULL
);

-- What the service has not been told yet.
CREATE SEQUENCE IF NOT EXISTS control.outbox_id;
CREATE TABLE IF NOT EXISTS control.outbox (
  id BIGINT DEFAULT nextval('control.outbox_id'),
  generation INTEGER NOT NULL,
  batch_id VARCHAR NOT NULL,
  stage VARCHAR NOT NULL,
  done_at TIMESTAMP NOT NULL,
  accepted INTEGER NOT NULL,
  rejected INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS bronze.lines (
  generation INTEGER NOT NULL,
  batch_id VARCHAR NOT NULL,
  line INTEGER NOT NULL, -- from 1
  text VARCHAR NOT NULL, -- bytes that are not UTF-8 stand as U+FFFD
  sha256 VARCHAR NOT NULL, -- of the line's bytes without its newline
  bytes BLOB -- as they came, where they are not UTF-8
);

-- How far companies.jsonl has been read. An edition ends when the file is another one: cleaned, or rewritten.
CREATE TABLE IF NOT EXISTS bronze.company_file (
  edition INTEGER NOT NULL,
  bytes BIGINT NOT NULL,
  tail_sha256 VARCHAR NOT NULL -- of the last bytes that were read
);
CREATE TABLE IF NOT EXISTS bronze.companies (
  seq BIGINT NOT NULL, -- from 1, over all editions
  edition INTEGER NOT NULL,
  text VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS silver.companies (
  seq BIGINT NOT NULL,
  edition INTEGER NOT NULL,
  company_id VARCHAR, -- null: the line does not tell whose it is
  is_inactive BOOLEAN NOT NULL,
  drivers_count INTEGER
);
-- Every accepted line; its columns are in the Parquet files.
CREATE TABLE IF NOT EXISTS silver.event_ids (
  generation INTEGER NOT NULL,
  batch_id VARCHAR NOT NULL,
  line INTEGER NOT NULL,
  event_id VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS silver.files (
  generation INTEGER NOT NULL,
  batch_id VARCHAR NOT NULL,
  path VARCHAR NOT NULL, -- from the warehouse's folder
  events INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS silver.quarantine (
  generation INTEGER NOT NULL,
  batch_id VARCHAR NOT NULL,
  line INTEGER NOT NULL,
  rule VARCHAR NOT NULL,
  field VARCHAR, -- the column that the rule looked at; null: the line as a whole
  kind VARCHAR, -- of defect, where the rule proves it
  raw VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS gold.driving_sessions (
  generation INTEGER NOT NULL,
  batch_id VARCHAR NOT NULL,
  company_id VARCHAR NOT NULL,
  driver_id VARCHAR NOT NULL,
  truck_id VARCHAR NOT NULL,
  started_at TIMESTAMP NOT NULL,
  stopped_at TIMESTAMP NOT NULL,
  minutes DOUBLE NOT NULL
);
-- Whole numbers, so that sums are the same in any order.
CREATE TABLE IF NOT EXISTS gold.company_hours (
  generation INTEGER NOT NULL,
  company_id VARCHAR NOT NULL,
  hour TIMESTAMP NOT NULL,
  sessions INTEGER NOT NULL, -- that began in the hour
  driving_ms BIGINT NOT NULL, -- within the hour
  deliveries INTEGER NOT NULL,
  PRIMARY KEY (generation, company_id, hour)
);
CREATE TABLE IF NOT EXISTS gold.observed_hours (
  generation INTEGER NOT NULL,
  hour TIMESTAMP NOT NULL,
  observed_ms BIGINT NOT NULL, -- of the hour, covered by batches
  PRIMARY KEY (generation, hour)
);

-- Share of the time observed that a company's drivers drove; null where its own line does not say how many it has.
CREATE OR REPLACE VIEW gold.utilisation AS
SELECT h.generation, h.company_id, h.hour, h.sessions, h.deliveries,
       round(h.driving_ms / 60000, 3) AS driving_minutes,
       h.driving_ms / (o.observed_ms * c.drivers_count) AS utilisation
FROM gold.company_hours h
JOIN gold.observed_hours o USING (generation, hour)
LEFT JOIN (
  SELECT generation, company_id, arg_min(drivers_count, seq) AS drivers_count
  FROM silver.companies JOIN control.generations ON edition >= first_edition
  GROUP BY ALL
) c USING (generation, company_id);

-- How often each line of a batch that went through silver stands in silver or in quarantine: once, or something is wrong.
CREATE OR REPLACE VIEW control.accounting AS
WITH placed AS (
  SELECT generation, batch_id, line FROM silver.event_ids
  UNION ALL
  SELECT generation, batch_id, line FROM silver.quarantine
), times AS (
  SELECT generation, batch_id, line, count(*) AS times FROM placed GROUP BY ALL
)
SELECT generation, batch_id,
       count(*) FILTER (WHERE b.line IS NOT NULL) AS lines,
       count(*) FILTER (WHERE times = 1 AND b.line IS NOT NULL) AS once,
       count(*) FILTER (WHERE times IS NULL) AS lost,
       count(*) FILTER (WHERE times > 1 OR b.line IS NULL) AS repeated
FROM (SELECT * FROM bronze.lines SEMI JOIN (FROM control.layers WHERE layer = 'silver') USING (generation, batch_id)) b
FULL JOIN times USING (generation, batch_id, line)
GROUP BY ALL;
