-- Keys that nobody knows, and known keys that are not there, with the unknown one that holds what the missing one should.
CREATE OR REPLACE TEMP TABLE unknown_keys AS
SELECT line, object, key, type, txt FROM members ANTI JOIN fields USING (object, key);

CREATE OR REPLACE TEMP TABLE missing_keys AS
SELECT o.line, f.object, f.key, min(u.key) AS renamed_to
FROM (SELECT DISTINCT line, object FROM members UNION SELECT line, '' FROM lines WHERE record IS NOT NULL AND NOT is_copy) o
JOIN fields f USING (object)
LEFT JOIN unknown_keys u ON u.line = o.line AND u.object = o.object AND fits(f.shape, u.type, u.txt)
WHERE NOT EXISTS (FROM members m WHERE m.line = o.line AND m.object = f.object AND m.key = f.key)
GROUP BY ALL;
