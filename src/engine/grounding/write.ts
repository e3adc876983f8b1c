import { formatCount } from '../../core/describe/numbers.ts';
import { FaultError } from '../../core/faults.ts';
import type { GroundParts } from '../../core/grounding/layout.ts';
import { lackOf } from '../../core/model/capability.ts';
import { sentencesIn } from '../../core/text/sentences.ts';
import { checkText } from '../../core/text/textCheck.ts';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import type { GroundRequest } from '../../protocol/groundApi.ts';
import type { Encoding } from '../../tokenizer/encoding.ts';
import { encodeMessage } from '../chat/chatMessage.ts';
import type { LoadedModel } from '../model/loader.ts';

/** An answer behind what it was made from, as the model reads it. */
export interface GroundText {
  readonly text: string;
  readonly parts: GroundParts;
  readonly encoding: Encoding;
  readonly chat: boolean;
  /** UTF-16 units of the source that are left out at its end. */
  readonly cut: number;
}

/** What stands between two parts: a new paragraph. */
const GAP = '\n\n';

type Texts = Pick<GroundRequest, 'source' | 'question' | 'answer'>;

/**
 * Writes the three texts one behind the other. What is more than the model reads is cut off the source, whole sentences at its end: the question and the answer are always read.
 * @throws FaultError `usage` for an empty text and where the answer and the question alone are too long, `unavailable` without a template
 */
export function writeGround(model: LoadedModel, request: GroundRequest): GroundText {
  const trimmed = { source: request.source.trim(), question: request.question.trim(), answer: request.answer.trim() };
  if (trimmed.source === '') throw emptyText('source', 'nothing that an answer could rest on');
  if (trimmed.answer === '') throw emptyText('answer', 'nothing to look from');
  for (const text of Object.values(trimmed)) {
    if (text.length > MAX_RUN_CHARACTERS) throw new RangeError(`a text of ${text.length} characters`);
    const fault = text === '' ? null : checkText(text, 'text');
    if (fault) throw new FaultError(fault);
  }
  const chat = request.chat ?? model.chat !== null;
  if (chat && model.chat === null) throw lackOf('chat-template', 'Leave it out: the texts are read as they are.');
  const most = model.summary.contextLength;
  let texts: Texts = trimmed;
  for (;;) {
    const written = asOne(model, texts, chat);
    const over = written.encoding.tokens.length - most;
    if (over <= 0) return { ...written, cut: trimmed.source.length - texts.source.length };
    const source = shortened(written, over);
    if (source === '') throw tooLong(written.encoding.tokens.length, most);
    texts = { ...texts, source };
  }
}

function asOne(model: LoadedModel, { source, question, answer }: Texts, chat: boolean): Omit<GroundText, 'cut'> {
  const message = question === '' ? source : source + GAP + question;
  const text = message + GAP + answer;
  const start = text.length - answer.length;
  return {
    text,
    chat,
    parts: {
      source: { start: 0, end: source.length },
      question: question === '' ? null : { start: message.length - question.length, end: message.length },
      answer: { start, end: text.length },
    },
    encoding: chat ? encodeMessage(model.tokenizer, model.chat!, message, { text: answer, start }) : model.tokenizer.encode(text),
  };
}

/** The source without the sentences that its last tokens stand in, so many at least; '' when nothing is left. */
function shortened({ text, parts, encoding }: Pick<GroundText, 'text' | 'parts' | 'encoding'>, over: number): string {
  const tokens = encoding.tokens.filter(({ start, end }) => start >= 0 && end <= parts.source.end);
  const end = tokens.at(-over)?.start ?? 0;
  const kept = sentencesIn(text, parts.source).findLast(sentence => sentence.end <= end);
  return text.slice(0, kept?.end ?? 0);
}

function emptyText(name: string, holds: string): FaultError {
  return new FaultError({
    code: 'empty-text',
    title: `The ${name} is empty`,
    cause: `It holds ${holds}.`,
    nextStep: `Give a ${name} of at least one sentence.`,
  });
}

/** The first sentence of the source does not fit any more. */
function tooLong(tokens: number, most: number): FaultError {
  return new FaultError({
    code: 'usage',
    title: 'The answer leaves no room for the source',
    cause: `With the question, the answer and the first sentence of the source it would read ${formatCount(tokens)} tokens; the model reads ${formatCount(most)}. Of a long source the end is left out, never of a question or an answer.`,
    nextStep: 'Give a shorter answer, or choose a model that reads more.',
  });
}
