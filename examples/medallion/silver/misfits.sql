-- What is wrong with keys and values, before any rule names it. Keys that nobody knows, and known keys that are not there, with the unknown one that holds what the missing one should.
CREATE OR REPLACE TEMP TABLE unknown_keys AS
SELECT line, object, key, type, txt FROM members ANTI JOIN fields USING (object, key);

CREATE OR REPLACE TEMP TABLE missing_keys AS
SELECT m.line, m.object, m.key, min(u.key) AS renamed_to
FROM (
  FROM (SELECT DISTINCT line, object FROM members UNION SELECT line, '' FROM lines WHERE record IS NOT NULL AND NOT is_copy)
  JOIN fields USING (object)
  ANTI JOIN members USING (line, object, key)
) m
LEFT JOIN unknown_keys u ON u.line = m.line AND u.object = m.object AND fits(m.shape, u.type, u.txt)
GROUP BY ALL;

-- Values that are not what their field holds; the rules 13 to 23 say why.
CREATE OR REPLACE TEMP TABLE misfits AS
SELECT line, object, key, shape, type, txt
FROM members JOIN fields USING (object, key)
WHERE fits(shape, type, txt) IS NOT TRUE;
