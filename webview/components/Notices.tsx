import type { ComponentChildren } from 'preact';
import type { Cut, PanelSnapshot } from '../../src/protocol/panelApi.ts';
import { Glyph, type GlyphName } from './Glyph.tsx';
import { CommandLink } from './Messages.tsx';
import type { Post } from './Panel.tsx';
import { Quoted } from './Sentence.tsx';

/** Lines between toolbar and picture: the text was edited, cut, or the model has something to say. */
export function Notices({ snapshot, post }: { readonly snapshot: PanelSnapshot; readonly post: Post }) {
  const { phase, cut, warnings } = snapshot;
  return (
    <>
      {phase.kind === 'stale' && (
        <Notice glyph="stale">
          You edited the explored text. The colours are gone from the editor; the panel still shows the text as it was.{' '}
          <CommandLink command="exploreAgain" post={post} />
        </Notice>
      )}
      {cut && (
        <Notice glyph="info">
          <CutSentence cut={cut} /> <CommandLink command="goToCut" post={post} />
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
  const number = (value: number) => value.toLocaleString('en');
  const has = cut.totalTokens < 0 ? 'the text has more than can be counted' : `the text has ${number(cut.totalTokens)}`;
  const shown = cut.fit === 'start' ? `the first ${number(cut.shownTokens)}` : `${number(cut.shownTokens)} around the cursor`;
  return (
    <>
      This model reads {number(cut.limit)} tokens and {has}. Shown: {shown}, to <Quoted text={cut.lastWord} /> in line {number(cut.line)}.
    </>
  );
}
