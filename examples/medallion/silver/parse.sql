-- One batch out of bronze: its lines, the members of each, and its columns where they can be read.
CREATE OR REPLACE TEMP TABLE lines AS
SELECT *,
       record IS NULL AND starts_with(text, '{') AND NOT ends_with(text, '}') AS is_torn,
       row_number() OVER (PARTITION BY sha256 ORDER BY line) > 1
         AND (NOT is_torn OR is_uuid(text_of(record, text, 'event_id'))) AS is_copy -- two stumps may be alike by chance
FROM (
  SELECT line, text, sha256, bytes IS NULL AS is_utf8,
         CASE WHEN json_type(TRY_CAST(text AS JSON)) = 'OBJECT' THEN TRY_CAST(text AS JSON) END AS record
  FROM bronze.lines
  WHERE generation = getvariable('generation') AND batch_id = getvariable('batch_id')
);

-- What is wrong with a copy is said of the line that it copies.
CREATE OR REPLACE TEMP TABLE members AS
SELECT line, '' AS object, m.key, m.type, json_extract_string(m.value, '$') AS txt
FROM lines, json_each(lines.record) AS m
WHERE record IS NOT NULL AND NOT is_copy
UNION ALL
SELECT line, 'location.', m.key, m.type, json_extract_string(m.value, '$')
FROM lines, json_each(json_extract(lines.record, '$.location')) AS m
WHERE NOT is_copy AND json_type(record, '$.location') = 'OBJECT';

CREATE OR REPLACE TEMP TABLE records AS
SELECT line, record IS NOT NULL AND is_utf8 AS is_whole,
       CASE WHEN is_uuid(event_id) THEN event_id END AS event_id,
       CASE WHEN is_uuid(company_id) THEN company_id END AS company_id,
       CASE WHEN is_driver(driver_id) THEN substr(driver_id, 5, 36) END AS driver_company,
       CASE WHEN is_driver(driver_id) THEN substr(driver_id, 42) END AS driver_seq,
       CASE WHEN is_truck(truck_id) THEN substr(truck_id, 5, 8) END AS truck_company, -- the company id's beginning
       CASE WHEN is_truck(truck_id) THEN substr(truck_id, 14) END AS truck_seq,
       driver_id, truck_id, event_type, instant_of(stamp) AS instant,
       number_of(record, '$.location.lat') AS lat, number_of(record, '$.location.lon') AS lon
FROM (
  SELECT line, record, is_utf8,
         text_of(record, text, 'event_id') AS event_id,
         text_of(record, text, 'company_id') AS company_id,
         text_of(record, text, 'driver_id') AS driver_id,
         text_of(record, text, 'truck_id') AS truck_id,
         text_of(record, text, 'event_type') AS event_type,
         text_of(record, text, 'timestamp') AS stamp
  FROM lines
  WHERE NOT is_copy
);

-- Companies that a line of companies.jsonl named before the batch came.
CREATE OR REPLACE TEMP TABLE known_companies AS
SELECT company_id, arg_min(is_inactive, seq) AS is_inactive
FROM silver.companies
WHERE edition >= getvariable('first_edition') AND seq <= getvariable('companies_known') AND company_id IS NOT NULL
GROUP BY company_id;

CREATE OR REPLACE TEMP TABLE findings (
  priority INTEGER, rule VARCHAR, line INTEGER, field VARCHAR, kind VARCHAR
);
