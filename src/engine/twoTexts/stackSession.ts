import { inSquare } from '../../core/attention/crossBlock.ts';
import { lackOf } from '../../core/model/capability.ts';
import type { StackName } from '../../core/model/stack.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { goOn } from '../runs/goOn.ts';
import type { ModelOutputs } from '../runs/fetchPlan.ts';
import type { ReadBeside, ReadingSession } from '../runtime/session.ts';
import { releaseGraphs, type TwoTextModel } from './model.ts';

/**
 * One kind of attention of an encoder-decoder, read as the maps of one text. Of what goes from the target to the source the tokens of that text are those of
 * the source, then those of the target; a text's own attention is of its tokens alone.
 */
export class StackSession implements ReadingSession {
  readonly outputs: ModelOutputs;
  readonly causal: boolean;
  readonly checks = null;
  readonly decoding = null;
  readonly fed: ReadingSession['fed'];
  readonly #model: TwoTextModel;
  readonly #stack: StackName;

  constructor(model: TwoTextModel, stack: StackName) {
    this.#model = model;
    this.#stack = stack;
    this.fed = model.encoder.fed;
    const { heads, causal } = model.summary.stacks[stack];
    this.causal = stack === 'cross' || causal;
    const maps = heads.map((_, layer) => `${stack}.attention.${layer}`);
    this.outputs = { maps, heads, width: 0, totals: [], hidden: [], updates: [], fixedLength: null };
  }

  get isReleased(): boolean {
    return this.#model.encoder.isReleased;
  }

  /** @param read of both texts: segments, 0 for the tokens of the source, 1 for those of the target; of the target alone its source */
  async fetch(
    ids: readonly number[],
    names: readonly string[],
    context?: CallContext,
    read: ReadBeside = {},
  ): Promise<Map<string, Float32Array>> {
    if (names.length === 0) return new Map();
    const maps = await this.#maps(ids, read, context);
    return new Map(names.map(name => [name, maps(this.outputs.maps.indexOf(name))]));
  }

  /** The maps of a layer, of all that were read in one pass. */
  async #maps(
    ids: readonly number[],
    { segments = [], otherText = [] }: ReadBeside,
    context: CallContext | undefined,
  ): Promise<(layer: number) => Float32Array> {
    const { encoder, decoder, states } = this.#model;
    if (this.#stack === 'encoder') {
      const { maps } = encoder.outputs;
      const fetched = await encoder.fetch(ids, maps, context);
      return layer => fetched.get(maps[layer]!)!;
    }
    const first = this.#stack === 'cross' ? ids.slice(0, segments.indexOf(1)) : otherText.map(({ id }) => id);
    const target = this.#stack === 'cross' ? ids.slice(first.length) : ids;
    const encoded = await encoder.fetch(first, [states], context);
    await goOn(context);
    const found = await decoder.maps({ states: encoded.get(states)!, tokens: first.length }, target);
    return this.#stack === 'decoder' ? layer => found.decoder[layer]! : layer => inSquare(found.cross[layer]!, target.length, first.length);
  }

  vectors(): never {
    throw lackOf('hidden-states');
  }
  vectorsAt(): never {
    throw lackOf('hidden-states');
  }
  vectorsOfEach(): never {
    throw lackOf('hidden-states');
  }
  batchSize(): number {
    return 1;
  }
  elementTypeOf(): null {
    return null;
  }
  releaseWith(other: { dispose: () => Promise<void> }): Promise<void> {
    return this.#model.encoder.releaseWith(other);
  }

  dispose(): Promise<void> {
    return releaseGraphs(this.#model);
  }
}
