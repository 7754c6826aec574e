import { parseArgs } from 'node:util';
import type { Access } from '../api/guard.ts';
import { hostNameOf } from '../api/host_name.ts';
import { isToken } from '../api/token.ts';
import { formatDuration, parseDuration } from '../config/duration.ts';
import { LOG_FORMATS, type LogFormat } from '../log/stdout.ts';

/** Beyond this, presses wait for one another rather than for the disk. */
const MOST_WORKERS = 64;

/** An option as it was written, and the flag or variable that it was written as. */
export type Given = { readonly name: string; readonly text: string };

/** Where the service finds its config and data, and how it is reached. */
export type Options = {
  readonly config: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly logFormat: LogFormat;
  /** End by itself after so many published batches, or after so many ms; null: never. */
  readonly batches: number | null;
  readonly forMs: number | null;
  /** backfill: which part of the past. */
  readonly from: Given | null;
  readonly to: Given | null;
  /** start: fill the past from here on before going live. */
  readonly backfillFrom: Given | null;
  /** Of a backfill: how many batches are made at a time; null: one on each core. */
  readonly workers: number | null;
  /** start: whether the API tells the answer key. */
  readonly servesIssues: boolean;
  /** start: from the environment alone, because everybody on a machine sees its command lines. */
  readonly access: Access;
  /** replay: without defects. */
  readonly clean: boolean;
  /** clean: without asking. */
  readonly isSure: boolean;
  /** grade: a report for programs. */
  readonly json: boolean;
};

/** The command line asks for something that is not there. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message}; see tachograph --help`);
    this.name = 'UsageError';
  }
}

const FLAGS = {
  config: { type: 'string' },
  'data-dir': { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'log-format': { type: 'string' },
  batches: { type: 'string' },
  for: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'backfill-from': { type: 'string' },
  workers: { type: 'string' },
  'no-issues': { type: 'boolean' },
  clean: { type: 'boolean' },
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

export type CommandLine = {
  /** `help` and `version` come from their flags as well. */
  readonly verb: string;
  readonly operands: readonly string[];
  readonly options: Options;
};

/**
 * Reads the command line; what a flag leaves out comes from its `TACHOGRAPH_*` variable, then from the default.
 * @throws {UsageError} that names the flag or variable and its value
 */
export function readCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CommandLine {
  const { values, positionals } = parse(args);
  /** A setting's text, and what it was written as. */
  const given = (flag: Setting): Given | null => {
    const variable = `TACHOGRAPH_${flag.toUpperCase().replace('-', '_')}`;
    if (values[flag] !== undefined) return { name: `--${flag}`, text: values[flag] };
    const text = env[variable];
    return text === undefined || text === '' ? null : { name: variable, text };
  };
  const [verb = 'start', ...operands] = positionals;
  return {
    verb: values.help ? 'help' : values.version ? 'version' : verb,
    operands,
    options: {
      config: given('config')?.text,
      dataDir: given('data-dir')?.text ?? 'data',
      host: given('host')?.text ?? '127.0.0.1',
      port: whole(given('port'), 0, 65_535) ?? 18_000,
      logFormat: formatOf(given('log-format')),
      batches: whole(given('batches'), 1, Number.MAX_SAFE_INTEGER),
      forMs: duration(given('for')),
      from: given('from'),
      to: given('to'),
      backfillFrom: given('backfill-from'),
      workers: whole(given('workers'), 1, MOST_WORKERS),
      servesIssues: !(values['no-issues'] ?? isOn(env, 'TACHOGRAPH_NO_ISSUES')),
      access: {
        token: tokenOf(env.TACHOGRAPH_API_TOKEN),
        allowedHosts: hostsOf(env.TACHOGRAPH_ALLOWED_HOSTS),
      },
      clean: values.clean ?? false,
      isSure: values.yes ?? false,
      json: values.json ?? false,
    },
  };
}

/** Flags that are variables as well. */
type Setting = {
  [flag in keyof typeof FLAGS]: (typeof FLAGS)[flag]['type'] extends 'string' ? flag : never;
}[keyof typeof FLAGS];

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function whole(given: Given | null, least: number, most: number): number | null {
  if (given === null) return null;
  const value = Number(given.text);
  if (/^\d+$/.test(given.text) && value >= least && value <= most) return value;
  throw new UsageError(
    `${given.name} must be a whole number between ${least} and ${most}, got ${given.text}`,
  );
}

/** A variable that says yes or no. */
function isOn(env: Readonly<Record<string, string | undefined>>, name: string): boolean {
  const value = env[name] ?? '';
  if (['1', 'true'].includes(value)) return true;
  if (['', '0', 'false'].includes(value)) return false;
  throw new UsageError(`${name} must be true or false, got ${value}`);
}

/** The value is a secret: no message repeats it. */
function tokenOf(text = ''): string | null {
  if (text === '') return null;
  if (isToken(text)) return text;
  throw new UsageError(
    'TACHOGRAPH_API_TOKEN must be letters, digits and -._~+/, at its end = too, such as openssl rand -hex 32 prints',
  );
}

function hostsOf(text = ''): string[] {
  const hosts = text.split(',').map((host) => host.trim());
  return hosts.filter((host) => host !== '').map(hostOf);
}

function hostOf(text: string): string {
  const name = hostNameOf(text);
  if (name !== null) return name;
  throw new UsageError(
    `TACHOGRAPH_ALLOWED_HOSTS must be host names separated by commas, such as box.lan,[fd00::1], got ${text}`,
  );
}

function formatOf(given: Given | null): LogFormat {
  const format = LOG_FORMATS.find((name) => name === (given?.text ?? 'text'));
  if (format !== undefined) return format;
  throw new UsageError(`${given!.name} must be ${LOG_FORMATS.join(' or ')}, got ${given!.text}`);
}

function duration(given: Given | null): number | null {
  if (given === null) return null;
  const ms = parseDuration(given.text);
  if (ms !== null && ms > 0) return ms;
  throw new UsageError(
    `${given.name} must be an ISO 8601 duration such as ${formatDuration(3_600_000)}, got ${given.text}`,
  );
}
