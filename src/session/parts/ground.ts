import { readsAnAnswer, sentenceText } from '../../core/grounding/layout.ts';
import type { Span } from '../../core/text/span.ts';
import type { WrittenSentence } from '../../protocol/panelParts.ts';
import { pairIn } from '../target.ts';
import type { PartTask } from './task.ts';

/** Of two texts in a decoder, what each sentence of the second looks at in the first. */
export const ground: PartTask<'ground'> = {
  sections: ['ground'],
  key: ({ exploration: { model, summary } }) => (readsAnAnswer(model.attention, summary) ? `${summary.runId}` : null),
  fetch: async ({ engine, exploration: { summary, target } }, signal) => {
    const { text } = target;
    const found = await engine.call('groundPair', { runId: summary.runId, text }, signal);
    const [source, answer] = pairIn(target)!;
    return {
      runId: summary.runId,
      ...found,
      written: { source: written(text, source, found.source), answer: written(text, answer, found.answer) },
    };
  },
};

const LINE_BREAKS = /\r\n|\r|\n/g;

/** @param part that the sentences are of, in order */
function written(text: string, part: Span, sentences: readonly Span[]): WrittenSentence[] {
  let [at, line] = [part.start, 0];
  return sentences.map(({ start, end }) => {
    line += text.slice(at, start).match(LINE_BREAKS)?.length ?? 0;
    at = start;
    return { text: sentenceText(text, { start, end }), line };
  });
}
