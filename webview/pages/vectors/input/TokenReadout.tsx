import { formatCount } from '../../../../src/core/describe/numbers.ts';
import { linesOfTokens, labelOfToken, placeOfToken, showSpaces } from '../../../../src/core/describe/tokens.ts';
import { nameBytes, type TokenList } from '../../../../src/core/text/tokenList.ts';
import { useMemo } from 'preact/hooks';
import { Quoted } from '../../../controls/Sentence.tsx';

/** All that there is to say of the token pointed at, in a place that is always kept. */
export function TokenReadout({
  list,
  token,
  first,
}: {
  readonly list: TokenList;
  readonly token: number | null;
  /** Line and column, from 1, that the text begins at in the document. */
  readonly first: { readonly line: number; readonly column: number };
}) {
  const lines = useMemo(() => linesOfTokens(list), [list]);
  const found = token === null ? undefined : list.tokens[token];
  return (
    <p class="token-readout" aria-live="polite">
      {found ? (
        <>
          <Quoted text={labelOfToken(found)} /> token {formatCount(token!)}, id {found.id}
          {entryNote(found.text, labelOfToken(found))}
          {found.bytes && `, ${found.bytes.length === 1 ? 'byte' : 'bytes'} ${nameBytes(found.bytes)} of `}
          {found.bytes && <Quoted text={found.written} />}
          {found.special && ', special'}
          {found.unknown && ', unknown to the model'}
          {found.readAs !== null && ', read as '}
          {found.readAs !== null && <Quoted text={showSpaces(found.readAs)} />}
          {found.start >= 0 ? `, ${placeOfToken(list.text, found, lines[token!]!, first)}` : ', stands for no text'}
        </>
      ) : (
        <span class="dim">Point at a token to see its place in the text. Its id stands under it.</span>
      )}
    </p>
  );
}

/** The entry as it is stored, where it is not what stands there. */
function entryNote(entry: string, label: string) {
  if (entry === label) return '';
  return (
    <>
      , in the vocabulary <Quoted text={entry} />
    </>
  );
}
