import { parseArgs } from 'node:util';
import { killService } from '../test/kill/kill_service.ts';

/** `bun scripts/kill-service.ts --kills 200 --seed 1`: SIGKILLs the real service at random moments; exit 1 on a fault. */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const { kills, batchesRead, faults } = await killService(Number(values.kills), Number(values.seed));
console.log(`${kills} kills survived, ${batchesRead} batches read by the reader, ${faults.length} faults`);
for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
