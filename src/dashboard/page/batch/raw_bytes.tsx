import { useSignal } from '@preact/signals';
import type { BatchDetails } from '../api/batch_details.ts';
import { curl } from '../api/curl.ts';
import { rawBytes } from '../api/raw_bytes.ts';
import { request } from '../api/request.ts';
import { useAnswer } from '../api/use_answer.ts';
import { bytes } from '../format.ts';
import { Commands } from '../parts/commands.tsx';
import { Pager } from '../parts/pager.tsx';
import { Problem } from '../parts/problem.tsx';
import { saveFile } from '../parts/save_file.ts';
import { Scrolling } from '../parts/scrolling.tsx';
import { apiPathOf, type BatchRoute, hashOf } from '../state/address.ts';
import { type HexRow, hexOffset, hexRows, ROW_BYTES } from './hex.ts';
import { pageOffset } from './page_offset.ts';
import { useTargetInSight } from './use_target_in_sight.ts';

const PAGE_BYTES = 2048;
/** A page that is to be saved goes through the browser's memory. */
const MOST_BYTES = 50_000_000;

/** A batch's bytes in hex. */
export function RawBytes({ shown, batch }: { shown: BatchRoute; batch: BatchDetails }) {
  const path = apiPathOf(shown);
  const total = batch.bytes;
  const offset = pageOffset(shown.at ?? 0, PAGE_BYTES, total);
  const end = Math.min(total, offset + PAGE_BYTES);
  const { value, problem, isLoading } = useAnswer(`${offset}`, async (signal) => {
    return total === 0 ? [] : hexRows(await rawBytes(path, offset, end, signal), offset);
  });
  const isAnswered = value !== null || problem !== null;
  const hex = useTargetInSight<HTMLPreElement>(value, shown.at);
  const name = `${shown.generator}-${shown.batchId}.jsonl`;
  return (
    <>
      <div class="section-head">
        <Download path={`${path}/raw`} name={name} size={total} />
        {total > 0 && (
          <Pager
            unit={['byte', 'Bytes']}
            offset={offset}
            size={PAGE_BYTES}
            total={total}
            base={0}
            place="above"
            hashOf={(number) => hashOf(shown, 'raw', number)}
          />
        )}
      </div>
      {problem && <Problem error={problem} />}
      {!isAnswered && <p class="empty">Loading the bytes…</p>}
      {total === 0 && <p class="empty">This batch has no bytes: its file is empty.</p>}
      {value && value.length > 0 && (
        <Scrolling label="Raw bytes">
          <pre class="hex" ref={hex} data-testid="hex" aria-busy={isLoading}>
            {value.map((row) => (
              <Row key={row.offset} row={row} at={shown.at} />
            ))}
          </pre>
        </Scrolling>
      )}
      {isAnswered && (
        <Commands
          texts={[
            ...(total > 0 ? [`${curl(`${path}/raw`)} -r ${offset}-${end - 1} | xxd`] : []),
            `${curl(`${path}/raw`)} -o ${name}`,
          ]}
        />
      )}
    </>
  );
}

/** `00000800  7b 22 65 …  {"e…`, with the byte marked that the address names. */
function Row({ row: { offset, bytes, ascii }, at }: { row: HexRow; at: number | null }) {
  const i = at === null ? -1 : at - offset;
  const isMarked = i >= 0 && i < bytes.length;
  const hex = bytes.join(' ');
  const padding = ' '.repeat(3 * (ROW_BYTES - bytes.length));
  return (
    <>
      <span class="muted">{hexOffset(offset)}</span>
      {'  '}
      {isMarked ? (
        <>
          {hex.slice(0, 3 * i)}
          <mark class="is-target">{bytes[i]}</mark>
          {hex.slice(3 * i + 2)}
        </>
      ) : (
        hex
      )}
      {`${padding}  ${ascii}\n`}
    </>
  );
}

function Download({ path, name, size }: { path: string; name: string; size: number }) {
  const isBusy = useSignal(false);
  const problem = useSignal<Error | null>(null);
  if (size > MOST_BYTES) {
    return <p class="muted">{bytes(size)} are too many for a download here; the command below saves them.</p>;
  }
  const save = async () => {
    isBusy.value = true;
    problem.value = null;
    try {
      // A plain link could not carry a token.
      saveFile(await (await request(path)).blob(), name);
    } catch (error) {
      problem.value = error as Error;
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <div>
      <button type="button" disabled={isBusy.value} onClick={save}>
        Download ({bytes(size)})
      </button>
      {problem.value && <Problem error={problem.value} />}
    </div>
  );
}
