import type { Direction } from '../../src/core/attention/lens.ts';
import { onlyWay } from '../../src/core/describe/onlyWay.ts';
import { canTurn } from '../../src/core/state/facing.ts';
import { Glyph } from '../controls/Glyph.tsx';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import type { Folds } from './folds.ts';

const DIRECTIONS = {
  to: { name: 'attends to', glyph: 'right', title: 'What the word attends to (its row)' },
  by: { name: 'attended by', glyph: 'left', title: 'What attends to the word (its column)' },
} as const;

/** Of two texts of which only one can look: which, and why. */
export function onlyWayOf(scene: Pick<Scene, 'matrix' | 'model'> | null): string | null {
  if (scene === null || canTurn(scene.matrix)) return null;
  return `Only the second text looks at the first. ${onlyWay(scene.model.attention.kind)} Swap Texts reads them in the other order.`;
}

/** Which way is looked: as VS Code's radio, or one button that turns it round. Two words are looked at both ways. */
export function DirectionChoice({
  direction,
  isPair,
  folds,
  disabled,
  onlyWay: why = null,
  post,
}: {
  readonly direction: Direction;
  readonly isPair: boolean;
  readonly folds: Folds;
  readonly disabled: boolean;
  /** Why there is no choice: the tooltip, and read out, so a button that has one can still be reached. */
  readonly onlyWay?: string | null;
  readonly post: Post;
}) {
  const choose = (chosen: Direction) => {
    if (why === null) post({ type: 'direction', direction: chosen });
  };
  const locked = why === null ? {} : ({ 'aria-disabled': 'true', 'aria-description': why } as const);
  if (isPair)
    return (
      <span class="both-directions" title="Two words are looked at both ways">
        <Glyph name="both" />
        <span class={folds.directionNames ? '' : 'unseen'}>both ways</span>
      </span>
    );
  if (!folds.bothDirections) {
    const { name, glyph, title } = DIRECTIONS[direction];
    return (
      <button
        type="button"
        data-tool
        class="tool icon turned"
        aria-label={`Direction: ${name}`}
        title={why ?? `${title}. Click to turn it round.`}
        {...locked}
        disabled={disabled}
        onClick={() => choose(direction === 'to' ? 'by' : 'to')}
      >
        <Glyph name={glyph} />
      </button>
    );
  }
  return (
    <div class="choice" role="radiogroup" aria-label="Direction">
      {(['to', 'by'] as const).map(value => {
        const { name, glyph, title } = DIRECTIONS[value];
        return (
          <button
            type="button"
            data-tool
            role="radio"
            key={value}
            aria-checked={direction === value}
            title={why ?? title}
            {...locked}
            disabled={disabled}
            onClick={() => choose(value)}
          >
            <Glyph name={glyph} />
            <span class={folds.directionNames ? 'choice-name' : 'unseen'}>{name}</span>
          </button>
        );
      })}
    </div>
  );
}
