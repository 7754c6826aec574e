import { bytes, count, intervalText, microseconds, percent } from '../format.ts';
import { hashOf } from '../state/address.ts';
import { keyOf, type ListedBatch } from '../state/batch_rows.ts';

/** Batches in rows. Where there is little room, the style sheet leaves out what the batch's own page tells as well. */
export function BatchTable({ batches }: { batches: readonly ListedBatch[] }) {
  return (
    <table class="batch-table" data-testid="batch-list">
      <thead>
        <tr>
          <th scope="col" class="number if-roomy">
            Number
          </th>
          <th scope="col" class="if-roomy">
            Generator
          </th>
          <th scope="col">Batch</th>
          <th scope="col" class="if-wide">
            Interval (UTC)
          </th>
          <th scope="col" class="number">
            Records
          </th>
          <th scope="col" class="number if-medium">
            Valid
          </th>
          <th scope="col" class="number">
            Corrupted
          </th>
          <th scope="col" class="number if-wide">
            Size
          </th>
          <th scope="col" class="number if-medium">
            Lateness
          </th>
          <th scope="col" class="if-wide">
            Mode
          </th>
        </tr>
      </thead>
      <tbody>
        {batches.map((batch) => (
          <Row key={keyOf(batch)} batch={batch} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ batch }: { batch: ListedBatch }) {
  const { generator, batch_id } = batch;
  return (
    <tr>
      <td class="number if-roomy">{batch.batch_number}</td>
      <td class="if-roomy">
        <span class={`mark mark-${generator}`} />
        {generator}
      </td>
      <td>
        <a href={hashOf({ generator, batchId: batch_id })}>{batch_id}</a>
        <span class="if-narrow muted">
          {generator} {batch.batch_number}
        </span>
      </td>
      <td class="if-wide">{intervalText(batch.interval_start, batch.interval_end)}</td>
      <td class="number">{count(batch.record_count)}</td>
      <td class="number if-medium">{count(batch.valid_count)}</td>
      <td class="number">
        <Corrupted records={batch.record_count} corrupted={batch.corrupted_count} />
      </td>
      <td class="number if-wide">{bytes(batch.bytes)}</td>
      <td class="number if-medium">{microseconds(batch.lateness_us)}</td>
      <td class="if-wide">{batch.generation_mode}</td>
    </tr>
  );
}

function Corrupted({ records, corrupted }: { records: number; corrupted: number }) {
  return (
    <>
      {count(corrupted)} <span class="muted">{percent(records > 0 ? corrupted / records : null)}</span>
    </>
  );
}
