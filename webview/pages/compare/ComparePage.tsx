import type { Post } from '../../host.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { OccurrenceSection } from './OccurrenceSection.tsx';
import { WhatIfSection } from './WhatIfSection.tsx';

/** The same word elsewhere, and the same text with another word in it. */
export function ComparePage({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const places = <OccurrenceSection scene={scene} theme={theme} post={post} />;
  const { whatIf, occurrences } = scene.snapshot.parts;
  // What was asked for comes first; the invitation to ask last.
  const isOtherTextFirst = whatIf !== undefined && occurrences === undefined;
  return (
    <div class="sections">
      {!isOtherTextFirst && places}
      <WhatIfSection scene={scene} post={post} />
      {isOtherTextFirst && places}
    </div>
  );
}
