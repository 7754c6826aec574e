import { driverReference, isTruckOf, truckReference, uuidOf } from './ids.ts';
import type { KnownCompanies } from './known_companies.ts';
import type { JsonObject } from './lines.ts';
import type { Finding } from './verdict.ts';

/**
 * Whether company, driver and truck of an event belong together, and whether the company is one that may drive. Each of
 * the three names the company, so two of them tell which one is odd. Ids that cannot be read are the row rules' business.
 */
export function referenceFindings(event: JsonObject, companies: KnownCompanies): Finding[] {
  const company = uuidOf(event.company_id);
  const driver = driverReference(event.driver_id);
  const truck = truckReference(event.truck_id);

  if (company !== null && driver !== null && driver.company !== company) {
    const isCompanyOdd =
      truck === null
        ? companies.has(driver.company) && !companies.has(company)
        : isTruckOf(truck, driver.company);
    return isCompanyOdd
      ? [foreign('company_id', company, companies)]
      : [foreign('driver_id', driver.company, companies)];
  }

  const own = company ?? driver?.company ?? null;
  if (own === null) return [];
  const isForeignTruck =
    truck !== null && (!isTruckOf(truck, own) || (driver !== null && truck.seq !== driver.seq));
  return [
    ...(isForeignTruck
      ? [{ rule: 'own_truck', kind: 'reference_mismatch', field: 'truck_id' } as const]
      : []),
    ...companyFindings(own, companies),
  ];
}

/** A reference at odds with the other two: to a company that exists, or to none. */
function foreign(field: string, company: string, companies: KnownCompanies): Finding {
  const kind = companies.has(company) ? 'reference_mismatch' : 'orphan_reference';
  return { rule: 'driver_of_company', kind, field };
}

function companyFindings(company: string, companies: KnownCompanies): Finding[] {
  if (companies.isInactive(company)) return [{ rule: 'active_company', field: 'company_id' }];
  if (companies.has(company) || !companies.isComplete) return [];
  return [{ rule: 'known_company', kind: 'orphan_reference', field: 'company_id' }];
}
