-- A company that no line of companies.jsonl names. Keeps silent where a line does not tell whose it is: it may be that one.
-- column: company_id · scope: reference · kind: orphan_reference
SELECT line, 'company_id' AS field, 'orphan_reference' AS kind
FROM records
WHERE coalesce(company_id, driver_company) IS NOT NULL
  AND (company_id IS NULL OR driver_company IS NULL OR company_id = driver_company)
  AND coalesce(company_id, driver_company) NOT IN (SELECT company_id FROM known_companies)
  AND EXISTS (FROM known_companies)
  AND NOT EXISTS (
    FROM silver.companies
    WHERE edition >= getvariable('first_edition') AND seq <= getvariable('companies_known') AND company_id IS NULL
  )
