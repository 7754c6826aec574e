-- Company and driver that do not belong together. Each of company, driver and truck names the company, so two of them tell which
-- one is odd; with no truck to ask, the one of which there is no such company.
-- column: company_id or driver_id · scope: reference · kind: reference_mismatch if that company exists, else orphan_reference
WITH odd AS (
  SELECT line, company_id, driver_company,
         CASE WHEN truck_company IS NOT NULL THEN truck_company = substr(driver_company, 1, 8)
              ELSE driver_company IN (SELECT company_id FROM known_companies)
                   AND company_id NOT IN (SELECT company_id FROM known_companies) END AS is_company_odd
  FROM records
  WHERE company_id <> driver_company
)
SELECT line,
       CASE WHEN is_company_odd THEN 'company_id' ELSE 'driver_id' END AS field,
       CASE WHEN (CASE WHEN is_company_odd THEN company_id ELSE driver_company END) IN (SELECT company_id FROM known_companies)
            THEN 'reference_mismatch' ELSE 'orphan_reference' END AS kind
FROM odd
