import { nameOfModel } from '../../core/describe/model.ts';
import { formatCount, formatSigned, formatWeight } from '../../core/describe/numbers.ts';
import { ROLE_BAR } from '../../core/attention/headRoles.ts';
import type { FoundEffect } from '../../core/grounding/effects.ts';
import { NOT_FROM_HERE } from '../../core/grounding/verdict.ts';
import { allHeads } from '../../core/model/stack.ts';
import type { Span } from '../../core/text/span.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import type { GroundResult } from '../commands/groundResult.ts';

/** Sentence by sentence: where its attention goes, the source sentences that stand out for it, and what it loses without each. */
export function groundReport(result: GroundResult): string {
  const { model, slice, effects } = result;
  const { text, parts, source, answer, reached, contentHeads, summary } = slice;
  const lines = [
    `${visibleText(nameOfModel(model))}, an answer of ${sentences(answer.length)} on a source of ${sentences(source.length)}, ${summary.chat ? "as a message and its answer, by the model's chat template" : 'one behind the other'}`,
  ];
  for (const [place, { reach, strongest }] of reached.entries()) {
    const own = effects?.[place];
    lines.push(
      '',
      `${place + 1}. ${quoted(text, answer[place]!)}`,
      `   attention: source ${formatWeight(reach.source)}, ${parts.question ? `question ${formatWeight(reach.question)}, ` : ''}the answer so far ${formatWeight(reach.answer)}, sink ${formatWeight(reach.sink)}, other ${formatWeight(reach.other)}`,
    );
    if (own) lines.push(`   without the whole source: ${effectText(own.whole)}`);
    for (const [rank, { sentence, weight, others, even, control }] of strongest.entries()) {
      lines.push(
        `   ${formatWeight(weight)} (${others === null ? '' : `others ${formatWeight(others)}, `}even ${formatWeight(even)})  ${quoted(text, source[sentence]!)}`,
      );
      if (!own) continue;
      const effect = own.marked[rank]!;
      lines.push(`      without it: ${effectText(effect.without)}`);
      lines.push(
        control === null
          ? '      control: no other sentence of like length'
          : `      control: ${effectText(effect.control)}, without ${quoted(text, source[control.sentence]!)}`,
      );
    }
    const words = own?.words.filter(({ notFromHere }) => notFromHere === true) ?? [];
    if (words.length > 0) lines.push(`   not from here: ${words.map(({ label }) => visibleText(label)).join(', ')}`);
  }
  lines.push('', ...notes(result, allHeads(model.attention.heads).length, contentHeads.length));
  return `${lines.join('\n')}\n`;
}

function notes({ effects, slice }: GroundResult, heads: number, content: number): string[] {
  return [
    `Attention: the mean over all ${formatCount(heads)} heads and the steps that wrote the sentence. Source sentences: through the ${formatCount(content)} heads that look at content,`,
    `all but those that give one of the last four places ${formatWeight(ROLE_BAR)} or more. Even: if what reaches the source were spread evenly over its tokens.`,
    ...(slice.answer.length > 1
      ? [
          "Others: the mean of the answer's other sentences. Ranked by attention x (attention / others)^2: what all of them look at tells little.",
        ]
      : []),
    ...(effects
      ? [
          'Without: the sentence is left out and the rest is read again. Nats that the words of the sentence lose together, and the mean Jensen-Shannon divergence of',
          'what is predicted for each of them (0 to 0.69). The control is the same for a source sentence of like length that was not marked.',
          `Not from here: words that lose less than ${formatWeight(NOT_FROM_HERE)} nats, a tenth of their probability, without the whole source.`,
        ]
      : ['Attention alone misleads: --remove measures what each sentence does.']),
    "This is this model's view as a reader of the answer, not that of who wrote it, and does not tell right from wrong.",
  ];
}

function effectText(effect: FoundEffect): string {
  if (!effect) return 'nothing is predicted';
  const { drop, divergence } = effect;
  return `${drop < 0 ? `${formatSigned(-drop)} nats more likely` : `${formatSigned(drop)} nats less likely`}, divergence ${formatWeight(divergence)}`;
}

function quoted(text: string, { start, end }: Span): string {
  return `"${visibleText(text.slice(start, end).replaceAll(/\s+/g, ' '))}"`;
}

function sentences(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'sentence' : 'sentences'}`;
}
