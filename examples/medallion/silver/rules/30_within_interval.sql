-- An instant outside [interval_start, interval_end) of its batch.
-- column: timestamp · scope: batch · kind: boundary_violation
SELECT line, 'timestamp' AS field, 'boundary_violation' AS kind
FROM records
WHERE instant < getvariable('interval_start')::TIMESTAMP OR instant >= getvariable('interval_end')::TIMESTAMP
