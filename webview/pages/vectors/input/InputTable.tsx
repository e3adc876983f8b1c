import { formatSigned } from '../../../../src/core/describe/numbers.ts';
import type { InputRow } from './view.ts';
import { DataTable } from '../../../controls/DataTable.tsx';
import { Quoted } from '../../../controls/Sentence.tsx';

/** Every row of bars as a column, a token a row. */
export function InputTable({ labels, rows }: { readonly labels: readonly string[]; readonly rows: readonly InputRow[] }) {
  const present = rows.filter(({ values }) => values.length > 0);
  return (
    <DataTable name="Input as a table" caption="Lengths of the parts, then cosines between them">
      <thead>
        <tr>
          <th scope="col">Token</th>
          {present.map(({ name }) => (
            <th scope="col" class="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {labels.map((label, token) => (
          <tr>
            <th scope="row">
              <Quoted text={label} />
            </th>
            {present.map(({ values }) => (
              <td class="number">{formatSigned(values[token]!)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
