-- An event that its driver cannot have reported there. A driver begins and ends every batch parked, starts, stops, and delivers
-- while parked; a line's place in the file is its place in the history. Where a history is not like that, silver/history.sql
-- compares what would explain it: an event's type is wrong, or an event is lost. An event is impossible if it is wrong in all
-- of the best explanations.
-- column: event_type · scope: history · kind: impossible_transition
SELECT any_value(line) AS line, 'event_type' AS field, 'impossible_transition' AS kind
FROM (SELECT driver, reading, unnest(wrong) AS place FROM best_explanations) w
JOIN history_events e ON e.driver = w.driver AND 2 * e.nth = w.place
GROUP BY w.driver, place
HAVING count(DISTINCT reading) = (SELECT count(DISTINCT reading) FROM best_explanations b WHERE b.driver = w.driver)
