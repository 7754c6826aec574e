-- A line goes to quarantine under the first rule that it breaks.
CREATE OR REPLACE TEMP TABLE verdicts AS
SELECT DISTINCT ON (line) line, rule, field, kind FROM findings ORDER BY line, priority, field;

INSERT INTO silver.quarantine
SELECT getvariable('generation'), getvariable('batch_id'), line, rule, field, kind, text
FROM verdicts JOIN lines USING (line);
