import { GOLDEN_JOBS } from './golden_jobs.ts';
import { press } from './jobs.ts';

// A program of its own, for another engine: prints the hash of every frozen batch as JSON.
const hashes = Object.entries(GOLDEN_JOBS).map(([name, job]) => [name, press(job).pressed.sha256]);
console.log(JSON.stringify(Object.fromEntries(hashes)));
