import { useMemo } from 'preact/hooks';
import { partOf, type Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { InputParts } from './InputParts.tsx';
import { MapSection } from './MapSection.tsx';
import type { Post } from './Panel.tsx';
import { PartState } from './PartState.tsx';
import { PositionMap } from './PositionMap.tsx';
import { Section } from './Section.tsx';
import { Term } from './Term.tsx';

/** What a text is before the first layer, and where its words stand among each other after some. */
export function InputPage({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const input = partOf(scene, 'input');
  const positions = partOf(scene, 'positions');
  return (
    <>
      <Sizes scene={scene} />
      <Section title="What the input is made of" aside="token by token, before the first layer" kind="input-parts">
        <PartState scene={scene} name="input" doing="Taking the input apart" post={post} />
        {input && <InputParts scene={scene} theme={theme} slice={input} post={post} />}
      </Section>
      <Section
        title={<Term id="positional-encoding">Positions</Term>}
        aside={positions?.kind === 'none' ? 'not found' : positions?.kind}
        kind="positions"
      >
        <PartState scene={scene} name="positions" doing="Reading the positions" post={post} />
        {positions && <PositionMap theme={theme} slice={positions} />}
      </Section>
      <MapSection scene={scene} theme={theme} post={post} />
    </>
  );
}

/** The two numbers that are often taken for each other. */
function Sizes({ scene }: { readonly scene: Scene }) {
  const { model, data } = scene;
  const { tokens } = data.summary;
  const different = useMemo(() => new Set(tokens.map(({ id }) => id)).size, [tokens]);
  const number = (value: number) => value.toLocaleString('en');
  return (
    <Section title="What the model can read" kind="sizes">
      <div class="figures">
        <div class="figure">
          <b>{number(model.vocabularySize)}</b>
          <Term id="vocabulary">tokens in the vocabulary</Term>
          <p class="note">
            How many different <Term id="token">tokens</Term> it knows. This text uses {number(different)} of them.
          </p>
        </div>
        <div class="figure">
          <b>{number(model.contextLength)}</b>
          <Term id="context-length">tokens of context</Term>
          <p class="note">How many it reads at once, whichever they are. This text has {number(tokens.length)}, special tokens included.</p>
        </div>
      </div>
    </Section>
  );
}
