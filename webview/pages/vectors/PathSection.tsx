import { useMemo, useState } from 'preact/hooks';
import { nameOfState } from '../../../src/core/describe/heat.ts';
import { has } from '../../../src/core/model/capability.ts';
import type { PathSlice } from '../../../src/protocol/embeddingApi.ts';
import { pathMeasures } from '../../../src/draw/views/wordPath.ts';
import { keptPart } from '../../hooks/keptPart.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { LineChart } from '../../charts/LineChart.tsx';
import { Lack } from '../../controls/Lack.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { Term, WithTerms } from '../../controls/Term.tsx';
import type { TermLink } from '../../linkTerms.ts';
import type { Post } from '../../host.ts';

/** One word through the hidden states: how near it stays to its word embedding and to the layer before, its length, and what changed it. */
export function PathSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const path = keptPart(scene, 'path');
  return (
    <Section
      id="path"
      picture={path && 'path'}
      state={<PartState scene={scene} name="path" doing="Following the word" post={post} />}
      title={
        path ? (
          <>
            The way of <Quoted text={scene.labels[path.unit]!} /> through the layers
          </>
        ) : (
          'A word’s way through the layers'
        )
      }
    >
      {!has(scene.model, 'hidden-states') ? (
        <p class="note">
          In this model a word cannot be followed, <Term id="residual-stream">update</Term> by update.
        </p>
      ) : path ? (
        <Path scene={scene} theme={theme} path={path} post={post} />
      ) : (
        (scene.snapshot.parts.path?.kind ?? 'ready') === 'ready' && (
          <p class="note">
            Point at a word, or pin one, to follow it through the <Term id="layer">layers</Term>, <Term id="residual-stream">update</Term>{' '}
            by update.
          </p>
        )
      )}
    </Section>
  );
}

/** Words of the names that have a term. */
const NAME_TERMS: readonly TermLink[] = [
  ['layer', 'layer'],
  ['Length', 'norm'],
  ['update', 'residual-stream'],
];

function Path({
  scene,
  theme,
  path,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly path: PathSlice;
  readonly post: Post;
}) {
  const { model, state } = scene;
  const [active, setActive] = useState<number | null>(null);
  const count = path.norms.length;
  const shown = active ?? Math.min(state.hiddenState, count - 1);
  const measures = useMemo(() => pathMeasures(path), [path]);
  const ticks = Array.from({ length: count }, (_, index) => String(index));
  return (
    <>
      <div class="path-charts">
        {measures.map(({ name, values, atLeast, format, needs }) => (
          <div class="path-chart">
            <h3>
              <WithTerms text={name} terms={NAME_TERMS} />
            </h3>
            {needs !== null && !has(model, needs) ? (
              <Lack of={needs} short terms={[['feed-forward block', 'feed-forward']]} />
            ) : (
              <LineChart
                name={name}
                data={{ series: [{ name: '', values }], ticks, format }}
                count={count}
                atLeast={atLeast}
                theme={theme}
                active={shown}
                onActive={setActive}
                onChoose={index => post({ type: 'hiddenState', state: index })}
              />
            )}
          </div>
        ))}
      </div>
      <p class="readout path-readout" aria-live={active === null ? 'off' : 'polite'}>
        <b>{nameOfState(shown, model.layers)}</b>
        {measures.map(({ short, values, format }) =>
          Number.isFinite(values[shown]) ? (
            <span class="path-value">
              {short} <span class="number">{format(values[shown]!)}</span>
            </span>
          ) : null,
        )}
      </p>
      <p class="note">
        Across: 0 is before any layer, then after 1 to {model.layers} layers.{' '}
        {has(model, 'layer-updates') && (
          <>
            The rest of an update is from the <Term id="feed-forward">feed-forward block</Term>.{' '}
          </>
        )}
        {model.facts.finalNorm &&
          `The last, ${model.layers}, is taken after the final norm, the others before it: its length is not comparable. `}
        Lengths of updates are measured before <Term id="layer-norm">normalisation</Term>.
      </p>
    </>
  );
}
