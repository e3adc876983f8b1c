import { formatChange } from '../describe/ground.ts';
import { formatWeight } from '../describe/numbers.ts';
import type { FoundEffect, SentenceEffects } from '../grounding/effects.ts';
import type { SeenSentence, SentenceReach } from '../grounding/reach.ts';
import type { HeadRef } from '../attention/lens.ts';
import { visibleText } from '../text/visibleText.ts';
import { answerLine, type AnswerSource } from './provenance.ts';
import { numbers, words, type Cell, type ExportTable } from './tables.ts';

/** An answer and its source, sentence by sentence, and how they were read. */
export interface GroundedTexts {
  readonly source: readonly string[];
  readonly answer: readonly string[];
  readonly reached: readonly SentenceReach[];
  readonly contentHeads: readonly HeadRef[];
  /** Heads of the model. */
  readonly heads: number;
  /** The source is a user's message, the answer the model's. */
  readonly chat: boolean;
}

/** What a sentence of the source gets; of the whole source the attention alone. */
type SeenNumbers = Pick<SeenSentence, 'weight' | 'others'> & { readonly even: number | null };

/**
 * For each sentence of the answer the whole source, then each source sentence that is marked for it, with its control: attention, and what is lost without it.
 * @param effects one a sentence of the answer; null: nothing was left out
 */
export function groundTable(
  { source, answer, reached, contentHeads, heads, chat }: GroundedTexts,
  effects: readonly SentenceEffects[] | null,
  from: AnswerSource,
): ExportTable {
  const lost = (effect: FoundEffect): Cell[] => (effects ? [effect ? -effect.drop : null, effect?.divergence ?? null] : []);
  const rows = reached.flatMap(({ reach, strongest }, sentence) => {
    const own = effects?.[sentence];
    const row = (what: string, text: string | null, seen: SeenNumbers, effect: FoundEffect): Cell[] => [
      visibleText(answer[sentence]!),
      what,
      text === null ? '' : visibleText(text),
      seen.weight,
      seen.others,
      seen.even,
      ...lost(effect),
    ];
    return [
      row('whole source', null, { weight: reach.source, others: null, even: null }, own?.whole),
      ...strongest.flatMap(({ control, ...marked }, rank) => [
        row('marked', source[marked.sentence]!, marked, own?.marked[rank]?.without),
        ...(own && control ? [row('control', source[control.sentence]!, control, own.marked[rank]!.control)] : []),
      ]),
    ];
  });
  return {
    caption:
      'An answer on its source: what each sentence looks at' + (effects ? ', and by how much its log-probability changes without it' : ''),
    columns: [
      words('Sentence of the answer'),
      words('What'),
      words('Sentence of the source'),
      numbers('Attention'),
      numbers('Others', formatWeight),
      numbers('Even', formatWeight),
      ...(effects ? [numbers('Without it', change => formatChange({ drop: -change })), numbers('Divergence')] : []),
    ],
    rows,
    source: answerLine(from, [
      ['heads', `${contentHeads.length} of ${heads} that look at content; of the whole source all`],
      ['order', 'attention x (attention / others)^2; where there are no others, attention'],
      ['read', chat ? 'as a message and its answer' : 'one behind the other'],
    ]),
  };
}
