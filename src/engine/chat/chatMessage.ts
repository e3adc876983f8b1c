import { FaultError } from '../../core/faults.ts';
import { NO_SPAN } from '../../core/text/span.ts';
import type { Token } from '../../core/text/token.ts';
import { NONE, type Encoding } from '../../tokenizer/encoding.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { renderBounded, TooMuch } from './boundedTemplate.ts';
import type { ChatTemplate } from './chatTemplate.ts';

/** A message as the template writes it: its text, and where the message stands in it. */
export interface WrittenMessage {
  readonly text: string;
  /** UTF-16 units, where the message begins. */
  readonly start: number;
  readonly end: number;
  /** Characters at the start of the message that the template left away (white space). */
  readonly trimmed: number;
}

/**
 * A text as the only message of a user, with what the model's template puts around it, up to where the answer begins.
 * @throws FaultError `unavailable` when the template refuses, or changes the message
 */
export function writeMessage(template: ChatTemplate, message: string): WrittenMessage {
  const render = compile(template);
  // Where the message stands is seen by writing another one, which nothing in a template is made for.
  const around = render(STAND_IN);
  const start = around.indexOf(STAND_IN);
  if (start < 0 || around.includes(STAND_IN, start + 1)) throw cannotBeUsed('It does not write a message once, as it is.');
  const after = around.length - start - STAND_IN.length;
  const text = render(message);
  const end = text.length - after;
  const isAround = end >= start && text.startsWith(around.slice(0, start)) && text.endsWith(around.slice(around.length - after));
  const written = isAround ? text.slice(start, end) : '';
  const trimmed = message.indexOf(written);
  if (written.trim() !== message.trim() || trimmed < 0) throw cannotBeUsed('It changes this message.');
  if (text.length - written.length > LONGEST_FRAME) throw cannotBeUsed('It puts too much text around a message.');
  return { text, start, end, trimmed };
}

/** UTF-16 units around a message; the longest known, with a system message, has some 2,000. */
const LONGEST_FRAME = 64 * 1024;

/** Private characters: no template looks for them, and they are no white space. */
const STAND_IN = '\uE0C5\uE0C6\uE0C5';

/** What was answered to a message, and where it stands in the text that the message begins. */
export interface Answer {
  readonly text: string;
  /** UTF-16 units, behind the message. */
  readonly start: number;
}

/**
 * A message among the tokens that its template puts around it: those are special and have no span; spans are those in the message.
 * @param answer stands where the template leaves it to the model to go on
 */
export function encodeMessage(tokenizer: Tokenizer, template: ChatTemplate, message: string, answer: Answer | null = null): Encoding {
  const { text: asked, start, end, trimmed } = writeMessage(template, message);
  const text = asked + (answer?.text ?? '');
  const encoding = tokenizer.encodeAsWritten(text);
  const inAnswer = (token: Token): boolean => answer !== null && token.end > asked.length;
  const isInside = (token: Token): boolean => (token.end > start && token.start < end) || inAnswer(token);
  const place = (offset: number): number =>
    answer !== null && offset >= asked.length
      ? offset - asked.length + answer.start
      : Math.min(Math.max(offset, start), end) - start + trimmed;
  const placed = (token: Token): Token => {
    const from = inAnswer(token) ? Math.max(token.start, asked.length) : token.start;
    return { ...token, start: place(from), end: place(token.end) };
  };
  const ofTemplate = (token: Token): Token => {
    const isText = !token.special && token.end > token.start;
    const frame = isText ? { frame: { text: text.slice(token.start, token.end), start: token.start } } : {};
    return { ...token, ...frame, special: true, ...NO_SPAN };
  };
  return {
    ...encoding,
    tokens: encoding.tokens.map(token => (isInside(token) ? placed(token) : ofTemplate(token))),
    wordIds: encoding.wordIds.map((word, index) => (isInside(encoding.tokens[index]!) ? word : NONE)),
    sequenceIds: encoding.sequenceIds.map((sequence, index) => (isInside(encoding.tokens[index]!) ? sequence : NONE)),
  };
}

function compile({ source, tokens }: ChatTemplate): (message: string) => string {
  return message => {
    try {
      const messages = [{ role: 'user', content: message }];
      return renderBounded(source, { ...tokens, messages, add_generation_prompt: true }, message.length);
    } catch (error) {
      if (error instanceof TooMuch) throw cannotBeUsed(`It ${error.message}.`);
      throw cannotBeUsed(`It says: ${(error instanceof Error ? error.message : String(error)).slice(0, LONGEST_REASON)}.`);
    }
  };
}

const LONGEST_REASON = 200;

function cannotBeUsed(cause: string): FaultError {
  return new FaultError({
    code: 'unavailable',
    title: "This model's chat template cannot be used",
    cause,
    nextStep: 'Use "Explore Selection", which reads the text as it is.',
  });
}
