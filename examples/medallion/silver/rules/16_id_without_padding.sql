-- A good id with spaces or zero-width characters around it.
-- column: an id · scope: row · kind: padded_id
SELECT line, key AS field, 'padded_id' AS kind
FROM misfits
WHERE type = 'VARCHAR' AND is_id(shape, unpadded(txt))
