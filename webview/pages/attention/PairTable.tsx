import { formatWeight } from '../../../src/core/describe/numbers.ts';
import { aloneNote, countOfLinks } from '../../../src/core/describe/pairLinks.ts';
import { DataTable } from '../../controls/DataTable.tsx';
import { useAxes, usePairLinks, useUnitsAlone } from '../../hooks/pairLinks.ts';
import { Quoted } from '../../controls/Sentence.tsx';
import type { Scene } from '../../scene.ts';

/** The strongest weights between two texts. */
export function PairTable({ scene }: { readonly scene: Scene }) {
  const { visibility, units, labels, matrix } = scene;
  const axes = useAxes(scene);
  const links = usePairLinks(scene, axes);
  const alone = useUnitsAlone(scene, axes);
  if (links === null || alone === null) return null;
  const { strongest, count } = links;
  return (
    <DataTable
      name="Links as a table"
      caption={`Words of both texts: ${countOfLinks(strongest.length, count)}. ${aloneNote(alone, units, labels, matrix.level) ?? 'Each word has a counterpart.'}`}
    >
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col" class="number">
            Weight
          </th>
          <th scope="col" class="number">
            × even share
          </th>
        </tr>
      </thead>
      <tbody>
        {strongest.map(({ from, to, weight }) => (
          <tr key={`${from} ${to}`}>
            <th scope="row">
              <Quoted text={labels[from]!} />
            </th>
            <td>
              <Quoted text={labels[to]!} />
            </td>
            <td class="number">{formatWeight(weight)}</td>
            <td class="number">{(weight / visibility.shareOf(from, to)).toFixed(1)}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
