import { FaultError } from '../../core/faults.ts';
import { meanRowDifference, mostLikely, type VariantDifference } from '../../core/model/variantDifference.ts';
import type { VariantDifferenceRequest } from '../../protocol/engineApi.ts';
import { TO_THE_END, type CallContext } from '../../protocol/rpc.ts';
import { fitTokens } from '../../tokenizer/window.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import { modelFiles } from '../model/folder.ts';
import { modelGiving } from '../model/graph.ts';
import { listVariants } from '../model/listVariants.ts';
import type { LoadedModel } from '../model/loader.ts';
import { freeMemory } from '../model/memory.ts';
import { variantNamed } from '../model/modelFiles.ts';
import { goOn } from '../runs/goOn.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { checkIds } from '../runs/tokenChecks.ts';
import { readLogits } from '../runtime/logits.ts';

/** What variants are measured on: prose with a pronoun, numbers, a quotation, and a line of code. */
export const VARIANT_TEXT =
  'When Anna came back from the market, she gave her brother the 12 apples that he had asked for. "They were cheaper than last week," she said. ' +
  'for i in range(10): total += prices[i]';

/**
 * How far a variant is from the most exact one of its folder that can be shown: both read the same short text, one behind the other.
 * @throws FaultError `no-such-variant`, `unavailable` for the most exact one itself, and when the two have other heads; what loading a model throws
 */
export const variantDifference =
  (access: RunAccess) =>
  async ({ directory, variant: wanted }: VariantDifferenceRequest, context: CallContext = TO_THE_END): Promise<VariantDifference> => {
    const variant = variantNamed(modelFiles(directory).variants, wanted).name;
    const reference = listVariants(directory).find(({ fault }) => fault === null)?.name;
    if (reference === undefined || reference === variant) throw nothingToCompare(variant);
    const exact = await read(await access.model({ directory, variant: reference }));
    await goOn(context);
    const other = await read(await access.model({ directory, variant }));
    const sizes = ({ maps }: typeof exact): string => maps.map(map => map.length).join();
    if (sizes(exact) !== sizes(other)) throw otherHeads(reference, variant);
    const tokens = exact.ids.length;
    const next = exact.next && other.next ? exact.next.filter((entry, place) => entry === other.next![place]).length : null;
    return { reference, variant, tokens, rowDifference: meanRowDifference(exact.maps, other.maps, tokens), sameNext: next };
  };

/** Maps of all layers, each [heads, tokens, tokens], and the most likely next token of each place. */
async function read(model: LoadedModel) {
  const { tokenizer, session, summary, files } = model;
  const { tokens } = fitTokens(tokenizer.encode(VARIANT_TEXT), summary.contextLength, 'start', 0);
  checkIds(tokens, summary);
  const ids = tokens.map(({ id }) => id);
  const { maps } = session.outputs;
  const fetched = await session.fetch(ids, maps);
  const next = await nextTokens(model, ids);
  assertUnchanged(files);
  return { ids, maps: maps.map(name => fetched.get(name)!), next };
}

/** Null where the graph puts out none, and where there is no room for a second session of the model. */
async function nextTokens({ session, graph, summary, file, bytes }: LoadedModel, ids: readonly number[]): Promise<number[] | null> {
  if (graph.logits === null || freeMemory(Infinity) < bytes) return null;
  const logits = await readLogits(modelGiving(graph.logits, file), session.fed, graph.logits, ids);
  const width = logits.length / ids.length;
  // A graph may keep the last places only.
  return width === summary.vocabularySize ? mostLikely(logits, width) : null;
}

function nothingToCompare(variant: string): FaultError {
  return new FaultError({
    code: 'unavailable',
    title: 'There is nothing to measure against',
    cause: `${variant} is the most exact variant of this folder that can be shown, and the others are measured against it.`,
    nextStep: 'Choose another variant of the folder.',
  });
}

function otherHeads(reference: string, variant: string): FaultError {
  return new FaultError({
    code: 'unavailable',
    title: 'The variants cannot be compared',
    cause: `${variant} has other layers or heads than ${reference}: it is another model.`,
    nextStep: 'Put variants of one model into a folder, and each other model into a folder of its own.',
  });
}
