import { DuckDBConnection } from '../../examples/medallion/node_modules/@duckdb/node-api';

/*
 * Loaded before the pipeline: kills it, as a crash does, right before the statement whose number is in DIE_AT. Without one it
 * tells how many there were.
 */
const dieAt = Number(process.env.DIE_AT ?? Number.NaN);
let statements = 0;

for (const name of ['run', 'runAndReadAll'] as const) {
  const original = DuckDBConnection.prototype[name] as (...args: unknown[]) => Promise<never>;
  DuckDBConnection.prototype[name] = async function (this: DuckDBConnection, ...args: unknown[]) {
    // The outbox is looked at beside the pipeline, whenever that happens.
    if (!String(args[0]).includes('FROM control.outbox')) statements += 1;
    if (statements === dieAt) process.kill(process.pid, 'SIGKILL');
    return await original.apply(this, args);
  };
}
process.on('exit', () => console.log(`statements: ${statements}`));
