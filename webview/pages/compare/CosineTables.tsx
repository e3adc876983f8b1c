import { formatSigned } from '../../../src/core/describe/numbers.ts';
import type { OccurrencePart } from '../../../src/protocol/panelParts.ts';
import type { GroupCurves } from '../../../src/draw/views/compare.ts';
import { DataTable } from '../../controls/DataTable.tsx';
import { Quoted } from '../../controls/Sentence.tsx';

/** Cosine of every two places, and in every hidden state that of the groups, or of the only two places. */
export function CosineTables({
  part,
  cosines,
  name,
  curves,
  hasGroups,
}: {
  readonly part: OccurrencePart;
  readonly cosines: Float32Array;
  readonly name: string;
  readonly curves: GroupCurves;
  readonly hasGroups: boolean;
}) {
  const { items, slice } = part;
  return (
    <>
      <DataTable name="Cosines as a table" caption={`Cosine of every two places, ${name}`}>
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Text</th>
            {items.map((_, place) => (
              <th scope="col" class="number">
                {place + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item, row) => (
            <tr>
              <th scope="row">{row + 1}</th>
              <td>
                <Quoted text={`${item.before}${item.word}${item.after}`.slice(0, 60)} />
              </td>
              {items.map((_, column) => (
                <td class="number">{formatSigned(cosines[row * slice.size + column]!)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </DataTable>
      <DataTable
        name={hasGroups ? 'Groups as a table' : 'States as a table'}
        caption={hasGroups ? 'Mean cosine within and between groups' : 'Cosine between the two places'}
      >
        <thead>
          <tr>
            <th scope="col">After layers</th>
            {hasGroups && (
              <th scope="col" class="number">
                Within
              </th>
            )}
            <th scope="col" class="number">
              {hasGroups ? 'Between' : 'Cosine'}
            </th>
          </tr>
        </thead>
        <tbody>
          {curves.within.map((within, state) => (
            <tr>
              <th scope="row">{state}</th>
              {hasGroups && <td class="number">{Number.isNaN(within) ? 'none' : formatSigned(within)}</td>}
              <td class="number">{Number.isNaN(curves.between[state]!) ? 'none' : formatSigned(curves.between[state]!)}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </>
  );
}
