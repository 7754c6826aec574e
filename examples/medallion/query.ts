import { parseArgs } from 'node:util';
import { Warehouse } from './warehouse/warehouse.ts';

/*
 * Asks the warehouse of a pipeline that is not running just now; DuckDB's own shell does the same.
 *
 *   bun query.ts --warehouse data/demo-warehouse 'FROM control.accounting'
 */
const { values, positionals } = parseArgs({
  options: { warehouse: { type: 'string', default: 'data/demo-warehouse' } },
  allowPositionals: true,
});
const warehouse = await Warehouse.open(values.warehouse);
console.table(await warehouse.rows(positionals.join(' ')));
warehouse.close();
