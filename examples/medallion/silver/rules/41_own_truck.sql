-- A truck of another company, or of another driver of the company.
-- column: truck_id · scope: reference · kind: reference_mismatch
SELECT line, 'truck_id' AS field, 'reference_mismatch' AS kind
FROM records
WHERE (company_id IS NULL OR driver_company IS NULL OR company_id = driver_company) -- else it is rule 40's
  AND (truck_company <> substr(coalesce(company_id, driver_company), 1, 8) OR truck_seq <> driver_seq)
