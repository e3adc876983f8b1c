import { PartState } from '../../../controls/PartState.tsx';
import { Section } from '../../../controls/Section.tsx';
import { SubSection } from '../../../controls/SubSection.tsx';
import type { Post } from '../../../host.ts';
import { CommandLink } from '../../../controls/Messages.tsx';
import { partOf, type Scene } from '../../../scene.ts';
import { AboutSection } from './AboutSection.tsx';
import { TokensSection } from './TokensSection.tsx';

/** What was looked up while no text is explored: tokens of a text, what the chosen model is. */
export function InputAlone({ scene, post }: { readonly scene: Pick<Scene, 'snapshot' | 'parts'>; readonly post: Post }) {
  const { asksModel } = scene.snapshot;
  const model = partOf(scene, 'model');
  return (
    <>
      <Section id="input" title="Input">
        <div class="blocks">
          {asksModel && !model && (
            <SubSection
              title="About this model"
              state={<PartState scene={scene} name="model" doing="Opening the model" post={post} />}
              kind="about-model"
            >
              <p class="note">It is opened to be looked at; no text is read.</p>
            </SubSection>
          )}
          {asksModel && model && (
            <>
              <AboutSection model={model} />
              {model.warnings.map(warning => (
                <p class="note">{warning}</p>
              ))}
            </>
          )}
          <TokensSection scene={scene} post={post} />
        </div>
      </Section>
      <p class="note">
        <CommandLink command="exploreSelection" post={post} /> runs the model on a text and shows what its words attend to.
      </p>
    </>
  );
}
