-- What an event must look like: its fields, and what each holds.
CREATE OR REPLACE TEMP TABLE fields AS
SELECT * FROM (VALUES
  ('', 'event_id', 'uuid'),
  ('', 'driver_id', 'driver'),
  ('', 'company_id', 'uuid'),
  ('', 'truck_id', 'truck'),
  ('', 'event_type', 'event_type'),
  ('', 'timestamp', 'instant'),
  ('', 'location', 'location'),
  ('location.', 'lat', 'lat'),
  ('location.', 'lon', 'lon')
) AS t(object, key, shape);

-- Version 4, lower case (RFC 9562).
CREATE OR REPLACE TEMP MACRO is_uuid(txt) AS
  regexp_full_match(txt, '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}');
-- A driver's number within the company is 001 to 1000.
CREATE OR REPLACE TEMP MACRO is_number(seq) AS
  regexp_full_match(seq, '[0-9]{3}|1000') AND seq <> '000';
CREATE OR REPLACE TEMP MACRO is_driver(txt) AS
  starts_with(txt, 'DRV-') AND is_uuid(substr(txt, 5, 36)) AND substr(txt, 41, 1) = '-' AND is_number(substr(txt, 42));
CREATE OR REPLACE TEMP MACRO is_truck(txt) AS
  regexp_full_match(substr(txt, 1, 13), 'TRK-[0-9a-f]{8}-') AND is_number(substr(txt, 14));
CREATE OR REPLACE TEMP MACRO is_id(shape, txt) AS
  CASE shape WHEN 'uuid' THEN is_uuid(txt) WHEN 'driver' THEN is_driver(txt) WHEN 'truck' THEN is_truck(txt) ELSE false END;

-- The only form of an instant: UTC to the millisecond, and a day and an hour that the calendar has.
CREATE OR REPLACE TEMP MACRO instant_of(txt) AS
  CASE WHEN regexp_full_match(txt, '\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z')
       THEN try_strptime(txt, '%Y-%m-%dT%H:%M:%S.%gZ') END;

-- What people and programs write for "no value".
CREATE OR REPLACE TEMP MACRO is_placeholder(txt) AS
  lower(trim(txt)) IN ('', 'n/a', 'na', 'null', 'none', '-', '00000000-0000-0000-0000-000000000000');

-- Without the spaces and zero-width characters around it.
CREATE OR REPLACE TEMP MACRO unpadded(txt) AS
  trim(txt, concat(' ', chr(9), chr(10), chr(13), chr(160), chr(8203), chr(8204), chr(8205), chr(8288), chr(65279)));

-- Which event type someone meant: another case, other separators, or one wrong letter.
CREATE OR REPLACE TEMP MACRO letters_of(txt) AS regexp_replace(lower(txt), '[^a-z]', '', 'g');
CREATE OR REPLACE TEMP MACRO meant_type(txt) AS CASE
  WHEN damerau_levenshtein(letters_of(txt), 'startdriving') <= 1 THEN 'start driving'
  WHEN damerau_levenshtein(letters_of(txt), 'stoppeddriving') <= 1 THEN 'stopped driving'
  WHEN damerau_levenshtein(letters_of(txt), 'delivered') <= 1 THEN 'delivered'
END;

CREATE OR REPLACE TEMP MACRO is_numeric(type) AS type IN ('DOUBLE', 'BIGINT', 'UBIGINT', 'HUGEINT');

-- Whether a value is what a field of that shape holds.
CREATE OR REPLACE TEMP MACRO fits(shape, type, txt) AS CASE
  WHEN shape IN ('uuid', 'driver', 'truck') THEN type = 'VARCHAR' AND is_id(shape, txt)
  WHEN shape = 'event_type' THEN type = 'VARCHAR' AND txt IN ('start driving', 'stopped driving', 'delivered')
  WHEN shape = 'instant' THEN type = 'VARCHAR' AND instant_of(txt) IS NOT NULL
  WHEN shape = 'lat' THEN is_numeric(type) AND abs(TRY_CAST(txt AS DOUBLE)) <= 90
  WHEN shape = 'lon' THEN is_numeric(type) AND abs(TRY_CAST(txt AS DOUBLE)) <= 180
  ELSE type = 'OBJECT' AND txt LIKE '%"lat"%' AND txt LIKE '%"lon"%'
END;

-- A text of the record; of a line that is no JSON, the member as far as it can be read.
CREATE OR REPLACE TEMP MACRO text_of(record, txt, name) AS CASE
  WHEN record IS NULL THEN nullif(regexp_extract(txt, concat('"', name, '":"([^"\\]*)"'), 1), '')
  WHEN json_type(record, concat('$.', name)) = 'VARCHAR' THEN json_extract_string(record, concat('$.', name))
END;
CREATE OR REPLACE TEMP MACRO number_of(record, path) AS
  CASE WHEN is_numeric(json_type(record, path)) THEN TRY_CAST(json_extract_string(record, path) AS DOUBLE) END;
