import { formatSigned, formatWeight } from '../../../src/core/describe/numbers.ts';
import { nameOfHeat } from '../../../src/core/describe/heat.ts';
import { formatShift } from '../../../src/core/describe/influence.ts';
import type { Unit } from '../../../src/core/text/token.ts';
import type { VariantComparison } from '../../../src/core/attention/whatIf.ts';
import type { Scene } from '../../scene.ts';
import { DataTable } from '../../controls/DataTable.tsx';
import { Quoted } from '../../controls/Sentence.tsx';

/** Both texts word by word, in numbers: by weight or by cosine, as they are compared. */
export function VariantTable({
  scene,
  comparison,
  others,
}: {
  readonly scene: Scene;
  readonly comparison: VariantComparison;
  readonly others: readonly Unit[];
}) {
  const [name, format] = comparison.heat === 'attention' ? (['weight', formatWeight] as const) : (['cosine', formatSigned] as const);
  const number = (value: number) => (Number.isNaN(value) ? '' : format(value));
  return (
    <DataTable
      name="Both texts as a table"
      caption={`The text and the other text, word by word: ${nameOfHeat(comparison.heat, scene.state.hiddenState, scene.model.layers).toLowerCase()}`}
    >
      <thead>
        <tr>
          <th scope="col">Word</th>
          <th scope="col">Other word</th>
          <th scope="col" class="number">
            {name === 'weight' ? 'Weight' : 'Cosine'}
          </th>
          <th scope="col" class="number">
            Other {name}
          </th>
          <th scope="col" class="number">
            Moved
          </th>
        </tr>
      </thead>
      <tbody>
        {comparison.pairs.map(pair => (
          <tr>
            <th scope="row">{pair.unit >= 0 ? <Quoted text={scene.labels[pair.unit]!} /> : 'none'}</th>
            <td>{pair.other >= 0 ? <Quoted text={others[pair.other]!.label} /> : 'none'}</td>
            <td class="number">{number(pair.value)}</td>
            <td class="number">{number(pair.otherValue)}</td>
            <td class="number">{Number.isNaN(pair.drift) ? '' : formatShift(pair.drift)}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
