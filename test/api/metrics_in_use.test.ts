import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Bus } from '../../src/events/bus.ts';
import { openApi } from './api_fixture.ts';
import { seriesOf } from './exposition.ts';

const DEPLOY = join(import.meta.dirname, '..', '..', 'deploy');
const FILES = ['grafana/tachograph.json', 'prometheus/alerts.yml', 'prometheus/alerts_test.yml'];
/** What Prometheus adds to every series. */
const LABELS_OF_TARGETS = ['job', 'instance'];

const textOf = (file: string) => readFileSync(join(DEPLOY, file), 'utf8');

/** The series that there are once a pipeline has reported, and the disk has been full. */
async function allSeries(): Promise<string[]> {
  const bus = new Bus();
  const { app, engine } = openApi({ bus });
  const at = '2025-11-09T12:00:00.000Z';
  const report = { event: 'stage', timestamp: at, at, pipeline: 'default', stage: 'silver' } as const;
  const batch = {
    generator: 'driver',
    batch_id: '20251109T115950Z',
    accepted: null,
    rejected: null,
  } as const;
  bus.tell({ ...report, ...batch, status: 'done', latency_ms: 1 }, 1);
  bus.tell({ ...report, ...batch, status: 'failed', latency_ms: 1 }, 2);
  engine.set({
    problems: [{ code: 'ENOSPC', message: 'full', sinceMs: 0 }],
    nextDueMs: { company: 10_000, driver: 10_000 },
  });
  return [...seriesOf(await (await app.request('/metrics')).text()).keys()];
}

const nameOf = (series: string) => series.replace(/\{.*/, '');

describe.each(FILES)('deploy/%s', (file) => {
  // In JSON, quotes of labels are escaped.
  const text = textOf(file).replaceAll('\\"', '"');
  const used = [...new Set(text.match(/\b(tachograph|process)_\w+/g))];

  test('asks for metrics that there are', async () => {
    const names = new Set((await allSeries()).map(nameOf));
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !names.has(name))).toEqual([]);
  });

  test('asks for labels, and for values of labels, that there are', async () => {
    const series = await allSeries();
    const missing = [...text.matchAll(/\b((?:tachograph|process)_\w+)\{([^}]*)\}/g)].flatMap(
      ([, name, matchers]) =>
        [...matchers!.matchAll(/(\w+)(=~|=)"([^"]*)"/g)]
          .filter(([, label]) => !LABELS_OF_TARGETS.includes(label!) && label !== 'le')
          .filter(([, label, operator, value]) => {
            const wanted = operator === '=' ? `${label}="${value}"` : `${label}="`;
            return !series.some((each) => nameOf(each) === name && each.includes(wanted));
          })
          .map(([matcher]) => `${name}{${matcher}}`),
    );
    expect(missing).toEqual([]);
  });

  test('adds up by labels that there are', async () => {
    const labels = new Set((await allSeries()).flatMap((each) => each.match(/\w+(?==")/g) ?? []));
    const grouped = [...text.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) => list!.split(/,\s*/));
    const known = [...labels, ...LABELS_OF_TARGETS];
    expect(grouped.filter((label) => !known.includes(label))).toEqual([]);
  });
});

test('the dashboard asks the data source that its reader chooses, and nothing lies over anything else', () => {
  const { panels, templating } = JSON.parse(textOf('grafana/tachograph.json'));
  expect(templating.list[0]).toMatchObject({ type: 'datasource', name: 'datasource' });
  const taken = new Set<string>();
  for (const { title, datasource, targets, gridPos } of panels) {
    const sources = [datasource, ...targets.map((target: { datasource: unknown }) => target.datasource)];
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Grafana's placeholder
    for (const source of sources) expect(source).toEqual({ type: 'prometheus', uid: '${datasource}' });
    const { x, y, w, h } = gridPos;
    expect(x + w, title).toBeLessThanOrEqual(24);
    for (let i = 0; i < w * h; i += 1) {
      const cell = `${x + (i % w)},${y + Math.floor(i / w)}`;
      expect(taken.has(cell), `${title} at ${cell}`).toBe(false);
      taken.add(cell);
    }
  }
});
