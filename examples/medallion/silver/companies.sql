-- Which company each new line of companies.jsonl is about. That file is as dirty as the events, and a company's trucks drive
-- however its own line was written: its id counts if it can be made out anywhere in the line. Of two lines with one id the
-- first is the company's own; whose the other is cannot be told.
INSERT INTO silver.companies
WITH named AS (
  SELECT seq, edition, TRY_CAST(text AS JSON) AS record,
         nullif(regexp_extract(text, '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'), '') AS anywhere,
         text_of(TRY_CAST(text AS JSON), text, 'company_id') AS own
  FROM bronze.companies
  WHERE seq > getvariable('companies_before')
), identified AS (
  SELECT *, CASE WHEN is_uuid(own) THEN own ELSE anywhere END AS id FROM named
)
SELECT seq, edition,
       CASE WHEN row_number() OVER (PARTITION BY edition, id ORDER BY seq) = 1
             AND NOT EXISTS (FROM silver.companies c WHERE c.edition = i.edition AND c.company_id = i.id)
            THEN id END,
       coalesce(json_type(record, '$.active') = 'BOOLEAN' AND json_extract_string(record, '$.active') = 'false', false),
       CASE WHEN json_type(record, '$.drivers_count') IN ('UBIGINT', 'BIGINT')
            THEN TRY_CAST(json_extract_string(record, '$.drivers_count') AS INTEGER) END
FROM identified i;
