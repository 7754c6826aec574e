-- A key that nobody asked for, and that is not a known one under another name.
-- column: any · scope: row · kind: extra_field
SELECT line, object || key AS field, 'extra_field' AS kind
FROM unknown_keys u
WHERE NOT EXISTS (FROM missing_keys m WHERE m.line = u.line AND m.object = u.object AND m.renamed_to = u.key)
