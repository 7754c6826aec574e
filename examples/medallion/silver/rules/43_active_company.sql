-- A company whose own line says that it is not active.
-- column: company_id · scope: reference · kind: not told
SELECT line, 'company_id' AS field, NULL AS kind
FROM records r JOIN known_companies k ON k.company_id = coalesce(r.company_id, r.driver_company)
WHERE k.is_inactive AND (r.company_id IS NULL OR r.driver_company IS NULL OR r.company_id = r.driver_company)
