-- From a start to the stop that comes next. Every driver ends a batch parked, so a session never goes on in the next one.
INSERT INTO gold.driving_sessions
SELECT getvariable('generation'), batch_id, company_id, driver_id, truck_id, event_time, next_time,
       epoch_ms(next_time - event_time) / 60000
FROM (
  SELECT *, lead(event_type) OVER driver_events AS next_type, lead(event_time) OVER driver_events AS next_time
  FROM batch_events
  WINDOW driver_events AS (PARTITION BY driver_id ORDER BY line)
)
WHERE event_type = 'start driving' AND next_type = 'stopped driving' AND next_time >= event_time;
