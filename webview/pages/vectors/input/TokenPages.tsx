import { formatCount } from '../../../../src/core/describe/numbers.ts';
import type { TokenList } from '../../../../src/core/text/tokenList.ts';
import { Glyph } from '../../../controls/Glyph.tsx';
import type { TokenRows } from './tokenLines.ts';

/** Which part of a long list is shown; nothing where all of it is. */
export function TokenPages({
  list,
  rows: { groups, pages },
  page,
  onPage,
}: {
  readonly list: TokenList;
  readonly rows: TokenRows;
  readonly page: number;
  readonly onPage: (page: number) => void;
}) {
  const last = pages.length - 2;
  if (last < 1) return null;
  const from = groups[pages[page]!]![0]!;
  const to = groups[pages[page + 1]! - 1]!.at(-1)!;
  const turn = (name: string, next: number, glyph: 'left' | 'right') => (
    <button type="button" class="action" aria-label={name} title={name} disabled={next < 0 || next > last} onClick={() => onPage(next)}>
      <Glyph name={glyph} />
    </button>
  );
  return (
    <div class="token-pages" role="group" aria-label="Part of the list">
      {turn('Tokens before', page - 1, 'left')}
      <span class="number" aria-live="polite">
        tokens {formatCount(from)} to {formatCount(to)} of 0 to {formatCount(list.tokens.length - 1)}
      </span>
      {turn('Tokens behind', page + 1, 'right')}
    </div>
  );
}
