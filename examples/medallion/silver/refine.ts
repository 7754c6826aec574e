import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BatchKey, type Counts, markDone } from '../warehouse/layers.ts';
import { sqlOf, type Warehouse } from '../warehouse/warehouse.ts';
import { writeParquet } from './parquet.ts';

/** Files of rules, `<priority>_<name>.sql`, in order. */
export const RULE_FILES: readonly string[] = readdirSync(join(import.meta.dirname, 'rules')).sort();

/** What the rules are written in; once a session. */
export async function prepareSilver(warehouse: Warehouse): Promise<void> {
  await warehouse.runFile('silver/shapes.sql');
}

/**
 * Takes a batch, which the session's variables name, through the rules: what breaks one goes to quarantine, all else to a Parquet
 * file an hour. The files are in place before the transaction ends; cut in between, the next run writes the same files again.
 *
 * @throws if a line went neither way or both
 */
export async function refine(warehouse: Warehouse, batch: BatchKey): Promise<Counts> {
  return await warehouse.transaction(async () => {
    for (const path of ['silver/parse.sql', 'silver/misfits.sql', 'silver/history.sql'])
      await warehouse.runFile(path);
    for (const file of RULE_FILES) await warehouse.run(findingsOf(file));
    await warehouse.runFile('silver/quarantine.sql');
    await warehouse.runFile('silver/accept.sql');

    const [row] = await warehouse.rows(`SELECT (SELECT count(*) FROM lines) AS lines,
      (SELECT count(*) FROM accepted) AS accepted, (SELECT count(*) FROM verdicts) AS rejected`);
    const counts = { accepted: Number(row!.accepted), rejected: Number(row!.rejected) };
    if (counts.accepted + counts.rejected !== Number(row!.lines)) {
      throw new Error(`batch ${batch.batchId} has ${row!.lines} lines, ${JSON.stringify(counts)}`);
    }
    await writeParquet(warehouse, batch);
    await markDone(warehouse, batch, 'silver', counts);
    return counts;
  });
}

function findingsOf(file: string): string {
  const [, priority, rule] = file.match(/^(\d+)_(\w+)\.sql$/)!;
  return `INSERT INTO findings SELECT ${Number(priority)}, '${rule}', line, field, kind FROM (\n${sqlOf(`silver/rules/${file}`)})`;
}
