import { sampleSuffix } from '../../../src/core/describe/sample.ts';
import { distanceRow } from '../../../src/core/describe/distance.ts';
import { allHeads } from '../../../src/core/model/stack.ts';
import type { DistanceSlice } from '../../../src/protocol/headsApi.ts';
import { DataTable } from '../../controls/DataTable.tsx';
import type { Scene } from '../../scene.ts';

/** How far each head looks, back or ahead, and what of its attention was not counted. */
export function DistanceTable({ scene, slice }: { readonly scene: Scene; readonly slice: DistanceSlice }) {
  const heads = allHeads(scene.model.attention.heads);
  return (
    <DataTable
      name="Distances as a table"
      caption={`How far each head looks, in tokens; below 0 is back, above 0 ahead. Left out: its share on what stands for no text${sampleSuffix(slice.sampled)}`}
    >
      <thead>
        <tr>
          <th scope="col">Head</th>
          <th scope="col" class="number">
            Distance
          </th>
          <th scope="col" class="number">
            On balance
          </th>
          <th scope="col" class="number">
            Left out
          </th>
        </tr>
      </thead>
      <tbody>
        {heads.map(([layer, head], index) => (
          <tr key={index}>
            <th scope="row">
              L{layer} H{head}
            </th>
            {distanceRow(slice, index).map(number => (
              <td class="number">{number}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
