-- A key that is not there, and no unknown key holds what it should.
-- column: any · scope: row · kind: missing_field
SELECT line, object || key AS field, 'missing_field' AS kind FROM missing_keys WHERE renamed_to IS NULL
