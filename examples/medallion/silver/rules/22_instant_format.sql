-- A text that is no instant: month 13, 25:00, slashes.
-- column: timestamp · scope: row · kind: malformed_timestamp
SELECT line, key AS field, 'malformed_timestamp' AS kind
FROM misfits
WHERE shape = 'instant' AND type = 'VARCHAR' AND NOT is_placeholder(txt) AND instant_of(txt || 'Z') IS NULL
