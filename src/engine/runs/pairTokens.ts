import { counted } from '../../core/describe/counted.ts';
import { formatCount } from '../../core/describe/numbers.ts';
import { FaultError } from '../../core/faults.ts';
import type { Told } from '../../core/model/told.ts';
import type { TextPair } from '../../core/text/textPair.ts';
import type { Token } from '../../core/text/token.ts';
import type { Encoding } from '../../tokenizer/encoding.ts';
import type { TokenWindow } from '../../tokenizer/window.ts';
import { readCross, windowOf } from '../twoTexts/asModel.ts';
import type { ReadBeside } from '../runtime/session.ts';
import type { LoadedModel } from '../model/loader.ts';

type Model = Pick<LoadedModel, 'tokenizer' | 'graph' | 'summary' | 'cross'>;

/**
 * The tokens of two texts, all of them: what is cut off one of them would be missed in the other. As a sentence pair, with the separators and the segments
 * of the tokenizer's own template, where each token sees every other; as one text that goes on, where it sees those before it.
 * @param told beside them, to a model that can be told something
 * @throws FaultError `unsupported-tokenizer` without a template for two texts, `empty-text`, `usage` where both do not fit
 */
export function readPair(model: Model, text: string, pair: TextPair, told: Told = {}): TokenWindow & ReadBeside {
  if (model.cross) {
    const both = readCross(model.cross, text, pair, told);
    checkBoth([...both.source, ...both.target], pair);
    return windowOf(both, model.summary.twoTexts!, pair);
  }
  const [first, second] = pair.map(({ start, end }) => text.slice(start, end)) as [string, string];
  const { causal } = model.summary.attention;
  const { tokens, typeIds } = causal ? model.tokenizer.encode(text) : placed(model.tokenizer.encode(first, second), pair);
  checkBoth(tokens, pair);
  const { contextLength } = model.summary;
  if (tokens.length > contextLength) throw tooLong(tokens.length, contextLength);
  const isTold = !causal && typeIds.some(id => id > 0) && Math.max(...typeIds) < (model.graph.tables.segment?.rows ?? 0);
  const ends = { shownStart: pair[0].start, shownEnd: pair[1].end, totalTokens: tokens.length };
  return { tokens: [...tokens], ...ends, ...(isTold && { segments: typeIds }) };
}

/** @throws FaultError `empty-text` */
function checkBoth(tokens: readonly Token[], pair: TextPair): void {
  for (const [place, { start, end }] of pair.entries())
    if (!tokens.some(token => token.start < end && token.end > start && token.end > token.start)) throw nothingIn(place);
}

/** Spans of each text as those of what both stand in. */
function placed({ tokens, sequenceIds, ...encoding }: Encoding, pair: TextPair): Encoding {
  const moved = (token: Token, sequence: number): Token => {
    const by = pair[sequence]?.start ?? 0;
    return token.start < 0 ? token : { ...token, start: token.start + by, end: token.end + by };
  };
  return { ...encoding, sequenceIds, tokens: tokens.map((token, index) => moved(token, sequenceIds[index]!)) };
}

function nothingIn(place: number): FaultError {
  return new FaultError({
    code: 'empty-text',
    title: `The ${place === 0 ? 'first' : 'second'} text holds nothing the model can read`,
    cause: 'It has no characters but white space, or the tokenizer drops all of them.',
    nextStep: 'Choose two texts with at least one word each.',
  });
}

function tooLong(tokens: number, most: number): FaultError {
  return new FaultError({
    code: 'usage',
    title: 'The two texts are too long together',
    cause: `They have ${formatCount(tokens)} tokens with those that the model puts round them, and it reads ${formatCount(most)}.`,
    nextStep: `Choose less of one of them, by about ${counted(tokens - most, 'token')}, or a model that reads more.`,
  });
}
