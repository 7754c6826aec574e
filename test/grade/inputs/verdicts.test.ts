import { describe, expect, test } from 'vitest';
import { BATCH, eventId, fixtureBytes, readFixture, readText, refusalOf } from './reading.ts';

const LINES = new TextDecoder().decode(fixtureBytes('verdicts.jsonl'));

const READ = [
  {
    generator: 'company',
    batch_id: BATCH,
    line: 6,
    rule: 'not_null',
    kind: 'null_value',
    field: 'active',
    action: 'quarantine',
  },
  {
    generator: 'driver',
    batch_id: BATCH,
    event_id: eventId(3),
    rule: 'unique_id',
    kind: 'conflicting_duplicate',
    action: 'drop',
    count: 1,
  },
  {
    generator: 'driver',
    batch_id: '20260105T060010Z',
    raw_sha256: 'dd3fb0cba43e8f428ed2e3a84fbf1d0042d6cc1b45d9ce91771b7c9f04be7608',
  },
] as const;

describe('verdicts', () => {
  test('are read from lines; null says nothing, the generator is driver, hashes are lower case', () => {
    expect(readFixture('verdicts.jsonl')).toEqual({
      format: 'verdicts',
      rejected: READ,
      counts: [],
      notes: ['Verdicts name the pipeline "spark": a file is graded as one pipeline all the same.'],
    });
  });

  test.each([
    ['an array on one line', `[${LINES.trim().split('\n').join(',')}]`],
    [
      'an array over several lines',
      JSON.stringify(
        LINES.trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
        null,
        2,
      ),
    ],
    ['lines with \\r\\n', LINES.replaceAll('\n', '\r\n')],
    ['lines after a byte order mark', `\uFEFF${LINES}`],
    ['lines of which the last has no newline', LINES.trimEnd()],
  ])('are read from %s', (_, text) => {
    expect(readText('verdicts', text)).toMatchObject({ format: 'verdicts', rejected: READ });
  });

  test('are read from a CSV, where numbers are text', () => {
    const csv = `batch_id,line,event_id,rule,count\n${BATCH},7,,late,\n${BATCH},,"é, ü",twice,2\n`;
    expect(readText('verdicts.csv', csv)).toMatchObject({
      format: 'verdicts',
      rejected: [
        { batch_id: BATCH, line: 7, rule: 'late' },
        { batch_id: BATCH, event_id: 'é, ü', rule: 'twice', count: 2 },
      ],
    });
  });

  test('are kept where they are there twice', () => {
    const line = `{"batch_id":"${BATCH}","line":3}\n`;
    expect(readText('twice.jsonl', line + line).rejected).toHaveLength(2);
  });

  test('may say that a batch has none', () => {
    const { rejected } = readText('v.jsonl', `{"batch_id":"${BATCH}","count":0}`);
    expect(rejected).toEqual([{ generator: 'driver', batch_id: BATCH, count: 0 }]);
  });

  test('of a kind that the table lacks are kept and told', () => {
    const read = readText('v.jsonl', `{"batch_id":"${BATCH}","line":3,"kind":"nul_value"}\n\n`);
    expect(read.rejected).toMatchObject([{ kind: 'nul_value' }]);
    expect(read.notes).toEqual([
      'Verdicts of kind "nul_value": 1. The table of defects has no such kind.',
      'Blank lines: 1. They were passed over.',
    ]);
  });

  test('may be none', () => {
    const none = {
      format: 'verdicts',
      rejected: [],
      counts: [],
      notes: ['The file has no rows: nothing was rejected.'],
    };
    expect(readText('none.json', '[]')).toEqual(none);
    expect(readText('none.json', '[\n\t\n]\n')).toEqual(none);
  });

  test.each([
    ['{"line":3,"rule":"x"}', 'the verdict has no batch_id. Correct the verdict'],
    [
      `{"batch_id":"${BATCH}","rule":"x"}`,
      'the verdict does not say which record it means. Give it a line, a raw_sha256 or an event_id; or say with count 0 that the batch has none',
    ],
    [`{"batch_id":"${BATCH}","line":"x"}`, 'line is no whole number: "x". Correct the verdict'],
    [`{"batch_id":"${BATCH}","line":0}`, 'line is less than 1: 0. Correct the verdict'],
    [
      `{"batch_id":"${BATCH}","line":9007199254740993}`,
      'line is no whole number: 9007199254740992. Correct the verdict',
    ],
    [`{"batch_id":"${BATCH}","line":1,"count":1e999}`, 'count is no whole number: null. Correct the verdict'],
    [`{"batch_id":"${BATCH}","line":1,"count":1.5}`, 'count is no whole number: 1.5. Correct the verdict'],
    [
      `{"batch_id":"${BATCH}","raw_sha256":"abc"}`,
      'raw_sha256 is no SHA-256 in hex: "abc". Correct the verdict',
    ],
    [
      `{"batch_id":"${BATCH}","line":1,"generator":"truck"}`,
      'generator is neither driver nor company: "truck". Correct the verdict',
    ],
    [
      `{"batch_id":"${BATCH}","line":1,"action":"delete"}`,
      'action is none of quarantine, drop, repair, flag: "delete". Correct the verdict',
    ],
    [`{"batch_id":20260105,"line":1}`, 'batch_id is no text: 20260105. Correct the verdict'],
    [`{"batch_id":"","line":1}`, 'batch_id is empty: "". Correct the verdict'],
    [
      `{"batch_id":"${BATCH}","line":1,"kind":"null_value","colour":"red"}`,
      'a verdict has no key "colour". Its keys are pipeline, generator, batch_id, line, raw_sha256, event_id, kind, field, rule, action, count',
    ],
  ])('are refused: %s', (line, message) => {
    expect(refusalOf('v.jsonl', `{"batch_id":"${BATCH}","line":1}\n${line}\n`)).toBe(
      `v.jsonl, line 2: ${message}`,
    );
  });

  test('are refused where one is torn, even at the end', () => {
    const torn = `{"batch_id":"${BATCH}","line":1}\n{"batch_id":"${BATCH}","li`;
    expect(refusalOf('v.jsonl', torn)).toBe(
      'v.jsonl, line 2: the line is no JSON, or half of one. Only among rows as published may a line be torn. Write the file again, it was cut or mixed',
    );
    expect(refusalOf('v.jsonl', `{"batch_id":"${BATCH}","li`)).toContain(
      'line 1: half a JSON object, or none',
    );
  });
});
