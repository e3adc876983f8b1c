import { formatCount } from '../../../../src/core/describe/numbers.ts';
import { useMemo, useState } from 'preact/hooks';
import { normalisationNote, readingNote, sizeOfList } from '../../../../src/core/describe/tokens.ts';
import type { TokenList } from '../../../../src/core/text/tokenList.ts';
import type { ListedState } from '../../../../src/protocol/panelApi.ts';
import { TableTwin } from '../../../controls/DataTable.tsx';
import { CommandLink } from '../../../controls/Messages.tsx';
import { PartState } from '../../../controls/PartState.tsx';
import { useSought } from '../../../hooks/useSought.ts';
import { SubSection } from '../../../controls/SubSection.tsx';
import { Quoted } from '../../../controls/Sentence.tsx';
import { Term } from '../../../controls/Term.tsx';
import type { Post } from '../../../host.ts';
import { partOf, type Scene } from '../../../scene.ts';
import { CopyButton } from './CopyButton.tsx';
import { tokenRows } from './tokenLines.ts';
import { TokenPages } from './TokenPages.tsx';
import { TokenReadout } from './TokenReadout.tsx';
import { TokenStrip } from './TokenStrip.tsx';
import { TokenTable } from './TokenTable.tsx';

/** Every token of the text that was asked about last: as it is written, line by line, with its id. */
export function TokensSection({ scene, post }: { readonly scene: Pick<Scene, 'snapshot' | 'parts'>; readonly post: Post }) {
  const { listed } = scene.snapshot;
  const list = partOf(scene, 'tokens');
  const box = useSought('tokens', list !== null);
  if (!listed) return null;
  return (
    <div ref={box}>
      <SubSection
        title={<Term id="token">Tokens</Term>}
        state={<PartState scene={scene} name="tokens" doing="Reading the tokens" post={post} />}
        aside={list && sizeOfList(list)}
        kind="tokens"
      >
        <Origin listed={listed} post={post} />
        {list && <Listed key={listed.list} listed={listed} list={list} post={post} />}
      </SubSection>
    </div>
  );
}

/** What text it is, where that is not the explored one, or where it no longer stands. */
function Origin({ listed, post }: { readonly listed: ListedState; readonly post: Post }) {
  const { isExplored, isLive, label, line, isCut, chat } = listed;
  return (
    <>
      {!isExplored && (
        <p class="note">
          From line {formatCount(line)} of <Quoted text={label} />, without running the model.{' '}
          <button type="button" class="link" onClick={() => post({ type: 'closeTokens' })}>
            Close
          </button>
        </p>
      )}
      {!isLive && (
        <p class="note">
          You edited this text: nothing is marked in the editor, and the tokens are those of the text as it was.{' '}
          <CommandLink command={isExplored ? 'exploreAgain' : 'tokensOfSelection'} post={post} />
        </p>
      )}
      {isCut && <p class="note">There is more text than is listed: 100,000 characters are read at once.</p>}
      {chat && <p class="note">Read as a chat message: what the template puts around it stands in secondary colour.</p>}
    </>
  );
}

function Listed({ listed, list, post }: { readonly listed: ListedState; readonly list: TokenList; readonly post: Post }) {
  const rows = useMemo(() => tokenRows(list), [list]);
  const [page, setPage] = useState(0);
  const [token, setToken] = useState<number | null>(null);
  const point = (next: number | null): void => {
    setToken(next);
    post({ type: 'token', list: listed.list, token: next });
  };
  const notes = [readingNote(list), normalisationNote(list)].filter(note => note !== null);
  return (
    <div class={listed.isLive ? '' : 'is-stale'}>
      {notes.map(note => (
        <p class="note">{note}</p>
      ))}
      <TokenPages list={list} rows={rows} page={page} onPage={setPage} />
      <TokenStrip
        list={list}
        rows={rows}
        page={page}
        firstLine={listed.line}
        token={token}
        onToken={point}
        onChosen={chosen => post({ type: 'goToToken', list: listed.list, token: chosen })}
        onPage={setPage}
      />
      <TokenReadout list={list} token={token} first={listed} />
      <div class="token-actions">
        <CopyButton name="Copy as Text" onCopy={() => post({ type: 'copyTokens', list: listed.list, as: 'text' })} />
        <CopyButton name="Copy as TSV" onCopy={() => post({ type: 'copyTokens', list: listed.list, as: 'tsv' })} />
      </div>
      <TableTwin>{() => <TokenTable list={list} rows={rows} page={page} firstLine={listed.line} />}</TableTwin>
    </div>
  );
}
