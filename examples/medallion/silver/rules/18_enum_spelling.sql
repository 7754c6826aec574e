-- An event type in another case, with other separators, or with a typo.
-- column: event_type · scope: row · kind: enum_variant
SELECT line, key AS field, 'enum_variant' AS kind
FROM misfits
WHERE shape = 'event_type' AND type = 'VARCHAR' AND meant_type(txt) IS NOT NULL
