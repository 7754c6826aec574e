-- A line that says what an earlier line of its batch said, byte for byte.
-- column: event_id · scope: batch · kind: duplicate
SELECT line, 'event_id' AS field, 'duplicate' AS kind FROM lines WHERE is_copy
