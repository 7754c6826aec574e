-- What the batch adds to each company's hours. A session that lasts over an hour's end is shared among its hours.
INSERT INTO gold.company_hours
WITH pieces AS (
  SELECT company_id, hour, (hour = date_trunc('hour', started_at))::INTEGER AS sessions,
         epoch_ms(least(stopped_at, hour + INTERVAL 1 HOUR)) - epoch_ms(greatest(started_at, hour)) AS driving_ms,
         0 AS deliveries
  FROM gold.driving_sessions,
       unnest(generate_series(date_trunc('hour', started_at), stopped_at, INTERVAL 1 HOUR)) AS h(hour)
  WHERE generation = getvariable('generation') AND batch_id = getvariable('batch_id')
  UNION ALL
  SELECT company_id, date_trunc('hour', event_time), 0, 0, 1 FROM batch_events WHERE event_type = 'delivered'
)
SELECT getvariable('generation'), company_id, hour, sum(sessions), sum(driving_ms), sum(deliveries)
FROM pieces
GROUP BY company_id, hour
ON CONFLICT DO UPDATE SET
  sessions = sessions + excluded.sessions,
  driving_ms = driving_ms + excluded.driving_ms,
  deliveries = deliveries + excluded.deliveries;
