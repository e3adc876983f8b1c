import { nameOfModel } from '../../../src/core/describe/model.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { DistanceSection } from './DistanceSection.tsx';
import { takesWholeWidth } from '../../../src/draw/headsLayout.ts';
import { GroundSection } from './GroundSection.tsx';
import { HeadRoles } from './HeadRoles.tsx';
import { HeadsSection } from './HeadsSection.tsx';
import { LayersSection } from './LayersSection.tsx';
import { LinkAnswer } from './LinkAnswer.tsx';
import { LinkPlaces } from './LinkPlaces.tsx';
import { LinkSection } from './LinkSection.tsx';
import { MatrixSection } from './MatrixSection.tsx';
import { StrongestHeads } from './StrongestHeads.tsx';
import { Tables } from './Tables.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import { Answer } from '../../controls/Answer.tsx';
import { isAnswer } from '../../hooks/grounded.ts';
import { TextSection } from '../../controls/TextSection.tsx';
import type { Post } from '../../host.ts';

/** What a word attends to, or which heads link it with another: the text, all heads, the matrix, the layers of a pinned word, how far heads look. */
export function AttentionPage({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const isWhole = takesWholeWidth(scene.model.attention.heads);
  const roles = <HeadRoles scene={scene} post={post} />;
  const isPair = scene.linked.size > 0;
  const heads = <HeadsSection scene={scene} theme={theme} post={post} />;
  return (
    <>
      <div class="sections">
        <TextSection scene={scene} theme={theme} post={post} />
      </div>
      {isPair ? <LinkAnswer scene={scene} /> : <Answer scene={scene} post={post} />}
      <div class="sections">
        {isAnswer(scene) && <GroundSection scene={scene} post={post} />}
        {isPair && <LinkSection scene={scene} post={post} />}
        {isPair && <LinkPlaces scene={scene} theme={theme} post={post} />}
        <div class="two-columns">
          <div class="sections">
            {!isPair && <StrongestHeads scene={scene} isBesideGrid post={post} />}
            {!isWhole && heads}
            {(!isWhole || isPair) && roles}
          </div>
          <div class="sections">
            <MatrixSection scene={scene} theme={theme} post={post} />
          </div>
        </div>
        {isWhole && heads}
        {isWhole && !isPair && roles}
        <LayersSection scene={scene} theme={theme} post={post} />
        {!scene.matrix.sides && <DistanceSection scene={scene} post={post} />}
      </div>
      <footer>
        <Tables scene={scene} />
        {scene.model.about !== '' && (
          <p class="note">
            {nameOfModel(scene.model)}:{' '}
            <WithTerms
              text={scene.model.about}
              terms={[
                ['uncased', 'uncased'],
                ['masked-word head', 'masked-word-head'],
              ]}
            />
          </p>
        )}
      </footer>
    </>
  );
}
