import { FaultError } from '../../core/faults.ts';
import { isIndex } from '../../core/checks.ts';
import { lackOf } from '../../core/model/capability.ts';
import { checkText } from '../../core/text/textCheck.ts';
import { nameBytes } from '../../core/text/tokenList.ts';
import type { Token } from '../../core/text/token.ts';
import { poolRows } from '../../core/vectors/vectors.ts';
import { unknownOf } from '../../core/text/words.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { Neighbour, NeighbourRequest, NeighbourSlice } from '../../protocol/embeddingApi.ts';
import { MAX_RUN_CHARACTERS, type ModelRequest } from '../../protocol/engineApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { readEntry } from '../../tokenizer/entryText.ts';
import { readRows } from '../runtime/embeddingRows.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import type { LoadedModel } from '../model/loader.ts';
import { nearestEntries } from './nearest.ts';
import { goOn } from '../runs/goOn.ts';
import { checkContent, checkIds } from '../runs/tokenChecks.ts';
import type { StoredRun } from '../runs/attentionStore.ts';
import type { RunAccess, TokenVectors } from '../runs/runAccess.ts';
import { wordTableOf } from './wordTable.ts';

export interface WordNeighbourRequest extends ModelRequest {
  readonly word: string;
  readonly top: number;
}

export interface WordNeighbours extends Pick<NeighbourSlice, 'entries' | 'vocabulary' | 'milliseconds'> {
  /** What the tokenizer makes of the word. */
  readonly tokens: readonly Token[];
}

/**
 * Nearest entries of the word table, for a unit of a run.
 * @throws FaultError `unavailable` without hidden states, or when they are of another width than the word table; `cancelled` between two stretches of it
 */
export const neighbours =
  (access: RunAccess) =>
  async ({ runId, level, unit, state, top }: NeighbourRequest, context?: CallContext): Promise<NeighbourSlice> => {
    const { run, pooling } = access.units(runId, level, unit);
    const model = access.modelOf(run);
    const members = pooling.units[unit]!.tokens;
    const vector = await (state === null ? fixedVector(access, run, members) : vectorIn(state, access.meanVectors(run, members, context)));
    if (vector.length !== model.graph.tables.word.width)
      throw lackOf('shared-width', 'Look at the neighbours of the word embedding instead.');
    return {
      state,
      ...(await search(
        model,
        vector,
        top,
        members.map(token => sequenceOf(run.summary).tokens[token]!.id),
        context,
      )),
    };
  };

async function fixedVector(access: RunAccess, run: StoredRun, tokens: readonly number[]): Promise<Float64Array> {
  const { values, width } = await access.wordRows(run);
  return poolRows(values, width, [tokens]).values;
}

async function vectorIn(state: number, vectors: Promise<TokenVectors>): Promise<Float64Array> {
  const { states } = await vectors;
  if (!isIndex(state, states.length)) throw new RangeError(`no such hidden state among ${states.length}`);
  return states[state]!;
}

/** The same of a word by itself, without special tokens around it: the mean of its tokens' rows. @throws FaultError `empty-text` */
export const neighboursOfWord =
  (access: RunAccess) =>
  async ({ word, top, ...of }: WordNeighbourRequest): Promise<WordNeighbours> => {
    if (word.length > MAX_RUN_CHARACTERS) throw new RangeError(`a word of ${word.length} characters`);
    const fault = checkText(word, 'text');
    if (fault) throw new FaultError(fault);
    const model = await access.model(of);
    const tokens = model.tokenizer.encodeWord(word);
    checkContent(tokens);
    checkIds(tokens, model.summary);
    const ids = tokens.map(token => token.id);
    if (unknownOf(tokens) === 'all') throw unknownWord();
    const { word: table } = model.graph.tables;
    const vector = poolRows(readRows(model.file, table, ids), table.width, [[...ids.keys()]]).values;
    return { tokens, ...(await search(model, vector, top, ids)) };
  };

async function search(
  model: LoadedModel,
  vector: Float64Array,
  top: number,
  ids: readonly number[],
  context?: CallContext,
): Promise<{ entries: Neighbour[]; vocabulary: number; milliseconds: number }> {
  if (!Number.isSafeInteger(top) || top < 1) throw new RangeError(`the nearest ${top}`);
  const table = wordTableOf(model);
  const started = performance.now();
  const entries = await nearestEntries(table, vector, top, ids.length === 1 ? ids[0]! : null, () => goOn(context));
  assertUnchanged(model.files);
  const named = entries.map(entry => ({ ...entry, text: entry.kind === 'special' ? entry.token : nameOfEntry(entry, model.tokenizer) }));
  return { entries: named, vocabulary: table.compared, milliseconds: performance.now() - started };
}

/** Without the space that a word begins with; an added token is as it is. */
function nameOfEntry({ id, token }: Pick<Neighbour, 'id' | 'token'>, { mark, isAdded }: LoadedModel['tokenizer']): string {
  if (isAdded(id)) return token;
  const { text, bytes } = readEntry(token, mark);
  if (text === null) return `<${nameBytes(bytes!)}>`;
  return text.trim() || text.replaceAll(' ', '␣') || token;
}

function unknownWord(): FaultError {
  return new FaultError({
    code: 'empty-text',
    title: 'The model does not know this word',
    cause: 'Its vocabulary has no entry for the word, nor for parts of it.',
    nextStep: 'Try another spelling, or another word.',
  });
}
