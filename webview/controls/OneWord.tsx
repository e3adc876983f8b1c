import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';

/** Two texts one of which is a single word of several tokens: word by word there is one number. */
export function OneWord({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  if (!isOneWord(scene)) return null;
  return (
    <p class="note one-word">
      A text of one word says more by its sub-words.{' '}
      <button type="button" class="link" onClick={() => post({ type: 'level', level: 'pieces' })}>
        Show Sub-words
      </button>
    </p>
  );
}

function isOneWord({ units, matrix }: Scene): boolean {
  const { sides, level } = matrix;
  if (!sides || level !== 'words') return false;
  return [0, 1].some(side => {
    const [word, ...more] = units.filter((_, unit) => sides.of[unit] === side);
    return word !== undefined && more.length === 0 && word.tokens.length > 1;
  });
}
