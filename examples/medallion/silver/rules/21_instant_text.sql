-- An instant as seconds or milliseconds since 1970.
-- column: timestamp · scope: row · kind: epoch_timestamp
SELECT line, key AS field, 'epoch_timestamp' AS kind
FROM misfits
WHERE shape = 'instant' AND is_numeric(type)
