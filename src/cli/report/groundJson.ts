import { exactNumber, toJson } from '../../core/export/json.ts';
import { controlsOf } from '../../core/grounding/measure.ts';
import { effectOn, type Removal } from '../../core/grounding/verdict.ts';
import { allHeads } from '../../core/model/stack.ts';
import type { Span } from '../../core/text/span.ts';
import { placesOf, wordsOf, type GroundResult } from '../commands/groundResult.ts';

/** An answer on its source as data: docs/ground-schema.json says what each field is. */
export function groundJson({ model, slice, trimmed, removed }: GroundResult): Uint8Array[] {
  const { text, parts, source, answer, reached, contentHeads, sinks, summary, cut } = slice;
  const inSource = ({ start, end }: Span) => ({ start: start + trimmed.source, end: end + trimmed.source });
  const inAnswer = ({ start, end }: Span) => ({
    start: start - parts.answer.start + trimmed.answer,
    end: end - parts.answer.start + trimmed.answer,
  });
  const effect = (removal: Removal | undefined, tokens: readonly number[]) => {
    if (!removal) return null;
    const { drop, divergence } = effectOn(removal, placesOf(slice, tokens));
    return { drop: finite(drop), divergence: finite(divergence) };
  };
  return toJson({
    model: { name: model.name, variant: model.variant },
    chat: summary.chat,
    tokens: summary.sequences[0]!.tokens.length,
    sourceCut: cut,
    sinks: sinks.length,
    heads: { all: allHeads(model.attention.heads).length, content: contentHeads },
    source: source.map(sentence => ({
      ...inSource(sentence),
      text: text.slice(sentence.start, sentence.end),
      tokens: sentence.tokens.length,
    })),
    answer: answer.map((sentence, place) => {
      const { reach, strongest } = reached[place]!;
      const controls = controlsOf(source, reached[place]!);
      return {
        ...inAnswer(sentence),
        text: text.slice(sentence.start, sentence.end),
        tokens: sentence.tokens.length,
        attention: reach,
        withoutSource: removed && effect(removed.whole, sentence.tokens),
        strongest: strongest.map(({ sentence: seen, weight, even }) => {
          const control = controls.get(seen) ?? null;
          return {
            sentence: seen,
            weight,
            even,
            without: removed && effect(removed.without.get(seen), sentence.tokens),
            control:
              removed && control !== null ? { sentence: control, without: effect(removed.without.get(control), sentence.tokens) } : null,
          };
        }),
        words:
          removed &&
          wordsOf(slice, removed, place).map(({ label, logProbability, drop, notFromHere, ...span }) => ({
            word: label,
            ...inAnswer(span),
            logProbability: exactNumber(Math.fround(logProbability)),
            drop: exactNumber(Math.fround(drop)),
            notFromHere,
          })),
      };
    }),
  });
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
