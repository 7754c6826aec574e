-- An event id that silver has from another batch of the generation.
-- column: event_id · scope: batch · kind: not told
SELECT line, 'event_id' AS field, NULL AS kind
FROM records SEMI JOIN (
  FROM silver.event_ids WHERE generation = getvariable('generation') AND batch_id <> getvariable('batch_id')
) USING (event_id)
