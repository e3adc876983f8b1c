import { weightIn } from '../../../src/core/describe/attention.ts';
import { formatShift } from '../../../src/core/describe/influence.ts';
import type { InfluencePart } from '../../../src/protocol/panelParts.ts';
import type { InfluenceViews } from '../../../src/draw/views/effects.ts';
import type { Scene } from '../../scene.ts';
import { DataTable } from '../../controls/DataTable.tsx';
import { Quoted } from '../../controls/Sentence.tsx';

/** The numbers of the three strips, in the order of the text. */
export function InfluenceTable({
  scene,
  unit,
  part,
  views,
}: {
  readonly scene: Scene;
  readonly unit: number;
  readonly part: InfluencePart;
  readonly views: InfluenceViews;
}) {
  const { labels } = scene;
  const marked = new Set(views.influence?.marked);
  return (
    <DataTable
      name="Shifts as a table"
      caption={
        <>
          How far the vector of <Quoted text={labels[unit]!} /> moves without each word; control {part.left > 0 && 'so far '}
          {formatShift(part.control)}
        </>
      }
    >
      <thead>
        <tr>
          <th scope="col">Word</th>
          <th scope="col" class="number">
            Shift
          </th>
          <th scope="col">Above the control</th>
          <th scope="col" class="number">
            Attention
          </th>
          <th scope="col" class="number">
            Rollout
          </th>
        </tr>
      </thead>
      <tbody>
        {views.shift.shown
          .filter(other => other !== unit)
          .map(other => (
            <tr key={other}>
              <th scope="row">
                <Quoted text={labels[other]!} />
              </th>
              <td class="number">{views.pending.has(other) ? 'not yet' : formatShift(part.shifts[other]!)}</td>
              <td>{marked.has(other) ? 'yes' : ''}</td>
              <td class="number">{weightIn(views.attention, other)}</td>
              <td class="number">{weightIn(views.rollout, other)}</td>
            </tr>
          ))}
      </tbody>
    </DataTable>
  );
}
