import { BatchSizes } from '../charts/batch_sizes.tsx';
import { DefectsByKind } from '../charts/defects_by_kind.tsx';
import { GradeByKind } from '../charts/grade_by_kind.tsx';
import { Lateness } from '../charts/lateness.tsx';
import { StageLatency } from '../charts/stage_latency.tsx';
import { SettingsInForce } from '../parts/settings_in_force.tsx';

/** Everything at a glance. */
export function Overview() {
  return (
    <div class="overview">
      <BatchSizes />
      <Lateness />
      <DefectsByKind />
      <StageLatency />
      <GradeByKind />
      <SettingsInForce />
    </div>
  );
}
