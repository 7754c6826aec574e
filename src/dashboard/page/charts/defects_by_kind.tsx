import { useComputed } from '@preact/signals';
import { count, words } from '../format.ts';
import { Panel } from '../parts/panel.tsx';
import { Scrolling } from '../parts/scrolling.tsx';
import { health } from '../state/health.ts';

/** How many defects of each kind the dataset has. */
export function DefectsByKind() {
  const kinds = useComputed(() =>
    Object.entries(health.value?.quality.issues ?? {}).sort(([, a], [, b]) => b - a),
  );
  const most = kinds.value[0]?.[1] ?? 1;
  return (
    <Panel title="Defects by kind" testId="defects">
      {kinds.value.length === 0 ? (
        <p class="empty">No defects: the data is clean, or there is none yet.</p>
      ) : (
        <Scrolling label="Defects by kind">
          <table class="bars">
            <thead class="hidden">
              <tr>
                <th scope="col">Kind</th>
                <th scope="col">Share of the most frequent</th>
                <th scope="col">Defects</th>
              </tr>
            </thead>
            <tbody>
              {kinds.value.map(([kind, number], rank) => (
                // A row is a rank, so that none moves when two kinds change places.
                <tr key={rank}>
                  <th scope="row">{words(kind)}</th>
                  <td class="bar">
                    <span class="fill fill-corrupted" style={{ width: `${(number / most) * 100}%` }} />
                  </td>
                  <td class="number">{count(number)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
    </Panel>
  );
}
