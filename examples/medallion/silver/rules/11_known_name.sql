-- A key that is not there, while its value stands under a name that nobody knows.
-- column: any · scope: row · kind: renamed_field
SELECT line, object || key AS field, 'renamed_field' AS kind FROM missing_keys WHERE renamed_to IS NOT NULL
