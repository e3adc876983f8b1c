import type { RoledHead } from '../../../src/core/attention/headRoles.ts';
import { attentionOf, type WholeAttention } from '../../../src/core/attention/maps.ts';
import { encoderStack, type AttentionStack } from '../../../src/core/model/stack.ts';
import type { TextPair } from '../../../src/core/text/textPair.ts';
import type { Token } from '../../../src/core/text/token.ts';
import { pairTarget } from '../../../src/session/target.ts';
import france from '../../fixtures/panel/france.json';
import { BANK, FRANCE_VARIANT, tokenOf } from './comparisons.ts';
import { deepAttention, DEEP_ROLES, REPEATED_TEXT } from './deepDecoder.ts';
import { HOSTILE_TEXT, LIBRARY, longText, tokenize, UNKNOWN_TEXT, type Splitting } from './texts.ts';
import { franceVectors, movedVectors, syntheticVectors, FIXTURE_SCALE, type FixtureVectors } from './vectors.ts';
import { causalAttention, givenAttention, pairAttention, syntheticAttention } from './weights.ts';

/** A text as a model reads it: tokens, the attention of all heads, vectors. */
export interface FixtureRun {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly attention: WholeAttention;
  readonly vectors: FixtureVectors;
  /** It is two texts. */
  readonly pair?: TextPair;
  /** What its heads do; left out: nothing. */
  readonly roles?: readonly RoledHead[];
  /** The same model reads another text, or this one with some tokens masked. */
  readonly variant: (text: string, masked: readonly number[]) => FixtureRun;
}

export type RunName =
  | 'france'
  | 'invalid'
  | 'long'
  | 'hostile'
  | 'unknown'
  | 'french'
  | 'split'
  | 'bank'
  | 'causal'
  | 'sink'
  | 'deep'
  | 'large'
  | 'rows'
  | 'narrow'
  | 'wide'
  | 'pair'
  | 'longPair'
  | 'letters'
  | 'answer'
  | 'library';

export function createRun(name: RunName): FixtureRun {
  switch (name) {
    case 'france':
      return franceRun();
    case 'invalid':
      return withInvalidHead(franceRun(), 2, 5);
    case 'long':
      return syntheticRun(longText(300));
    case 'wide':
      // As many heads as a model of the usual size has.
      return madeUp(
        longText(300),
        tokenize(longText(300), 'whole', true),
        size => syntheticAttention(size, 11, encoderStack(12, 12)),
        other => tokenize(other, 'whole', true),
      );
    case 'hostile':
      return syntheticRun(HOSTILE_TEXT);
    case 'unknown':
      return syntheticRun(UNKNOWN_TEXT, 'vocabulary');
    case 'french':
      return syntheticRun('les chats gris dorment sur le tapis parce qu’il est chaud');
    case 'split':
      return syntheticRun('some readers find tokenization easy', 'pieces');
    case 'narrow':
      // Words and pieces that are narrower than the numbers under them.
      return syntheticRun('I sit . a (b,c) d', 'letters');
    case 'bank':
      return syntheticRun(BANK.sentences[0]!);
    case 'causal':
      return decoderRun('the dog that chased cats was tired of them', causalAttention);
    case 'sink':
      return decoderRun('the dog that chased cats was tired of them', size => causalAttention(size, 0.7));
    case 'deep':
      return { ...decoderRun(REPEATED_TEXT, deepAttention), roles: DEEP_ROLES };
    case 'pair':
      return pairRun('the grey cat is sleeping on the old mat .', 'le chat gris dort sur le vieux tapis .', false);
    case 'longPair':
      return pairRun(longText(500), longText(1000).split(' ').slice(500).join(' '), false, 'whole', encoderStack(2, 4));
    case 'letters':
      return pairRun('bank', 'bænk', false, 'letters', encoderStack(1, 1));
    case 'answer':
      return pairRun(
        'the library opens at nine and closes at six . on Thursdays it stays open until eight .',
        'on Thursdays it closes at eight .',
        true,
      );
    case 'library':
      return pairRun(LIBRARY.source.join('\n'), LIBRARY.answer.join(' '), true, 'marks');
    case 'rows':
      // With the switch `rows` it is held by rows.
      return decoderRun(longText(300), size => causalAttention(size, 0.4));
    case 'large':
      // The shape of a large decoder.
      return decoderRun('a model of thirty-two layers with thirty-two heads each has many pictures', size =>
        syntheticAttention(size, 19, encoderStack(32, 32)),
      );
  }
}

/** Real weights and vectors of the built-in model, of this text and of the one with a word replaced. */
function franceRun(): FixtureRun {
  const tokens = france.tokens.map(tokenOf);
  const maps = france.attention.map(heads => Float32Array.from(heads.flat(), weight => weight / FIXTURE_SCALE));
  const run: FixtureRun = {
    text: france.text,
    tokens,
    attention: givenAttention(tokens.length, maps),
    vectors: franceVectors(),
    variant: (text, masked) =>
      text === FRANCE_VARIANT.text
        ? { ...run, text, tokens: FRANCE_VARIANT.tokens, attention: givenAttention(tokens.length, FRANCE_VARIANT.maps) }
        : movedRun(run, text, tokens, masked),
  };
  return run;
}

function withInvalidHead(run: FixtureRun, layer: number, head: number): FixtureRun {
  const { stack, rows, columns, maps } = run.attention;
  const size = rows * columns;
  maps[layer]!.fill(NaN, head * size, (head + 1) * size);
  return { ...run, attention: attentionOf(stack, rows, columns, maps) };
}

/** One token a word of white space; `splitting` says of which words not. */
function syntheticRun(text: string, splitting: Splitting = 'whole'): FixtureRun {
  return madeUp(text, tokenize(text, splitting, true), syntheticAttention, other => tokenize(other, splitting, true));
}

/** Two texts, made up so that each word of the second looks at those of the first that stand as far on. */
function pairRun(first: string, second: string, causal: boolean, splitting: Splitting = 'whole', stack?: AttentionStack): FixtureRun {
  const { text, second: placed } = pairTarget(
    {
      uri: '',
      label: '',
      what: 'selection',
      start: { line: 0, character: 0 },
      text: first,
      skipped: 0,
      tooLong: false,
      fit: 'start',
      caret: 0,
    },
    {
      uri: '',
      label: '',
      what: 'selection',
      start: { line: 0, character: 0 },
      text: second,
      skipped: 0,
      tooLong: false,
      fit: 'start',
      caret: 0,
    },
  );
  const from = placed!.from;
  const read = (of: string) => tokenize(of, splitting, !causal);
  const framed = causal ? read(text) : withSeparator(read(text), from);
  const attend = (size: number) =>
    pairAttention(
      size,
      framed.findIndex(({ start }) => start >= from),
      causal,
      {
        ...(stack && { stack }),
        ...(splitting === 'marks' && {
          named: (query: number) => framed.findIndex(({ text, start }) => start < from && query > 0 && text === framed[query]!.text),
        }),
      },
    );
  return {
    ...madeUp(text, framed, attend, read),
    pair: [
      { start: 0, end: first.length },
      { start: from, end: text.length },
    ],
  };
}

function withSeparator(tokens: readonly Token[], from: number): Token[] {
  const second = tokens.findIndex(({ start }) => start >= from);
  return tokens.toSpliced(second, 0, tokens.at(-1)!);
}

/** A model without special tokens. */
function decoderRun(text: string, attend: (size: number) => WholeAttention): FixtureRun {
  return madeUp(text, tokenize(text, 'whole', false), attend, other => tokenize(other, 'whole', false));
}

function madeUp(
  text: string,
  tokens: readonly Token[],
  attend: (size: number) => WholeAttention,
  read: (text: string) => readonly Token[],
): FixtureRun {
  const attention = attend(tokens.length);
  const run: FixtureRun = {
    text,
    tokens,
    attention,
    vectors: syntheticVectors(tokens, attention.stack.heads.length),
    variant: (other, masked) => movedRun(run, other, other === text ? tokens : read(other), masked),
  };
  return run;
}

/** As many tokens as before, some of them others: the attention stays, the vectors move. */
function movedRun(run: FixtureRun, text: string, tokens: readonly Token[], masked: readonly number[]): FixtureRun {
  if (tokens.length !== run.tokens.length) throw new Error('made-up variants have as many tokens as their text');
  const changed = tokens.findIndex((token, place) => token.text !== run.tokens[place]!.text || masked.includes(place));
  return { ...run, text, tokens, vectors: movedVectors(run.vectors, tokens.length, changed) };
}
