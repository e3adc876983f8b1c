import { formatCount } from '../../src/core/describe/numbers.ts';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { contextNote } from '../../src/core/describe/context.ts';
import { languageNotice } from '../../src/core/describe/language.ts';
import { unknownWordsNotice } from '../../src/core/describe/unknown.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import type { Cut } from '../../src/protocol/panelApi.ts';
import type { Scene } from '../scene.ts';
import { Glyph, type GlyphName } from './Glyph.tsx';
import { CommandLink } from './Messages.tsx';
import { Quoted, Sentence } from './Sentence.tsx';
import type { Post } from '../host.ts';

/** Lines between toolbar and picture: the text was edited, cut, is in another language than the model, holds words unknown to it, or the model has something to say. */
export function Notices({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { phase, cut, pair, warnings } = scene.snapshot;
  const edited = pair && [pair.first, pair.second].find(({ isLive }) => !isLive);
  const { words, tokens } = sequenceOf(scene.data.summary);
  const texts = scene.data.summary.pair;
  const [first, second] = [pair?.first.label, pair?.second.label];
  const language = useMemo(
    () => languageNotice(scene.model, words, texts && { texts, names: [first ?? '', second ?? ''] }),
    [scene.model, words, texts, first, second],
  );
  const unknown = useMemo(() => unknownWordsNotice(words, tokens), [words, tokens]);
  return (
    <>
      {phase.kind === 'stale' && (
        <Notice glyph="stale">
          You edited the explored text. The colours are gone from the editor; what is shown here is of the text as it was.{' '}
          <CommandLink command="exploreAgain" post={post} />
        </Notice>
      )}
      {phase.kind === 'ready' && edited && (
        <Notice glyph="stale">
          You edited {edited.label}: its colours are gone. The other text keeps its own; the panel shows both as they were.{' '}
          <CommandLink command="exploreAgain" post={post} />
        </Notice>
      )}
      {cut && (
        <Notice glyph="info">
          <CutSentence cut={cut} /> <CommandLink command="goToCut" post={post} />
        </Notice>
      )}
      {language !== '' && <Notice glyph="info">{language}</Notice>}
      {unknown.length > 0 && (
        <Notice glyph="info">
          <Sentence parts={unknown} terms={[['unknown token', 'unknown-token']]} />
        </Notice>
      )}
      {warnings.map(warning => (
        <Notice glyph="warning">{warning}</Notice>
      ))}
    </>
  );
}

function Notice({ glyph, children }: { readonly glyph: GlyphName; readonly children: ComponentChildren }) {
  return (
    <div class={glyph === 'info' ? 'notice info' : 'notice'} role="status">
      <Glyph name={glyph} />
      <div class="notice-text">{children}</div>
    </div>
  );
}

function CutSentence({ cut }: { readonly cut: Cut }) {
  const has = cut.totalTokens < 0 ? 'the text is longer than what was counted' : `the text has ${formatCount(cut.totalTokens)}`;
  const shown = cut.fit === 'start' ? `the first ${formatCount(cut.shownTokens)}` : `${formatCount(cut.shownTokens)} around the cursor`;
  return (
    <>
      This model reads {formatCount(cut.contextLength)} tokens{contextNote(cut)} and {has}. Shown: {shown}, to{' '}
      <Quoted text={cut.lastWord} /> in line {formatCount(cut.line)}.
    </>
  );
}
