import { afterEach, beforeEach, expect, test } from 'vitest';
import { withMedallion } from './installed.ts';
import { COMPANY, company, EVENT, eventId, linesOf, WrittenFolder } from './written_folder.ts';

/** Within the batch that begins five seconds before 13:00. */
const BEFORE_ONE = 3595;

withMedallion('gold', () => {
  let folder: WrittenFolder;
  let events: number;
  beforeEach(() => {
    folder = new WrittenFolder();
    events = 0;
    folder.addCompanies(company(COMPANY, { drivers_count: 2 }));
  });
  afterEach(() => folder.delete());

  const event = (event_type: string, time: string, changes: object = {}) => {
    events += 1;
    return { ...EVENT, event_id: eventId(events), event_type, timestamp: `2025-11-09T${time}Z`, ...changes };
  };

  test('a session runs from a start to the stop that comes next', async () => {
    folder.publish(
      1,
      0,
      linesOf(
        event('start driving', '12:00:01.000'),
        event('stopped driving', '12:00:04.000', { location: { lat: 1, lon: 1 } }),
        event('delivered', '12:00:05.000', { location: { lat: 1, lon: 1 } }),
        event('start driving', '12:00:06.000', { location: { lat: 1, lon: 1 } }),
        event('stopped driving', '12:00:07.000', { location: null }),
      ),
    );
    await folder.run();
    expect(await folder.rows('SELECT driver_id, started_at, minutes FROM gold.driving_sessions')).toEqual([
      { driver_id: EVENT.driver_id, started_at: '2025-11-09 12:00:01', minutes: 0.05 },
    ]);
    expect(
      await folder.rows('SELECT company_id, sessions, driving_ms, deliveries FROM gold.company_hours'),
    ).toEqual([{ company_id: COMPANY, sessions: 1, driving_ms: '3000', deliveries: 1 }]);
  });

  test('batches add up, and an hour has its share of what lasts over its end', async () => {
    folder.publish(1, BEFORE_ONE - 10, linesOf(event('delivered', '12:59:46.000')));
    folder.publish(
      2,
      BEFORE_ONE,
      linesOf(
        event('start driving', '12:59:57.000'),
        event('stopped driving', '13:00:01.000', { location: { lat: 1, lon: 1 } }),
      ),
    );
    await folder.run();
    expect(
      await folder.rows(
        'SELECT hour, sessions, driving_ms, deliveries FROM gold.company_hours ORDER BY hour',
      ),
    ).toEqual([
      { hour: '2025-11-09 12:00:00', sessions: 1, driving_ms: '3000', deliveries: 1 },
      { hour: '2025-11-09 13:00:00', sessions: 0, driving_ms: '1000', deliveries: 0 },
    ]);
    // Two drivers were seen for 15 s before one o'clock, and for 5 s after.
    expect(await folder.rows('SELECT hour, utilisation FROM gold.utilisation ORDER BY hour')).toEqual([
      { hour: '2025-11-09 12:00:00', utilisation: 0.1 },
      { hour: '2025-11-09 13:00:00', utilisation: 0.1 },
    ]);
  });
});
