import { Section } from '../../../controls/Section.tsx';
import type { Post } from '../../../host.ts';
import type { Scene } from '../../../scene.ts';
import { AboutSection } from './AboutSection.tsx';
import { TokensSection } from './TokensSection.tsx';

/** What needs no text of its own, while two texts are explored: what the model is, and the tokens of a text that was asked about by itself. */
export function InputBesidePair({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  return (
    <div class="sections">
      <Section id="input" title="Input">
        <div class="blocks">
          <AboutSection model={scene.model} />
          {scene.snapshot.listed && <TokensSection scene={scene} post={post} />}
        </div>
      </Section>
    </div>
  );
}
