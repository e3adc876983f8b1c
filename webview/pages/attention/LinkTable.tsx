import { knownAs, multipleOf, nameOfWay, WAYS, type Link } from '../../../src/core/describe/links.ts';
import { formatWeight } from '../../../src/core/describe/numbers.ts';
import { DataTable } from '../../controls/DataTable.tsx';
import type { Scene } from '../../scene.ts';

/** What every head gives one word from the other, layer by layer. */
export function LinkTable({ scene, link }: { readonly scene: Scene; readonly link: Link }) {
  const { lenses, roles } = scene.model;
  return (
    <DataTable name="Linking heads as a table" caption="Heads that link the two words: weight, and how many even shares it is">
      <thead>
        <tr>
          <th scope="col">Head</th>
          {WAYS.map(way => (
            <>
              <th scope="col" class="number">
                {nameOfWay(link, way)}
              </th>
              <th scope="col" class="number">
                × even share
              </th>
            </>
          ))}
          <th scope="col">Known as</th>
        </tr>
      </thead>
      <tbody>
        {link.heads.map(head => (
          <tr key={`${head.layer} ${head.head}`}>
            <th scope="row">
              L{head.layer} H{head.head}
            </th>
            {WAYS.map(way => (
              <>
                <td class="number">{link.ways[way].seen ? formatWeight(head[way]) : 'not seen'}</td>
                <td class="number">{multipleOf(head[way], link.ways[way])}</td>
              </>
            ))}
            <td>{knownAs([head.layer, head.head], lenses, roles)}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
