import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ListenError } from '../../src/api/serve.ts';
import { exposure } from '../../src/cli/exposure.ts';
import { HELP } from '../../src/cli/help.ts';
import { readCommandLine, UsageError } from '../../src/cli/options.ts';
import { start } from '../../src/cli/start.ts';
import { SystemClock } from '../../src/engine/system_clock.ts';
import { InlinePress } from '../fakes/inline_press.ts';
import { publishedFolder, recorded, removeFolders } from './published_folder.ts';

afterEach(removeFolders);

const accessOf = (env: Record<string, string>) => readCommandLine([], env).options.access;
const tokenOf = (TACHOGRAPH_API_TOKEN: string) => accessOf({ TACHOGRAPH_API_TOKEN }).token;
const hostsOf = (TACHOGRAPH_ALLOWED_HOSTS: string) => accessOf({ TACHOGRAPH_ALLOWED_HOSTS }).allowedHosts;

function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

describe('the environment', () => {
  test('says nothing: no token, no more hosts', () => {
    const none = { token: null, allowedHosts: [] };
    expect(accessOf({})).toEqual(none);
    expect(accessOf({ TACHOGRAPH_API_TOKEN: '', TACHOGRAPH_ALLOWED_HOSTS: '' })).toEqual(none);
  });

  test.each(['x', '0123456789abcdef', 'aA0-._~+/', 'padded=='])('gives the token %s', (token) => {
    expect(tokenOf(token)).toBe(token);
  });

  test.each(['two words', ' x', 'x\n', 'a,b', '"quoted"', 'ümlaut', 'a=b', '=', 'a:b', '\t'])(
    'a token that no header can hold is refused without being told: %j',
    (token) => {
      const message = refusalOf(() => tokenOf(token));
      expect(message).toContain('TACHOGRAPH_API_TOKEN must be letters, digits');
      expect(message).toBe(refusalOf(() => tokenOf('another bad one')));
    },
  );

  test.each([
    ['box.lan', ['box.lan']],
    [' Box.LAN:18000 ,, 192.168.1.7,', ['box.lan', '192.168.1.7']],
    ['[FD00:0::1],my_service.', ['[fd00::1]', 'my_service']],
  ])('gives the hosts %s', (text, hosts) => {
    expect(hostsOf(text)).toEqual(hosts);
  });

  test.each(['*', '*.lan', 'http://box.lan', 'fd00::1', 'a b', 'x/', 'a@b'])('%s is no host', (host) => {
    expect(refusalOf(() => hostsOf(`box.lan,${host}`))).toMatch(/^TACHOGRAPH_ALLOWED_HOSTS must be .*, got /);
    expect(refusalOf(() => hostsOf(`box.lan,${host}`))).toContain(`got ${host};`);
  });

  test('is where --help says that both are', () => {
    expect(HELP).toContain('TACHOGRAPH_API_TOKEN');
    expect(HELP).toContain('TACHOGRAPH_ALLOWED_HOSTS');
    expect(refusalOf(() => readCommandLine(['--api-token', 'x'], {}))).toContain('--api-token');
  });
});

describe('a service that others can reach', () => {
  const open = { token: null, allowedHosts: ['box.lan'] };

  test.each(['0.0.0.0', '::', '192.168.1.7', 'box.lan', '1127.0.0.1', '128.0.0.1', 'localhost.lan'])(
    'is warned of at %s, unless it has a token',
    (host) => {
      expect(exposure({ host, access: open })).toContain('TACHOGRAPH_API_TOKEN');
      expect(exposure({ host, access: { ...open, token: 'x' } })).toBeNull();
    },
  );

  test.each(['127.0.0.1', 'localhost', '127.9.9.9', '::1', 'LOCALHOST'])('is not at %s', (host) => {
    expect(exposure({ host, access: open })).toBeNull();
  });
});

/** A service on the real disk that is stopped once `use` is done with it, and all that it has said. */
async function runService(
  env: Record<string, string>,
  use: (origin: string) => Promise<void>,
  args: readonly string[] = [],
) {
  const { dataDir, layout, disk } = await publishedFolder();
  const { options } = readCommandLine(['--data-dir', dataDir, '--port', '0', ...args], env);
  const { writers, out, err } = recorded();
  const listening = Promise.withResolvers<string>();
  let stop = () => {};
  const ended = start(options, {
    disk,
    writers: {
      ...writers,
      out: (line) => {
        writers.out(line);
        const [, origin] = line.match(/Listening on (http:\S+)/) ?? [];
        if (origin !== undefined) listening.resolve(origin);
      },
    },
    clock: new SystemClock(),
    openPress: () => new InlinePress(disk, layout),
    drawSeed: () => 7000,
    onSignal: (signal, act) => {
      if (signal === 'SIGTERM') stop = act;
    },
  }).catch((error) => {
    listening.reject(error);
    return error;
  });
  await listening.promise
    .then(use)
    .catch(() => {})
    .finally(() => stop());
  const result = await ended;
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const kept = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
  return { result, out, err, kept };
}

describe('start', () => {
  test('asks for the token, and neither log nor ledger ever holds it', async () => {
    const statuses: number[] = [];
    const { result, out, err, kept } = await runService(
      { TACHOGRAPH_API_TOKEN: 'a-secret-token' },
      async (origin) => {
        for (const authorization of ['', 'Bearer a-wrong-token', 'Bearer a-secret-token'])
          statuses.push((await fetch(`${origin}/api/health`, { headers: { authorization } })).status);
        statuses.push((await fetch(`${origin}/livez`)).status);
      },
    );
    expect(result).toBe(0);
    expect(statuses).toEqual([401, 401, 200, 200]);
    expect(kept.length).toBeGreaterThan(5);
    const told = [...out, ...err, ...kept].join('\n');
    expect(told).toContain('Listening on');
    expect(told).not.toMatch(/a-secret-token|a-wrong-token/);
  });

  test('answers to the hosts that are allowed', async () => {
    const statuses: number[] = [];
    await runService({ TACHOGRAPH_ALLOWED_HOSTS: 'box.lan' }, async (origin) => {
      for (const host of ['box.lan', 'evil.example'])
        statuses.push((await fetch(`${origin}/api/health`, { headers: { host } })).status);
    });
    expect(statuses).toEqual([200, 403]);
  });

  test('warns before it listens where others can reach it', async () => {
    // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it, so nothing comes of it.
    const elsewhere = ['--host', '192.0.2.1'];
    const isWarning = (line: string) => line.includes('WARN Listening on 192.0.2.1 without a token');
    const open = await runService({}, async () => {}, elsewhere);
    expect(open.result).toBeInstanceOf(ListenError);
    expect(open.out.filter(isWarning)).toHaveLength(1);
    const closed = await runService({ TACHOGRAPH_API_TOKEN: 'x' }, async () => {}, elsewhere);
    expect(closed.out.filter(isWarning)).toEqual([]);
  });
});
