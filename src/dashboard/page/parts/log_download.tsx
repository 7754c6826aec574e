import { isEntry, type Line } from '../state/log_tail.ts';

const READ_MS = 10_000;

/** A button that saves lines of the log as the service writes them to its files. */
export function LogDownload({ lines }: { lines: readonly Line[] }) {
  const save = () => {
    const entries = lines.filter(isEntry).map(({ entry }) => `${JSON.stringify(entry)}\n`);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(entries, { type: 'application/jsonl' }));
    link.download = 'log.jsonl';
    link.click();
    // Not before the browser has begun to read it.
    setTimeout(() => URL.revokeObjectURL(link.href), READ_MS);
  };
  return (
    <button type="button" onClick={save} data-testid="log-download">
      Download shown as JSON Lines
    </button>
  );
}
