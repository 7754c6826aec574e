-- An event type in another case, with other separators, or with a typo.
-- column: event_type · scope: row · kind: enum_variant
SELECT line, key AS field, 'enum_variant' AS kind
FROM members JOIN fields USING (object, key)
WHERE shape = 'event_type' AND type = 'VARCHAR' AND NOT fits(shape, type, txt) AND meant_type(txt) IS NOT NULL
