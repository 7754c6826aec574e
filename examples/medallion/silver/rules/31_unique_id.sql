-- An event id that an earlier line of the batch has, with another payload.
-- column: event_id · scope: batch · kind: conflicting_duplicate
SELECT line, 'event_id' AS field, 'conflicting_duplicate' AS kind
FROM records
WHERE is_whole AND event_id IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY line) > 1
