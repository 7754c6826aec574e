-- A text that stands for "no value": "", "N/A", the zero UUID.
-- column: any text · scope: row · kind: disguised_missing
SELECT line, key AS field, 'disguised_missing' AS kind
FROM misfits
WHERE shape IN ('uuid', 'driver', 'truck', 'event_type', 'instant') AND type = 'VARCHAR' AND is_placeholder(txt)
