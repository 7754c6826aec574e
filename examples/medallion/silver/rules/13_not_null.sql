-- A key that is there and says null.
-- column: any · scope: row · kind: null_value
SELECT line, object || key AS field, 'null_value' AS kind
FROM misfits
WHERE type = 'NULL'
