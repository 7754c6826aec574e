-- A value of another JSON type than its field has. A number for an instant is rule 21's.
-- column: any · scope: row · kind: type_change
SELECT line, object || key AS field, 'type_change' AS kind
FROM misfits
WHERE type <> 'NULL' AND NOT CASE
  WHEN shape = 'location' THEN type = 'OBJECT'
  WHEN shape IN ('lat', 'lon') THEN is_numeric(type)
  WHEN shape = 'instant' THEN type = 'VARCHAR' OR is_numeric(type)
  ELSE type = 'VARCHAR'
END
