import { isEntry, type Line } from '../state/log_tail.ts';
import { saveFile } from './save_file.ts';

/** A button that saves lines of the log as the service writes them to its files. */
export function LogDownload({ lines }: { lines: readonly Line[] }) {
  const save = () => {
    const entries = lines.filter(isEntry).map(({ entry }) => `${JSON.stringify(entry)}\n`);
    saveFile(new Blob(entries, { type: 'application/jsonl' }), 'log.jsonl');
  };
  return (
    <button type="button" onClick={save} data-testid="log-download">
      Download shown as JSON Lines
    </button>
  );
}
