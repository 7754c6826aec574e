-- An instant without its Z.
-- column: timestamp · scope: row · kind: timezone_missing
SELECT line, key AS field, 'timezone_missing' AS kind
FROM misfits
WHERE shape = 'instant' AND type = 'VARCHAR' AND instant_of(txt || 'Z') IS NOT NULL
