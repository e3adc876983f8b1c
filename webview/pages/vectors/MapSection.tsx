import { useMemo } from 'preact/hooks';
import { has, lackInShort, type Capable } from '../../../src/core/model/capability.ts';
import { nameOfState } from '../../../src/core/describe/heat.ts';
import { formatSigned } from '../../../src/core/describe/numbers.ts';
import { deriveLikenessView } from '../../../src/core/state/viewModel.ts';
import type { MapSlice } from '../../../src/protocol/embeddingApi.ts';
import { partOf, type Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { DataTable, TableTwin } from '../../controls/DataTable.tsx';
import { HiddenStatePicker } from '../../controls/HiddenStatePicker.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { Term, WithTerms } from '../../controls/Term.tsx';
import { TextRow } from '../../charts/TextRow.tsx';
import { WordMap } from '../../charts/WordMap.tsx';
import { MOST_LINES } from '../../../src/draw/paintMap.ts';
import type { Post } from '../../host.ts';

const FAULT_TERMS = [
  ['Word embeddings', 'static-embedding'],
  ['attention', 'attention'],
] as const;

/** The words in the plane of the first two principal components, linked to the text. */
export function MapSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { units, state, model } = scene;
  const part = partOf(scene, 'map');
  const slice = part !== null && part.level === state.level ? part : null;
  const plainText = useMemo(() => deriveLikenessView(units, null, state), [units, state]);
  return (
    <Section
      id="map"
      picture={slice && 'map'}
      title="Map of the words"
      state={<PartState scene={scene} name="map" inPercent doing="Drawing the map" terms={FAULT_TERMS} post={post} />}
      aside="first two principal axes"
      tools={has(model, 'hidden-states') && <HiddenStatePicker scene={scene} post={post} />}
    >
      {slice && (
        <>
          <div class="compare">
            <TextRow scene={scene} word={plainText} name="Text of the map" post={post} />
          </div>
          <WordMap scene={scene} theme={theme} slice={slice} post={post} />
          <p class="note below">
            <Term id="principal-components">Principal components</Term> of the words’ vectors {nameOfState(slice.state, model.layers)},
            scaled to length 1 and centred; special tokens left out. The axes have no meaning of their own beyond that, and what they do not
            explain is not on the map.
            <WithTerms text={originNote(slice, model)} terms={[['word embedding', 'static-embedding']]} />
          </p>
          <TableTwin>{() => <MapTable scene={scene} slice={slice} />}</TableTwin>
        </>
      )}
    </Section>
  );
}

/** Where the lines of the map come from, or why there are none. */
function originNote({ units }: MapSlice, model: Capable): string {
  if (!has(model, 'shared-width')) return ` ${lackInShort('shared-width')}: word embeddings are not on the map.`;
  const line = units.length > MOST_LINES ? 'The line of the word pointed at comes' : 'Each line comes';
  return ` ${line} from its word embedding, scaled and centred by itself and placed by the same axes.`;
}

function MapTable({ scene, slice }: { readonly scene: Scene; readonly slice: MapSlice }) {
  const hasOrigins = has(scene.model, 'shared-width');
  return (
    <DataTable name="Map as a table" caption="Coordinates of the words">
      <thead>
        <tr>
          <th scope="col">Word</th>
          <th scope="col" class="number">
            First
          </th>
          <th scope="col" class="number">
            Second
          </th>
          {hasOrigins && (
            <>
              <th scope="col" class="number">
                Word embedding, first
              </th>
              <th scope="col" class="number">
                Word embedding, second
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {slice.units.map((unit, place) => (
          <tr>
            <th scope="row">
              <Quoted text={scene.labels[unit]!} />
            </th>
            <td class="number">{formatSigned(slice.points[2 * place]!)}</td>
            <td class="number">{formatSigned(slice.points[2 * place + 1]!)}</td>
            {hasOrigins && (
              <>
                <td class="number">{formatSigned(slice.origins[2 * place]!)}</td>
                <td class="number">{formatSigned(slice.origins[2 * place + 1]!)}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
