import { exactNumber, toJson } from '../../core/export/json.ts';
import { allHeads } from '../../core/model/stack.ts';
import type { Span } from '../../core/text/span.ts';
import type { GroundResult } from '../commands/groundResult.ts';

/** An answer on its source as data: docs/ground-schema.json says what each field is. */
export function groundJson({ model, slice, trimmed, effects }: GroundResult): Uint8Array[] {
  const { text, parts, source, answer, reached, contentHeads, sinks, summary, cut } = slice;
  const inSource = ({ start, end }: Span) => ({ start: start + trimmed.source, end: end + trimmed.source });
  const inAnswer = ({ start, end }: Span) => ({
    start: start - parts.answer.start + trimmed.answer,
    end: end - parts.answer.start + trimmed.answer,
  });
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
      const own = effects?.[place] ?? null;
      return {
        ...inAnswer(sentence),
        text: text.slice(sentence.start, sentence.end),
        tokens: sentence.tokens.length,
        attention: reach,
        withoutSource: own?.whole ?? null,
        strongest: strongest.map(({ sentence: seen, weight, others, even, control }, rank) => {
          const effect = own?.marked[rank] ?? null;
          return {
            sentence: seen,
            weight,
            others,
            even,
            without: effect?.without ?? null,
            control: effect && control && { sentence: control.sentence, without: effect.control ?? null },
          };
        }),
        words:
          own &&
          own.words.map(({ label, logProbability, drop, notFromHere, ...span }) => ({
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
