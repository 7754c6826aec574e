const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** What stands where there is nothing to tell. */
export const NOTHING = '–';

/** `12,345` */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** `1 batch`, `2 batches` */
export function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `30.1 %` of a share in 0–1; nothing and all without a decimal */
export function percent(share: number | null): string {
  if (share === null) return NOTHING;
  return share === 0 || share === 1 ? `${share * 100} %` : `${(share * 100).toFixed(1)} %`;
}

/** `0.73 ms`, `12.4 ms`, `1.50 s` of microseconds */
export function microseconds(us: number | null): string {
  return us === null ? NOTHING : milliseconds(us / 1000);
}

/** `0.73 ms`, `12.4 ms`, `832 ms`, `1.50 s`, `3 min 20 s` of milliseconds */
export function milliseconds(ms: number): string {
  const size = Math.abs(ms);
  if (size >= 60_000) return duration(ms / 1000);
  if (size >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)} ms`;
}

/** `45 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h` of seconds */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ];
  const from = parts.findIndex(([value]) => value > 0);
  if (from < 0) return '0 s';
  const shown = parts.slice(from, from + 2).filter(([value]) => value > 0);
  return shown.map(([value, unit]) => `${value} ${unit}`).join(' ');
}

/** `512 B`, `12.3 kB` */
export function bytes(size: number): string {
  const power = size < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(size) / 3));
  return power === 0 ? `${size} B` : `${(size / 1000 ** power).toFixed(1)} ${UNITS[power]}`;
}

/** `12:00:10` of an ISO time; the whole dashboard speaks UTC, as batch ids do */
export function clock(time: string | null): string {
  return time === null ? NOTHING : time.slice(11, 19);
}

/** `2025-11-09 12:00:10.123` of an ISO time */
export function instant(time: string | null): string {
  return time === null ? NOTHING : time.replace('T', ' ').replace('Z', '');
}

/** `2025-11-09 12:00:00–12:00:10` of two ISO times, with the second's date where that is another one */
export function intervalText(start: string, end: string): string {
  const [from, to] = [start, end].map((time) => instant(time).slice(0, 19)) as [string, string];
  return from.slice(0, 10) === to.slice(0, 10) ? `${from}–${to.slice(11)}` : `${from} – ${to}`;
}

/** `missing field` of `missing_field` */
export function words(name: string): string {
  return name.replaceAll('_', ' ');
}
