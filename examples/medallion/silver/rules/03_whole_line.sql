-- A record that does not come to its closing brace.
-- column: none · scope: bytes · kind: torn_line
SELECT line, NULL AS field, 'torn_line' AS kind FROM lines WHERE is_torn AND NOT is_copy
