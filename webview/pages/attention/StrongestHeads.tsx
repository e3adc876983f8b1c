import { theSink } from '../../../src/core/describe/sinks.ts';
import { useRef } from 'preact/hooks';
import { knownAs } from '../../../src/core/describe/links.ts';
import { sampleSuffix } from '../../../src/core/describe/sample.ts';
import { formatCount, formatWeight } from '../../../src/core/describe/numbers.ts';
import { headWithMost, type ListedHead } from '../../../src/core/attention/ranking.ts';
import type { HeadRef } from '../../../src/core/attention/lens.ts';
import { hidesSink } from '../../../src/core/state/viewState.ts';
import { isDark } from '../../../src/core/state/viewModel.ts';
import { useRoving } from '../../a11y/useRoving.ts';
import { Section } from '../../controls/Section.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { rankingOf } from '../../hooks/keptPart.ts';
import { keepSelection, linkUnits } from '../../pointing.ts';
import type { Post } from '../../host.ts';
import { shownRoles } from '../../hooks/shownRoles.ts';
import { isAcross } from '../../../src/core/text/textPair.ts';
import type { Scene } from '../../scene.ts';
import type { HeadRanking } from '../../../src/protocol/headsApi.ts';
import { allHeads } from '../../../src/core/model/stack.ts';
import { useListedHeads } from './listedHeads.ts';
import { Glyph } from '../../controls/Glyph.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { Term } from '../../controls/Term.tsx';

/** What a head that looks at it tells nothing by. */
function leftOut({ matrix: { sides }, model }: Scene): string {
  if (isAcross(sides)) return 'its own text';
  // Of an encoder-decoder the other one is not there.
  return sides && !model.twoTexts ? 'the other text, the word itself' : 'the word itself';
}

/** The five strongest heads of the word as rows, then, in grey, those whose strongest word is a neighbour, and the one that is looked through. */
export function StrongestHeads({
  scene,
  isBesideGrid,
  post,
}: {
  readonly scene: Scene;
  /** The picture of all heads, which marks them, is on the same page. */
  readonly isBesideGrid: boolean;
  readonly post: Post;
}) {
  const ranking = rankingOf(scene);
  const listed = useListedHeads(scene);
  const isEmpty = !ranking && scene.word.source === null;
  return (
    <Section
      id="strongest"
      picture={ranking && 'strongest'}
      title={
        ranking ? (
          <>
            Strongest heads for <Quoted text={scene.labels[ranking.unit]!} />
          </>
        ) : (
          'Strongest heads'
        )
      }
      // Where the heads cannot be drawn either, that is said once.
      state={
        scene.snapshot.parts.thumbnails?.kind !== 'failed' && (
          <PartState scene={scene} name="ranking" doing="Sorting the heads" post={post} />
        )
      }
      aside={ranking && `${listed.length} of ${formatCount(allHeads(scene.model.attention.heads).length)}${sampleSuffix(ranking.sampled)}`}
    >
      <div
        class={isEmpty ? 'strongest-room is-empty' : 'strongest-room'}
        style={{ minHeight: `${roomOf(allHeads(scene.model.attention.heads).length)}px` }}
      >
        <Rows scene={scene} ranking={ranking} listed={listed} isBesideGrid={isBesideGrid} post={post} />
      </div>
    </Section>
  );
}

/** Room for eight rows and a note of two lines, so that pointing at a word moves nothing; a model may have fewer heads. */
function roomOf(heads: number): number {
  return 24 * Math.min(8, heads) + 50;
}

function Rows({
  scene,
  ranking,
  listed,
  isBesideGrid,
  post,
}: {
  readonly scene: Scene;
  readonly ranking: HeadRanking | null;
  readonly listed: readonly ListedHead[];
  readonly isBesideGrid: boolean;
  readonly post: Post;
}) {
  const choose = ([layer, head]: HeadRef) => post({ type: 'view', view: { kind: 'head', layer, head } });
  /** With Shift the word that the head goes to, with the one that it is listed for. */
  const act = (entry: ListedHead, isLink: boolean) => {
    if (!isLink) choose([entry.layer, entry.head]);
    else if (ranking && entry.unit >= 0) post(linkUnits(scene, ranking.unit, entry.unit));
  };
  const { state, labels, matrix, model, chosenHeads } = scene;
  const leavesOut =
    matrix.sinks.length > 0 && state.direction === 'to' && hidesSink(state, matrix) ? `${theSink(matrix.sinks.length)}, ` : '';
  const rows = useRef<HTMLDivElement>(null);
  const onKeyDown = useRoving(rows, '.row');
  const roles = shownRoles(scene);
  if (!ranking)
    return (
      <p class="note">{scene.word.source === null ? 'Point at a word, or move the cursor to one, to see its strongest heads.' : ''}</p>
    );
  const most = headWithMost(ranking.entries);
  const [chosen, ...more] = chosenHeads;
  const isChosen = (entry: ListedHead) => more.length === 0 && chosen?.[0] === entry.layer && chosen[1] === entry.head;
  return (
    <>
      {listed.length > 0 && (
        <div class="rows" role="listbox" aria-label="Strongest heads" ref={rows} onKeyDown={onKeyDown}>
          {listed.map(entry => (
            <div
              class={entry.why === 'telling' ? 'row' : 'row beside'}
              role="option"
              aria-selected={isChosen(entry)}
              onMouseDown={keepSelection}
              onClick={event => act(entry, event.shiftKey)}
              onKeyDown={event => {
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                act(entry, event.shiftKey);
              }}
            >
              <span class="row-head" title={knownAs([entry.layer, entry.head], model.lenses, roles)}>
                L{entry.layer} H{entry.head}
                <span class="row-known"> {knownAs([entry.layer, entry.head], model.lenses, roles)}</span>
              </span>
              <Glyph name={ranking.direction === 'to' ? 'right' : 'left'} extra="dim" />
              <span class="row-word">
                {entry.unit >= 0 ? <Quoted text={labels[entry.unit]!} /> : 'no word'}
                {entry.why === 'neighbour' && <span class="row-note"> neighbour</span>}
                {entry.why === 'current' && <span class="row-note"> looked through</span>}
              </span>
              <span class="bar">
                <i style={{ width: `${Math.round(entry.value * 100)}%` }} />
              </span>
              <span class="number">{formatWeight(entry.value)}</span>
            </div>
          ))}
        </div>
      )}
      {most && ranking.unit === scene.word.source && isDark(scene.units, scene.word) ? (
        <p class="note">
          {isChosen(most) ? (
            'Nothing is lit, though no head gives more.'
          ) : (
            <>
              Nothing is lit:{' '}
              <button type="button" class="link" onClick={() => choose([most.layer, most.head])}>
                look through L{most.layer} H{most.head}
              </button>
            </>
          )}
        </p>
      ) : (
        <p class="note">
          {listed.some(({ why }) => why === 'telling') ? (
            <>
              {isBesideGrid && (
                <>
                  <i class="hint-mark" />
                  <span class="unseen">Marked</span> in the grid.{' '}
                </>
              )}
              {listed.some(({ why }) => why === 'neighbour') && 'In grey: targets beside the word, which tell less. '}
              Left out: {leftOut(scene)}, {leavesOut}punctuation and{' '}
            </>
          ) : (
            `No head goes beyond ${leftOut(scene)}${isAcross(scene.matrix.sides) ? '' : ', its neighbours'}, ${leavesOut}punctuation and `
          )}
          <span class="unbroken">
            <Term id="special-token">special tokens</Term>.
          </span>
        </p>
      )}
    </>
  );
}
