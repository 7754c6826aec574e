-- How much of each hour the batch covers: utilisation is a share of that.
INSERT INTO gold.observed_hours
SELECT getvariable('generation'), hour,
       epoch_ms(least(e, hour + INTERVAL 1 HOUR)) - epoch_ms(greatest(s, hour))
FROM (SELECT getvariable('interval_start')::TIMESTAMP AS s, getvariable('interval_end')::TIMESTAMP AS e),
     unnest(generate_series(date_trunc('hour', s), e - INTERVAL 1 MILLISECOND, INTERVAL 1 HOUR)) AS h(hour)
ON CONFLICT DO UPDATE SET observed_ms = observed_ms + excluded.observed_ms;
