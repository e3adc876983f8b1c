import { formatSigned, formatWeight } from '../../../src/core/describe/numbers.ts';
import { nameOfState } from '../../../src/core/describe/heat.ts';
import type { LikenessSlice, PathSlice } from '../../../src/protocol/embeddingApi.ts';
import type { NeighbourPart } from '../../../src/protocol/panelParts.ts';
import type { EmbeddingViews } from '../../../src/draw/views/vectors.ts';
import { keptPart } from '../../hooks/keptPart.ts';
import type { Scene } from '../../scene.ts';
import { attentionShares } from '../../../src/draw/views/wordPath.ts';
import { DataTable, TableTwin } from '../../controls/DataTable.tsx';
import { KIND_NAMES } from './NeighbourSection.tsx';
import { Quoted } from '../../controls/Sentence.tsx';

/** The numbers of *Vectors*: per word, per hidden state, per neighbour. */
export function VectorTables({
  scene,
  views,
  source,
  likeness,
}: {
  readonly scene: Scene;
  readonly views: EmbeddingViews;
  readonly source: number | null;
  readonly likeness: LikenessSlice | null;
}) {
  const path = keptPart(scene, 'path');
  const neighbours = keptPart(scene, 'neighbours');
  return (
    <TableTwin>
      {() =>
        source === null ? (
          <p class="note">Point at a word, or pin one, to see its numbers.</p>
        ) : (
          <>
            <WordTable scene={scene} views={views} source={source} likeness={likeness} />
            {path && <PathTable scene={scene} path={path} />}
            {neighbours && <NeighbourTable scene={scene} part={neighbours} />}
          </>
        )
      }
    </TableTwin>
  );
}

function WordTable({
  scene,
  views,
  source,
  likeness,
}: {
  readonly scene: Scene;
  readonly views: EmbeddingViews;
  readonly source: number;
  readonly likeness: LikenessSlice | null;
}) {
  const { labels, model } = scene;
  const state = likeness?.state ?? scene.state.hiddenState;
  const columns = [
    { name: 'Word embedding', view: views.fixed, format: formatSigned },
    { name: `Vector ${nameOfState(state, model.layers)}`, view: views.contextual, format: formatSigned },
    { name: scene.state.direction === 'to' ? 'Attends to' : 'Attended by', view: views.attention, format: formatWeight },
    { name: 'Vectors of the file', view: views.file, format: formatSigned },
  ].filter(({ view }) => view.weights !== null);
  return (
    <DataTable
      name="Likeness and attention as a table"
      caption={
        <>
          <Quoted text={labels[source]!} /> and every other word
        </>
      }
    >
      <thead>
        <tr>
          <th scope="col">Word</th>
          {columns.map(({ name }) => (
            <th scope="col" class="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {views.attention.shown
          .filter(unit => unit !== source)
          .map(unit => (
            <tr key={unit}>
              <th scope="row">
                <Quoted text={labels[unit]!} />
              </th>
              {columns.map(({ view: { weights, unseen }, format }) => (
                <td class="number">{unseen.has(unit) ? 'not seen' : Number.isNaN(weights![unit]!) ? 'none' : format(weights![unit]!)}</td>
              ))}
            </tr>
          ))}
      </tbody>
    </DataTable>
  );
}

function PathTable({ scene, path }: { readonly scene: Scene; readonly path: PathSlice }) {
  const shares = attentionShares(path);
  const cell = (values: ArrayLike<number>, index: number, format: (value: number) => string) =>
    Number.isFinite(values[index]) ? format(values[index]!) : '';
  const added = (values: Float32Array, state: number) => cell(values, state - 1, value => value.toFixed(2));
  return (
    <DataTable
      name="Layers as a table"
      caption={
        <>
          <Quoted text={scene.labels[path.unit]!} /> through the layers
        </>
      }
    >
      <thead>
        <tr>
          <th scope="col">Vector</th>
          {[
            'Cosine to its embedding',
            'Cosine to the layer before',
            'Length',
            'Attention adds',
            'Feed-forward adds',
            'Share of attention',
          ].map(name => (
            <th scope="col" class="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from(path.norms.keys(), state => (
          <tr key={state}>
            <th scope="row">{nameOfState(state, scene.model.layers)}</th>
            <td class="number">{cell(path.toFixed, state, formatSigned)}</td>
            <td class="number">{cell(path.toPrevious, state, formatSigned)}</td>
            <td class="number">{cell(path.norms, state, value => value.toFixed(2))}</td>
            <td class="number">{added(path.attentionNorms, state)}</td>
            <td class="number">{added(path.feedForwardNorms, state)}</td>
            <td class="number">{cell(shares, state, formatWeight)}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function NeighbourTable({ scene, part }: { readonly scene: Scene; readonly part: NeighbourPart }) {
  const lists = [part.fixed, ...(part.contextual ? [part.contextual] : [])];
  return (
    <DataTable
      name="Neighbours as a table"
      caption={
        <>
          Nearest to <Quoted text={scene.labels[part.unit]!} /> in the vocabulary
        </>
      }
    >
      <thead>
        <tr>
          <th scope="col">By</th>
          <th scope="col">Entry</th>
          <th scope="col">Kind</th>
          <th scope="col" class="number">
            Cosine
          </th>
        </tr>
      </thead>
      <tbody>
        {lists.flatMap(({ state, entries }) =>
          entries.map(({ id, token, kind, cosine }) => (
            <tr key={`${state} ${id}`}>
              <th scope="row">{state === null ? 'word embedding' : `vector ${nameOfState(state, scene.model.layers)}`}</th>
              <td>
                <Quoted text={token} />
              </td>
              <td>{KIND_NAMES[kind] || 'word'}</td>
              <td class="number">{formatSigned(cosine)}</td>
            </tr>
          )),
        )}
      </tbody>
    </DataTable>
  );
}
