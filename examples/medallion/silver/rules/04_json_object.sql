-- A line that is no JSON object, for another reason than being cut.
-- column: none · scope: bytes · kind: not told
SELECT line, NULL AS field, NULL AS kind FROM lines WHERE record IS NULL AND NOT is_torn AND NOT is_copy
