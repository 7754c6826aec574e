-- A line with bytes that are not UTF-8. The column is the one with the replacement character in it.
-- column: any · scope: bytes · kind: bad_encoding
SELECT line,
       (SELECT min(key) FROM members m WHERE m.line = l.line AND m.object = '' AND contains(m.txt, chr(65533))) AS field,
       'bad_encoding' AS kind
FROM lines l
WHERE NOT is_utf8 AND NOT is_copy
