import { formatCount } from '../../../../src/core/describe/numbers.ts';
import { useEffect, useRef } from 'preact/hooks';
import { labelOfToken, showSpaces } from '../../../../src/core/describe/tokens.ts';
import type { TokenList } from '../../../../src/core/text/tokenList.ts';
import { useRoving } from '../../../a11y/useRoving.ts';
import { linesOfPage, type TokenRows } from './tokenLines.ts';

interface Props {
  readonly list: TokenList;
  readonly rows: TokenRows;
  readonly page: number;
  /** Line of the document that the text begins in, from 1. */
  readonly firstLine: number;
  readonly token: number | null;
  readonly onToken: (token: number | null) => void;
  /** It is to be seen in its document. */
  readonly onChosen: (token: number) => void;
  readonly onPage: (page: number) => void;
}

/** One page of tokens under the lines that they begin in: point, click or Enter to see it in the text, arrows move, Page Up and Page Down turn. */
export function TokenStrip({ list, rows, page, firstLine, token, onToken, onChosen, onPage }: Props) {
  const strip = useRef<HTMLDivElement>(null);
  const turned = useRef(false);
  const indexOf = (target: EventTarget | null): number | null => {
    const found = (target as Element).closest<HTMLElement>('[data-token]');
    return found ? Number(found.dataset['token']) : null;
  };
  const onArrow = useRoving(strip, '[data-token]');
  useEffect(() => {
    strip.current!.scrollTop = 0;
    if (!turned.current) return;
    turned.current = false;
    strip.current!.querySelector<HTMLElement>('[data-token]')?.focus();
  }, [page]);
  return (
    <div
      class="token-lines"
      role="listbox"
      aria-label="Tokens"
      ref={strip}
      onPointerOver={event => {
        const next = indexOf(event.target);
        if (next !== null && next !== token) onToken(next);
      }}
      onPointerLeave={() => onToken(null)}
      onFocusCapture={event => onToken(indexOf(event.target))}
      onBlurCapture={event => {
        if (!strip.current!.contains(event.relatedTarget as Node | null)) onToken(null);
      }}
      onClick={event => {
        const chosen = indexOf(event.target);
        if (chosen !== null) onChosen(chosen);
      }}
      onKeyDown={event => {
        const step = { PageUp: -1, PageDown: 1 }[event.key];
        if (step !== undefined && page + step >= 0 && page + step < rows.pages.length - 1) {
          event.preventDefault();
          turned.current = true;
          return onPage(page + step);
        }
        onArrow(event);
        const chosen = indexOf(event.target);
        if (chosen === null || (event.key !== 'Enter' && event.key !== ' ')) return;
        event.preventDefault();
        onChosen(chosen);
      }}
    >
      <div class="token-line head" aria-hidden="true">
        <span>line</span>
        <span>tokens</span>
      </div>
      {linesOfPage(list, rows, page).map(({ line, count, groups }) => (
        <div class="token-line" role="group" aria-label={`line ${formatCount(firstLine + line)}, ${formatCount(count)} tokens`} key={line}>
          <span class="number" aria-hidden="true">
            {formatCount(firstLine + line)}
          </span>
          <span class="number" aria-hidden="true">
            {formatCount(count)}
          </span>
          <div class="token-pieces" role="presentation">
            {groups.map(group => (
              <Group key={group} list={list} tokens={rows.groups[group]!} token={token} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

/** A token, or those that share one character. */
function Group({ list, tokens, token }: { readonly list: TokenList; readonly tokens: readonly number[]; readonly token: number | null }) {
  const pieces = tokens.map(index => <Piece key={index} list={list} index={index} isOn={index === token} />);
  if (tokens.length === 1) return <>{pieces}</>;
  const own = tokens.map(index => list.tokens[index]!);
  const written = showSpaces(list.text.slice(own[0]!.start, Math.max(...own.map(({ end }) => end))));
  return (
    <span class="token-group" role="group" aria-label={`${written}, ${tokens.length} tokens`}>
      <span class="token-whole" aria-hidden="true">
        {written} <i>({tokens.length} tokens)</i>
      </span>
      <span class="token-parts" role="presentation">
        {pieces}
      </span>
    </span>
  );
}

function Piece({ list, index, isOn }: { readonly list: TokenList; readonly index: number; readonly isOn: boolean }) {
  const token = list.tokens[index]!;
  const { read } = list;
  const isBeyond = read !== null && token.start >= 0 && (index < read.from || index >= read.to);
  const names = [
    'piece',
    token.special && 'special',
    token.unknown && 'unknown',
    token.readAs !== null && 'changed',
    isBeyond && 'beyond',
    isOn && 'on',
  ];
  return (
    <>
      {read !== null && index === read.to && isBeyond && <Edge text="reading stops" />}
      <span class={names.filter(Boolean).join(' ')} role="option" aria-selected={isOn} data-token={index}>
        <span class="piece-text">{labelOfToken(token)}</span>
        <span class="piece-id">{token.id}</span>
      </span>
      {read !== null && index === read.from - 1 && isBeyond && <Edge text="reading starts" />}
    </>
  );
}

/** Where the model's context ends. */
function Edge({ text }: { readonly text: string }) {
  return <span class="token-edge">{text}</span>;
}
