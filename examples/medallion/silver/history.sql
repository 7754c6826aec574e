-- Histories of drivers that cannot have been, and what would explain each. A history is a text of places: `S`tart, s`T`op,
-- `D`elivery or `?` where the type cannot be read; before each event and at the end `_` where an event may be lost, else `.`.

-- Whose an event is: the driver id says it, and company and truck say it once more if that is what is broken.
CREATE OR REPLACE TEMP TABLE history_events AS
SELECT line, driver,
       CASE meant_type(event_type)
         WHEN 'start driving' THEN 'S' WHEN 'stopped driving' THEN 'T' WHEN 'delivered' THEN 'D' ELSE '?' END AS letter,
       row_number() OVER driver_events AS nth,
       coalesce(lag(line) OVER driver_events, 0) AS line_before,
       -- A parked truck does not move: one that is elsewhere has driven.
       (lat, lon) <> lag((lat, lon)) OVER driver_events AND lat IS NOT NULL AND lag(lat) OVER driver_events IS NOT NULL AS moved,
       lat IS NOT NULL AND lag(lat) OVER driver_events IS NOT NULL AS is_move_known
FROM (
  SELECT *, CASE
      WHEN truck_company = substr(company_id, 1, 8) AND driver_company IS DISTINCT FROM company_id
        THEN company_id || '-' || truck_seq
      ELSE driver_company || '-' || driver_seq END AS driver
  FROM records
)
WHERE driver IS NOT NULL
WINDOW driver_events AS (PARTITION BY driver ORDER BY line);

-- Any driver may have lost an event where a line tells of none: a copy of an earlier line, or one that does not say whose it is.
CREATE OR REPLACE TEMP TABLE lost_lines AS
SELECT line FROM lines ANTI JOIN history_events USING (line);

CREATE OR REPLACE TEMP MACRO is_possible(history) AS
  regexp_full_match(regexp_replace(history, '[_.]', '', 'g'), '([S?][T?]|[D?])*');
-- Deliveries that no stop comes before: possible, but rare.
CREATE OR REPLACE TEMP MACRO lone_deliveries(history) AS
  length(regexp_replace(history, '[_.]', '', 'g'))
  - length(regexp_replace(regexp_replace(history, '[_.]', '', 'g'), '(^|[SD])D+', '\1', 'g'));

CREATE OR REPLACE TEMP TABLE broken_histories AS
SELECT driver,
       string_agg(CASE WHEN EXISTS (FROM lost_lines l WHERE l.line > line_before AND l.line < e.line) THEN '_' ELSE '.' END
                  || letter, '' ORDER BY nth)
       || CASE WHEN (SELECT max(l.line) FROM lost_lines l) > max(e.line) THEN '_' ELSE '.' END AS history
FROM history_events e
GROUP BY driver
HAVING NOT is_possible(string_agg(letter, '' ORDER BY nth));

-- Types that where the truck stood speaks against: it is elsewhere at a stop, and nowhere else.
CREATE OR REPLACE TEMP TABLE clashes AS
SELECT driver, 2 * nth AS place
FROM broken_histories JOIN history_events e USING (driver)
WHERE is_move_known AND letter <> '?' AND moved <> (letter = 'T');

-- One place of a history read in another way, unless where the truck stood speaks against it, and the clash that this resolves.
CREATE OR REPLACE TEMP TABLE edits AS
SELECT driver, 2 * nth AS place, new.letter, 2 * nth AS wrong, 2 * nth AS resolves
FROM broken_histories JOIN history_events e USING (driver), (VALUES ('S'), ('T'), ('D')) AS new(letter)
WHERE e.letter NOT IN ('?', new.letter) AND (NOT is_move_known OR moved = (new.letter = 'T'))
UNION ALL
SELECT h.driver, place, new.letter, NULL, CASE WHEN new.letter = 'T' AND e.letter <> 'T' THEN place + 1 END
FROM (SELECT driver, history, unnest(range(1, length(history) + 1, 2)) AS place FROM broken_histories) h
LEFT JOIN history_events e ON e.driver = h.driver AND 2 * e.nth = place + 1, (VALUES ('S'), ('T')) AS new(letter)
WHERE substr(history, place, 1) = '_' AND (new.letter = 'S' OR e.moved IS DISTINCT FROM false OR NOT is_move_known);

CREATE OR REPLACE TEMP MACRO edited(history, place, letter) AS
  substr(history, 1, place - 1) || letter || substr(history, place + 1);
CREATE OR REPLACE TEMP MACRO clashes_left(of_driver, resolved) AS
  (SELECT count(*) FROM clashes c WHERE c.driver = of_driver AND NOT list_contains(resolved, c.place));

-- With one other reading if that explains all of the history, else with two.
CREATE OR REPLACE TEMP TABLE explanations AS
SELECT driver, edited(history, place, letter) AS reading, [wrong] AS wrong, clashes_left(b.driver, [resolves]) AS clashes
FROM broken_histories b JOIN edits USING (driver)
WHERE is_possible(edited(history, place, letter));

INSERT INTO explanations
SELECT b.driver, edited(edited(b.history, x.place, x.letter), y.place, y.letter) AS reading, [x.wrong, y.wrong],
       clashes_left(b.driver, [x.resolves, y.resolves])
FROM (FROM broken_histories ANTI JOIN (FROM explanations WHERE clashes = 0) USING (driver)) b
JOIN edits x ON x.driver = b.driver
JOIN edits y ON y.driver = b.driver AND y.place > x.place
WHERE is_possible(edited(edited(b.history, x.place, x.letter), y.place, y.letter));

CREATE OR REPLACE TEMP TABLE best_explanations AS
SELECT driver, reading, list_filter(wrong, place -> place IS NOT NULL) AS wrong
FROM explanations
QUALIFY rank() OVER (PARTITION BY driver ORDER BY clashes, length(wrong), lone_deliveries(reading)) = 1;
