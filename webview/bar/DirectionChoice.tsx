import type { Direction } from '../../src/core/attention/lens.ts';
import { Glyph } from '../controls/Glyph.tsx';
import type { Post } from '../host.ts';
import type { Folds } from './folds.ts';

const DIRECTIONS = {
  to: { name: 'attends to', glyph: 'right', title: 'What the word attends to (its row)' },
  by: { name: 'attended by', glyph: 'left', title: 'What attends to the word (its column)' },
} as const;

/** Which way is looked: as VS Code's radio, or one button that turns it round. Two words are looked at both ways. */
export function DirectionChoice({
  direction,
  isPair,
  folds,
  disabled,
  post,
}: {
  readonly direction: Direction;
  readonly isPair: boolean;
  readonly folds: Folds;
  readonly disabled: boolean;
  readonly post: Post;
}) {
  const choose = (chosen: Direction) => post({ type: 'direction', direction: chosen });
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
        title={`${title}. Click to turn it round.`}
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
            title={title}
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
