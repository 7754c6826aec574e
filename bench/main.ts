import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type CommandLine, readCommandLine } from './command_line.ts';
import { machine } from './machine.ts';
import { reportOf } from './report.ts';
import { SECTIONS } from './sections.ts';
import { figureLine, headerLines } from './table.ts';

const RESULTS = join(import.meta.dirname, 'results');

/** What the bench can be asked for. */
function help(): string {
  const sections = SECTIONS.map(({ name, sizes, seconds }) => {
    const size = Object.entries(sizes.full).map(([part, number]) => `--${part} ${number}`);
    return `  ${name.padEnd(10)} ${`${seconds.quick} s, ${seconds.full} s`.padEnd(14)} ${size.join(' ')}`;
  });
  return `bun run bench [section …] [--quick] [--out file.json] [options of a section]

sections, how long they take (--quick, full) and their options with the values of the full run:
${sections.join('\n')}`;
}

/** Measures, prints the table and writes the JSON file. Returns the exit code: 1 when a section could not be measured. */
async function run({ orders, scale, out }: CommandLine): Promise<0 | 1> {
  const startedAt = new Date();
  const seconds = orders.reduce(
    (sum, { section }) => sum + (scale === 'tiny' ? 1 : section.seconds[scale]),
    0,
  );
  const subject = orders.length === 1 ? '1 section' : `${orders.length} sections`;
  console.error(`${subject}: about ${duration(seconds)} if no options change their sizes`);
  const about = { scale, machine: await machine() };
  for (const line of headerLines(about.machine)) console.log(line);
  const report = await reportOf(orders, about, (figures) => {
    for (const figure of figures) console.log(figureLine(figure));
  });
  const file = out ?? join(RESULTS, `${startedAt.toISOString().slice(0, 19).replaceAll(':', '')}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.error(`${duration((Date.now() - startedAt.getTime()) / 1000)}; written to ${relative('.', file)}`);
  return report.failures.length === 0 ? 0 : 1;
}

function duration(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

if (import.meta.main) {
  // Exits, so that folders and processes are taken away.
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
  try {
    const commandLine = readCommandLine(process.argv.slice(2), SECTIONS);
    if (commandLine.help) console.log(help());
    else process.exitCode = await run(commandLine);
  } catch (error) {
    console.error(`ERROR ${(error as Error).message}`);
    process.exitCode = 2;
  }
}
