import { formatCount } from '../../core/describe/numbers.ts';
import type { AddedToken } from '../addedTokens.ts';
import { corrupt, unsupported } from './faults.ts';
import { asId, asRecord, asString, asSwitch } from './schema.ts';

/** Real files have five to some thousands; more would only cost memory. */
const MOST_ADDED_TOKENS = 200_000;

/** Also bounds how far the matcher of added tokens looks. */
const LONGEST_ADDED_TOKEN = 1_000;

/** What a model was trained to read in place of a hidden word; written in a text, it becomes that token. */
export interface MaskToken {
  readonly id: number;
  readonly text: string;
}

export function readAddedTokens(value: unknown, vocabulary: ReadonlyMap<string, number>): AddedToken[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw corrupt('Its list of added tokens is not a list.');
  if (value.length > MOST_ADDED_TOKENS)
    throw unsupported(`It adds ${formatCount(value.length)} tokens; at most ${formatCount(MOST_ADDED_TOKENS)} are read.`);
  const tokens = value.map(readAddedToken);
  const ownedIds = new Set(vocabulary.values());
  const contents = new Set<string>();
  for (const { content, id } of tokens) {
    const known = vocabulary.get(content);
    const contradicts = known === undefined ? ownedIds.has(id) : known !== id;
    if (contradicts || contents.has(content)) throw corrupt('Its added tokens and its vocabulary disagree about an id.');
    contents.add(content);
    ownedIds.add(id);
  }
  return tokens;
}

function readAddedToken(value: unknown): AddedToken {
  const entry = asRecord(value, 'added token');
  const content = asString(entry['content'], 'added token');
  if (content.length > LONGEST_ADDED_TOKEN)
    throw unsupported(`It adds a token of more than ${formatCount(LONGEST_ADDED_TOKEN)} characters.`);
  const special = asSwitch(entry['special'], false);
  return {
    id: asId(entry['id'], 'added token'),
    content,
    special,
    singleWord: asSwitch(entry['single_word'], false),
    stripsLeft: asSwitch(entry['lstrip'], false),
    stripsRight: asSwitch(entry['rstrip'], false),
    normalized: asSwitch(entry['normalized'], !special),
  };
}

/** The token that `padding` names, else the usual names; what `padding` says about lengths is ignored. */
export function padTokenId(padding: unknown, ids: ReadonlyMap<string, number>): number | null {
  const named = typeof padding === 'object' && padding !== null ? (padding as Record<string, unknown>)['pad_token'] : undefined;
  const name = [named, '[PAD]', '<pad>'].find((name): name is string => typeof name === 'string' && ids.has(name));
  return name === undefined ? null : ids.get(name)!;
}

/** `[MASK]`, `<mask>`: nothing in the file but its name says what the token is for. */
const MASK_NAME = /^(?:\[mask\]|<mask>)$/i;

export function findMaskToken(addedTokens: readonly AddedToken[]): MaskToken | null {
  const token = addedTokens.find(({ special, content }) => special && MASK_NAME.test(content));
  return token ? { id: token.id, text: token.content } : null;
}
