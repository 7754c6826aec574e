-- A place that is not on the globe.
-- column: location.lat, location.lon · scope: row · kind: out_of_range
SELECT line, object || key AS field, 'out_of_range' AS kind
FROM members JOIN fields USING (object, key)
WHERE shape IN ('lat', 'lon') AND is_numeric(type) AND NOT fits(shape, type, txt)
