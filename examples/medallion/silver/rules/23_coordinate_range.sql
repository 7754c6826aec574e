-- A place that is not on the globe.
-- column: location.lat, location.lon · scope: row · kind: out_of_range
SELECT line, object || key AS field, 'out_of_range' AS kind
FROM misfits
WHERE shape IN ('lat', 'lon') AND is_numeric(type)
