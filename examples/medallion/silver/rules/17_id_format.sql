-- An id that is no UUID, no DRV-<company>-<number> or no TRK-<company's first 8>-<number>.
-- column: an id · scope: row · kind: not told
SELECT line, key AS field, NULL AS kind
FROM misfits
WHERE shape IN ('uuid', 'driver', 'truck') AND type = 'VARCHAR'
  AND NOT is_id(shape, unpadded(txt)) AND NOT is_placeholder(txt)
