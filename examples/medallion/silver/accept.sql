-- All other lines, as typed columns.
CREATE OR REPLACE TEMP TABLE accepted AS
SELECT getvariable('batch_id') AS batch_id, line, event_id, driver_id, company_id, truck_id, event_type,
       instant AS event_time, lat, lon, strftime(instant, '%Y-%m-%d') AS date, strftime(instant, '%H') AS hour
FROM records ANTI JOIN verdicts USING (line);

INSERT INTO silver.event_ids
SELECT getvariable('generation'), batch_id, line, event_id FROM accepted;
