-- A good id with spaces or zero-width characters around it.
-- column: an id · scope: row · kind: padded_id
SELECT line, key AS field, 'padded_id' AS kind
FROM members JOIN fields USING (object, key)
WHERE type = 'VARCHAR' AND NOT is_id(shape, txt) AND is_id(shape, unpadded(txt))
