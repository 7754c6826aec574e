import { parseArgs } from 'node:util';
import type { Scale, Section, Size } from './figure.ts';

export type CommandLine = {
  readonly help: boolean;
  readonly scale: Scale;
  /** Where the JSON file goes; undefined: to its usual place. */
  readonly out: string | undefined;
  readonly orders: readonly { readonly section: Section; readonly size: Size }[];
};

/**
 * Reads `[section …] [--quick] [--out file] [--<part of a size> number …]`; without a section, all of them.
 * @throws Error that names what is not known and what there is
 */
export function readCommandLine(args: readonly string[], sections: readonly Section[]): CommandLine {
  const partsOf = ({ sizes }: Section) => Object.keys(sizes.full);
  const parts = new Set(sections.flatMap(partsOf));
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean' },
      tiny: { type: 'boolean' },
      help: { type: 'boolean' },
      out: { type: 'string' },
      ...Object.fromEntries([...parts].map((part) => [part, { type: 'string' } as const])),
    },
  });
  const chosen = positionals.length === 0 ? sections : positionals.map((name) => sectionOf(name, sections));
  const given = Object.entries(values as Record<string, unknown>).filter(([name]) => parts.has(name));
  for (const [name] of given) {
    if (!chosen.some((section) => partsOf(section).includes(name)))
      throw new Error(`--${name} is no option of ${chosen.map((section) => section.name).join(', ')}`);
  }
  const scale = values.tiny ? 'tiny' : values.quick ? 'quick' : 'full';
  return {
    help: values.help === true,
    scale,
    out: values.out,
    orders: chosen.map((section) => ({
      section,
      size: {
        ...section.sizes[scale],
        ...Object.fromEntries(
          given
            .filter(([name]) => partsOf(section).includes(name))
            .map(([name, text]) => [name, numberOf(name, String(text))]),
        ),
      },
    })),
  };
}

function sectionOf(name: string, sections: readonly Section[]): Section {
  const found = sections.find((section) => section.name === name);
  if (found !== undefined) return found;
  throw new Error(
    `there is no section ${name}; there are ${sections.map((section) => section.name).join(', ')}`,
  );
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new Error(`--${name} must be a number ≥ 0, got ${text}`);
  return number;
}
