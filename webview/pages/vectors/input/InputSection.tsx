import { formatCount } from '../../../../src/core/describe/numbers.ts';
import { useMemo } from 'preact/hooks';
import { contextNote } from '../../../../src/core/describe/context.ts';
import { sequenceOf } from '../../../../src/core/text/tokenSequence.ts';
import type { TermLink } from '../../../linkTerms.ts';
import { partOf, type Scene } from '../../../scene.ts';
import type { ThemeColors } from '../../../theme.ts';
import { AboutSection } from './AboutSection.tsx';
import { InputParts } from './InputParts.tsx';
import { PartState } from '../../../controls/PartState.tsx';
import { PositionMap } from './PositionMap.tsx';
import { Slopes } from './Slopes.tsx';
import { WavelengthSection } from './Wavelengths.tsx';
import { TokensSection } from './TokensSection.tsx';
import { Section } from '../../../controls/Section.tsx';
import { SubSection } from '../../../controls/SubSection.tsx';
import { Term, WithTerms } from '../../../controls/Term.tsx';
import type { Post } from '../../../host.ts';

const TERMS: readonly TermLink[] = [['word embeddings', 'static-embedding']];

/** What a text is before the first layer. */
export function InputSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  return (
    <div class="sections">
      <Section id="input" title="Input" aside={<WithTerms text={placeAmongTokens(scene)} terms={[['token', 'token']]} />}>
        <div class="blocks">
          <InputContent scene={scene} theme={theme} post={post} />
        </div>
      </Section>
    </div>
  );
}

/** `token 7 of 13` */
function placeAmongTokens({ data, word, units }: Scene): string {
  const count = sequenceOf(data.summary).tokens.length;
  const [first, ...others] = word.source === null ? [] : units[word.source]!.tokens;
  if (first === undefined) return `${formatCount(count)} tokens`;
  const place = others.length === 0 ? `token ${first + 1}` : `tokens ${first + 1} to ${first + 1 + others.length}`;
  return `${place} of ${formatCount(count)}`;
}

function InputContent({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const input = partOf(scene, 'input');
  const positions = partOf(scene, 'positions');
  return (
    <>
      <AboutSection model={scene.model} />
      <TokensSection scene={scene} post={post} />
      <Sizes scene={scene} />
      <SubSection
        title="What the input is made of"
        state={<PartState scene={scene} name="input" doing="Taking the input apart" post={post} />}
        aside="token by token, before the first layer"
        kind="input-parts"
      >
        {input && <InputParts scene={scene} theme={theme} slice={input} post={post} />}
      </SubSection>
      <SubSection
        title={<Term id="positional-encoding">Positions</Term>}
        state={<PartState scene={scene} name="positions" doing="Reading the positions" post={post} />}
        aside={positions?.kind === 'none' ? 'not found' : positions?.kind}
        kind="positions"
      >
        {positions && <PositionMap theme={theme} slice={positions} terms={TERMS} />}
        {positions && positions.wavelengths.length > 0 && (
          <WavelengthSection
            theme={theme}
            sets={positions.wavelengths}
            layers={scene.model.layers}
            tokens={sequenceOf(scene.data.summary).tokens.length}
          />
        )}
        {positions && positions.slopes.length > 0 && <Slopes slopes={positions.slopes} />}
      </SubSection>
    </>
  );
}

/** The two numbers that are often taken for each other. */
function Sizes({ scene }: { readonly scene: Scene }) {
  const { model, data, snapshot } = scene;
  const { tokens } = sequenceOf(data.summary);
  // Of a text that was cut only the beginning, or what stands around the cursor, was read.
  const isCut = snapshot.cut !== null;
  const different = useMemo(() => new Set(tokens.map(({ id }) => id)).size, [tokens]);
  return (
    <SubSection title="What the model can read" kind="sizes">
      <div class="figures">
        <div class="figure">
          <b>{formatCount(model.vocabularySize)}</b>
          <Term id="vocabulary">tokens in the vocabulary</Term>
          <p class="note">
            How many different {snapshot.listed ? 'tokens' : <Term id="token">tokens</Term>} it knows.{' '}
            {isCut ? 'What is shown uses' : 'This text uses'} {formatCount(different)} of them.
          </p>
        </div>
        <div class="figure">
          <b>{formatCount(model.contextLength)}</b>
          <Term id="context-length">tokens of context</Term>
          <p class="note">
            How many it reads at once, whichever they are{contextNote(model)}. {isCut ? 'What is shown of the text has' : 'This text has'}{' '}
            {formatCount(tokens.length)}, <Term id="special-token">special tokens</Term> included{isCut && ': all that fit'}.
          </p>
        </div>
      </div>
    </SubSection>
  );
}
