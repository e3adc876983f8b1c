import { nameOfHeat } from '../../src/core/describe/heat.ts';
import type { Heat } from '../../src/core/state/viewState.ts';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { Chevron, MenuButton, ToolText } from './BarButton.tsx';
import { ColourCard } from './ColourCard.tsx';
import type { Folds } from './folds.ts';
import { Popover, usePopover } from './Popover.tsx';
import { Ramp } from './Ramp.tsx';

/** What the colour of a word means, its ramp always in sight; the choice and the legend open below it. */
export function ColourMenu({
  heat,
  scene,
  theme,
  folds,
  post,
}: {
  readonly heat: Heat;
  readonly scene: Scene | null;
  readonly theme: ThemeColors;
  readonly folds: Folds;
  readonly post: Post;
}) {
  const popover = usePopover(scene?.state.tab);
  const meaning = meaningOf(heat, scene);
  return (
    <>
      <MenuButton
        state={popover}
        popup="dialog"
        name={`Colour: ${meaning}`}
        title={`What the colour of a word means: ${meaning}`}
        disabled={scene === null}
        kind={folds.words ? 'colour-tool' : 'colour-tool fixed'}
      >
        {folds.words && <span class="dim">Colour:</span>}
        <Ramp heat={heat} />
        {folds.words && <ToolText>{meaning}</ToolText>}
        <Chevron />
      </MenuButton>
      {scene && popover.isOpen && (
        <Popover state={popover} kind="card colour-card">
          <ColourCard scene={scene} theme={theme} post={post} />
        </Popover>
      )}
    </>
  );
}

/** Where the steps count even shares, that is what is said: the same colour is another number then. */
function meaningOf(heat: Heat, scene: Scene | null): string {
  if (heat === 'attention') return scene?.scale.inShares ? '\u00d7 even share' : 'Attention';
  return scene ? nameOfHeat(heat, scene.state.hiddenState, scene.model.layers) : heat === 'fixed' ? 'Word embedding' : 'Vector';
}
