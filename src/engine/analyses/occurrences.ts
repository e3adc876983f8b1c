import { isIndex } from '../../core/checks.ts';
import { overlapLength } from '../../core/text/span.ts';
import type { Token } from '../../core/text/token.ts';
import { cosineMatrix, poolRows, type Vectors } from '../../core/vectors/vectors.ts';
import { unknownOf } from '../../core/text/words.ts';
import { MAX_REQUEST_OCCURRENCES, type CompareRequest, type CompareSlice, type Occurrence } from '../../protocol/embeddingApi.ts';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { fitTokens } from '../../tokenizer/window.ts';
import { readRows } from '../runtime/embeddingRows.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import type { LoadedModel } from '../model/loader.ts';
import { goOn } from '../runs/goOn.ts';
import { checkIds } from '../runs/tokenChecks.ts';
import type { RunAccess } from '../runs/runAccess.ts';

/** An occurrence that has tokens, in the part of its text that goes through the model with it. */
interface Place {
  readonly occurrence: number;
  /** Tokens that are run. */
  readonly window: readonly Token[];
  /** Indices of its own tokens in the window. */
  readonly tokens: readonly number[];
  /** More of the text did not fit. */
  readonly isWindow: boolean;
}

/** A word in several places: the vectors it has there, compared. @throws FaultError why the model cannot be used, `cancelled` between two passes */
export const compare =
  (access: RunAccess) =>
  async (request: CompareRequest, context?: CallContext): Promise<CompareSlice> => {
    checkRequest(request);
    const model = await access.model(request);
    const windows = findWindows(request, model);
    const places = windows.flat().sort((a, b) => a.occurrence - b.occurrence);
    const { graph, session } = model;

    const gathered = graph.hidden.map(() => new Map<number, Float64Array>());
    for (const together of graph.hidden.length > 0 ? windows : []) {
      await goOn(context);
      const { window } = together[0]!;
      const wanted = [...new Set(together.flatMap(({ tokens }) => tokens))].toSorted((a, b) => a - b);
      const rowOf = new Map(wanted.map((token, row) => [token, row]));
      const states = await session.vectorsAt(
        window.map(token => token.id),
        graph.hidden,
        wanted,
        context,
      );
      for (const [state, values] of states.entries()) {
        const width = values.length / wanted.length;
        for (const { occurrence, tokens } of together) {
          const rows = tokens.map(token => rowOf.get(token)!);
          gathered[state]!.set(occurrence, poolRows(values, width, [rows]).values);
        }
      }
    }
    const fixed = cosineMatrix(fixedVectors(model, places));
    assertUnchanged(model.files);
    return {
      found: places.map(place => place.occurrence),
      unknown: places.map(({ window, tokens }) => unknownOf(tokens.map(token => window[token]!))),
      size: places.length,
      windowed: places.filter(place => place.isWindow).length,
      fixed,
      states: gathered.map(vectors => cosineMatrix(stack(places.map(place => vectors.get(place.occurrence)!)))),
    };
  };

function checkRequest({ texts, occurrences }: CompareRequest): void {
  if (occurrences.length > MAX_REQUEST_OCCURRENCES) throw new RangeError(`${occurrences.length} occurrences`);
  if (texts.some(text => text.length > MAX_RUN_CHARACTERS)) throw new RangeError('a text that is too long');
  for (const { text, start, end } of occurrences) {
    const isInside =
      isIndex(text, texts.length) && isIndex(start, texts[text]!.length) && isIndex(end - start - 1, texts[text]!.length - start);
    if (!isInside) throw new RangeError('an occurrence outside the texts');
  }
}

/** Places by the stretch of text that is run for them: a text that fits is one stretch, a longer one has a stretch around each occurrence. */
function findWindows({ texts, occurrences }: CompareRequest, { tokenizer, summary }: LoadedModel): Place[][] {
  return texts.flatMap((text, textIndex) => {
    const own = [...occurrences.entries()].filter(([, occurrence]) => occurrence.text === textIndex);
    if (own.length === 0) return [];
    const all = tokenizer.encode(text);
    checkIds(all.tokens, summary);
    const byStretch = new Map<string, Place[]>();
    for (const [occurrence, span] of own) {
      const fitting = fitTokens(all, summary.contextLength, 'around', span.start);
      const { tokens: window, totalTokens, shownStart, shownEnd } = fitting;
      const tokens = tokensIn(window, span);
      if (tokens.length === 0) continue;
      const isWindow = totalTokens > window.length;
      const stretch = `${shownStart}-${shownEnd}`;
      const known = byStretch.get(stretch);
      // Equal stretches have equal tokens; the first one's are as good.
      if (known) known.push({ occurrence, window: known[0]!.window, tokens, isWindow });
      else byStretch.set(stretch, [{ occurrence, window, tokens, isWindow }]);
    }
    return [...byStretch.values()];
  });
}

/** Tokens that reach into the span: what a token covers is one word, so each of its dictionary words has the token's vector. */
function tokensIn(window: readonly Token[], span: Occurrence): number[] {
  return [...window.keys()].filter(index => overlapLength(window[index]!, span) > 0);
}

/** Mean of the word table's rows over the tokens of each place. */
function fixedVectors({ file, graph }: LoadedModel, places: readonly Place[]): Vectors {
  const ids = places.map(({ window, tokens }) => tokens.map(token => window[token]!.id));
  const { word } = graph.tables;
  let next = 0;
  return poolRows(
    readRows(file, word, ids.flat()),
    word.width,
    ids.map(own => own.map(() => next++)),
  );
}

function stack(vectors: readonly Float64Array[]): Vectors {
  const width = vectors[0]?.length ?? 0;
  const values = new Float64Array(vectors.length * width);
  for (const [index, vector] of vectors.entries()) values.set(vector, index * width);
  return { count: vectors.length, width, values };
}
