-- Gold from silver's files, all at once: what the increments must add up to.
CREATE OR REPLACE TEMP TABLE scratch_sessions AS
SELECT generation, batch_id, company_id, driver_id, truck_id, event_time AS started_at, stopped_at,
       date_diff('millisecond', event_time, stopped_at) / 60000 AS minutes
FROM (
  SELECT *, lead(event_type) OVER w AS next_type, lead(event_time) OVER w AS stopped_at
  FROM silver_events
  WINDOW w AS (PARTITION BY generation, batch_id, driver_id ORDER BY line)
)
WHERE event_type = 'start driving' AND next_type = 'stopped driving' AND stopped_at >= event_time;

CREATE OR REPLACE TEMP TABLE scratch_hours AS
SELECT generation, company_id, hour, sum(sessions) AS sessions, sum(driving_ms) AS driving_ms, sum(deliveries) AS deliveries
FROM (
  -- Batches of these tests are shorter than an hour and end within one.
  SELECT generation, company_id, date_trunc('hour', started_at) AS hour, 1 AS sessions,
         date_diff('millisecond', started_at, stopped_at) AS driving_ms, 0 AS deliveries
  FROM scratch_sessions
  UNION ALL
  SELECT generation, company_id, date_trunc('hour', event_time), 0, 0, 1 FROM silver_events WHERE event_type = 'delivered'
)
GROUP BY ALL;
