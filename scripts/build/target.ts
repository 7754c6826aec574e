import { existsSync } from 'node:fs';

/** A kind of machine that binaries are built for, as releases call it: `linux-x64`, `linux-arm64-musl`, … */
export type Target = string;

/** What a release holds. */
export const RELEASED: readonly Target[] = [
  'linux-x64',
  'linux-arm64',
  'linux-x64-musl',
  'linux-arm64-musl',
  'darwin-arm64',
];

/** The machine that this runs on. */
export function thisMachine(): Target {
  const { platform, arch, report } = process;
  const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } };
  const isMusl = platform === 'linux' && header.glibcVersionRuntime === undefined;
  return `${platform}-${arch}${isMusl ? '-musl' : ''}`;
}

/** better-sqlite3's entry that loads the addon of `target`, and looks for no file at run time. */
export function addonEntry(target: Target): string {
  return `better-sqlite3/${target.replace(/^linux-(.+)-musl$/, 'linuxmusl-$1')}`;
}

/**
 * GCC's two libraries for `target`, the needed one first; null where there are none to embed. better-sqlite3's addon is linked
 * against libstdc++, Bun's own binary for glibc is not. (Bun for musl needs the system's anyway, macOS always has its own.)
 */
export function cxxRuntime(target: Target): readonly [string, string] | null {
  const triplet = { 'linux-x64': 'x86_64-linux-gnu', 'linux-arm64': 'aarch64-linux-gnu' }[target];
  if (triplet === undefined) return null;
  // Debian's own, Debian's for another machine, and what the others call it.
  const folders = [`/usr/lib/${triplet}`, `/lib/${triplet}`, `/usr/${triplet}/lib`];
  if (target === thisMachine()) folders.push('/usr/lib64', '/usr/lib');
  const find = (name: string) =>
    folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
  const [gcc, cxx] = [find('libgcc_s.so.1'), find('libstdc++.so.6')];
  return gcc === undefined || cxx === undefined ? null : [gcc, cxx];
}

/** Whether the binary cannot do without a libstdc++ that is not in it. */
export function needsSystemCxx(target: Target): boolean {
  return target.startsWith('linux-') && cxxRuntime(target) === null;
}
