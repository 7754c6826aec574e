-- An event type that there is none of.
-- column: event_type · scope: row · kind: invalid_enum
SELECT line, key AS field, 'invalid_enum' AS kind
FROM misfits
WHERE shape = 'event_type' AND type = 'VARCHAR' AND meant_type(txt) IS NULL AND NOT is_placeholder(txt)
