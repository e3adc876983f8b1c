import { formatWeight } from '../../../src/core/describe/numbers.ts';
import { farFrom } from '../../../src/core/state/axes.ts';
import { verbOf } from '../../../src/core/describe/attention.ts';
import { nameOfView } from '../../../src/core/describe/views.ts';
import { NOT_READ, sampleSuffix } from '../../../src/core/describe/sample.ts';
import { headsOfALayer } from '../../../src/core/describe/heads.ts';
import { cellOf, valueIn } from '../../../src/core/state/unitMatrix.ts';
import type { HeadRanking, LayerSlice } from '../../../src/protocol/headsApi.ts';
import { layersOf, ownRankingOf } from '../../hooks/keptPart.ts';
import type { Scene } from '../../scene.ts';
import { isTelling } from '../../../src/core/attention/ranking.ts';
import { distancesOf } from './DistanceSection.tsx';
import { DistanceTable } from './DistanceTable.tsx';
import { isAcross } from '../../../src/core/text/textPair.ts';
import { PairTable } from './PairTable.tsx';
import { linkOf } from './LinkSection.tsx';
import { LinkTable } from './LinkTable.tsx';
import { DataTable, TableTwin } from '../../controls/DataTable.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { Term } from '../../controls/Term.tsx';

/** The numbers of the attention page: for the word, its heads, its layers; for all heads, how far they look. */
export function Tables({ scene }: { readonly scene: Scene }) {
  const distances = distancesOf(scene);
  return (
    <TableTwin>
      {() => (
        <>
          {scene.word.source === null ? <p class="note">Point at a word, or pin one, to see its numbers.</p> : <OpenTables scene={scene} />}
          {isAcross(scene.matrix.sides) && <PairTable scene={scene} />}
          {distances && <DistanceTable scene={scene} slice={distances} />}
        </>
      )}
    </TableTwin>
  );
}

function OpenTables({ scene }: { readonly scene: Scene }) {
  const ranking = ownRankingOf(scene);
  const layers = layersOf(scene);
  const link = linkOf(scene);
  return (
    <>
      {link && <LinkTable scene={scene} link={link} />}
      <WeightTable scene={scene} />
      {ranking && <HeadTable scene={scene} ranking={ranking} />}
      {layers && <LayerTable scene={scene} slice={layers} />}
    </>
  );
}

/** The word's row (or column) of the matrix. */
function WeightTable({ scene }: { readonly scene: Scene }) {
  const { word, labels, matrix, state, model } = scene;
  const ranged = matrix.headCount > 1 && matrix.low.length > 0;
  const isSeen = (unit: number) => scene.visibility.sees(...cellOf(word.source!, unit, state.direction)) && !word.unread.has(unit);
  const valueOf = (unit: number, which: 'values' | 'low' | 'high') =>
    formatWeight(valueIn(matrix, ...cellOf(word.source!, unit, state.direction), which));
  return (
    <DataTable
      name="Weights as a table"
      caption={
        <>
          What <Quoted text={labels[word.source!]!} /> {verbOf(state.view.kind, state.direction)},{' '}
          {nameOfView(state.view, model.lenses, model.attention.heads)}
          {sampleSuffix(word.sample)}
        </>
      }
    >
      <thead>
        <tr>
          <th scope="col">Word</th>
          <th scope="col" class="number">
            <Term id="attention-weight">Weight</Term>
          </th>
          {ranged && (
            <>
              <th scope="col" class="number">
                Lowest head
              </th>
              <th scope="col" class="number">
                Highest head
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {farFrom(word.source!, word, matrix).map(unit => (
          <tr key={unit}>
            <th scope="row">
              <Quoted text={labels[unit]!} />
            </th>
            <td class="number">{isSeen(unit) ? valueOf(unit, 'values') : word.unread.has(unit) ? NOT_READ : 'not seen'}</td>
            {ranged && !isSeen(unit) && <td class="number" colSpan={2} />}
            {ranged && isSeen(unit) && (
              <>
                <td class="number">{valueOf(unit, 'low')}</td>
                <td class="number">{valueOf(unit, 'high')}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function tellingOf({ matrix: { sides } }: Scene): string {
  if (isAcross(sides)) return 'of the other text that is no punctuation';
  return `${sides ? 'of its own text ' : ''}that is neither itself, a neighbour, punctuation nor a special token`;
}

/** Every head's strongest word, and its strongest one that tells something. */
function HeadTable({ scene, ranking }: { readonly scene: Scene; readonly ranking: HeadRanking }) {
  return (
    <DataTable
      name="Heads as a table"
      caption={
        <>
          Heads for <Quoted text={scene.labels[ranking.unit]!} />: strongest word of all, then the strongest {tellingOf(scene)}
          {sampleSuffix(ranking.sampled)}
        </>
      }
    >
      <thead>
        <tr>
          <th scope="col">Head</th>
          <th scope="col">Of all</th>
          <th scope="col" class="number">
            Weight
          </th>
          <th scope="col">Of the others</th>
          <th scope="col" class="number">
            Weight
          </th>
        </tr>
      </thead>
      <tbody>
        {ranking.entries.map(entry => (
          <tr key={`${entry.layer} ${entry.head}`}>
            <th scope="row">
              L{entry.layer} H{entry.head}
            </th>
            <td>{entry.topUnit >= 0 ? <Quoted text={scene.labels[entry.topUnit]!} /> : 'none'}</td>
            <td class="number">{entry.topUnit >= 0 ? formatWeight(entry.topValue) : ''}</td>
            <td>{isTelling(entry) ? <Quoted text={scene.labels[entry.unit]!} /> : 'only neighbours and special tokens'}</td>
            <td class="number">{isTelling(entry) ? formatWeight(entry.value) : ''}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

/** Mean of each layer's heads, with their range. */
function LayerTable({ scene, slice }: { readonly scene: Scene; readonly slice: LayerSlice }) {
  const layers = Array.from({ length: slice.layers }, (_, layer) => layer);
  return (
    <DataTable
      name="Layers as a table"
      caption={
        <>
          <Quoted text={scene.labels[slice.unit]!} /> layer by layer: mean of {headsOfALayer(scene.model.attention.heads)} (lowest to
          highest){sampleSuffix(slice.sampled)}
        </>
      }
    >
      <thead>
        <tr>
          <th scope="col">Word</th>
          {layers.map(layer => (
            <th scope="col" class="number">
              L{layer}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {farFrom(slice.unit, scene.word, scene.matrix).map(unit => (
          <tr key={unit}>
            <th scope="row">
              <Quoted text={scene.labels[unit]!} />
            </th>
            {layers.map(layer => {
              const at = layer * slice.size + unit;
              return (
                <td class="number">
                  {!scene.visibility.sees(...cellOf(slice.unit, unit, slice.direction)) ? (
                    'not seen'
                  ) : (
                    <>
                      {formatWeight(slice.mean[at]!)} ({formatWeight(slice.low[at]!)} to {formatWeight(slice.high[at]!)})
                    </>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
