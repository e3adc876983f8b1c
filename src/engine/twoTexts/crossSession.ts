import { inSquare } from '../../core/attention/crossBlock.ts';
import { lackOf } from '../../core/model/capability.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { goOn } from '../runs/goOn.ts';
import type { ModelOutputs } from '../runs/fetchPlan.ts';
import type { ReadingSession } from '../runtime/session.ts';
import { releaseGraphs, type TwoTextModel } from './model.ts';

/** The cross-attention of an encoder-decoder, read as the maps of one text: its tokens are those of the source, then those of the target. */
export class CrossSession implements ReadingSession {
  readonly outputs: ModelOutputs;
  readonly causal = true;
  readonly checks = null;
  readonly decoding = null;
  readonly fed: ReadingSession['fed'];
  readonly #model: TwoTextModel;

  constructor(model: TwoTextModel) {
    this.#model = model;
    this.fed = model.encoder.fed;
    const { heads } = model.summary.stacks.cross;
    const maps = heads.map((_, layer) => `cross.attention.${layer}`);
    this.outputs = { maps, heads, width: 0, totals: [], hidden: [], updates: [], fixedLength: null };
  }

  get isReleased(): boolean {
    return this.#model.encoder.isReleased;
  }

  /** @param segments 0 for the tokens of the source, 1 for those of the target */
  async fetch(
    ids: readonly number[],
    names: readonly string[],
    context?: CallContext,
    segments: readonly number[] = [],
  ): Promise<Map<string, Float32Array>> {
    if (names.length === 0) return new Map();
    const { encoder, decoder, states } = this.#model;
    const source = segments.indexOf(1);
    const read = await encoder.fetch(ids.slice(0, source), [states], context);
    await goOn(context);
    const { cross } = await decoder.maps({ states: read.get(states)!, tokens: source }, ids.slice(source));
    const mapOf = (name: string) => inSquare(cross[this.outputs.maps.indexOf(name)]!, ids.length - source, source);
    return new Map(names.map(name => [name, mapOf(name)]));
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
