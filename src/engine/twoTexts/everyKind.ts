import { attentionOf } from '../../core/attention/maps.ts';
import type { Token } from '../../core/text/token.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { TwoTextRun } from '../../protocol/twoTexts.ts';
import { goOn } from '../runs/goOn.ts';
import type { DecoderMaps, ReadSource } from '../runtime/decoderSession.ts';
import type { TwoTextModel } from './model.ts';

/** What the encoder made of a source, and how the source attends to itself. */
export interface EncodedSource extends ReadSource {
  readonly maps: readonly Float32Array[];
}

export async function readSource(
  { encoder, states }: TwoTextModel,
  tokens: readonly Token[],
  context?: CallContext,
): Promise<EncodedSource> {
  const ids = tokens.map(({ id }) => id);
  const { maps } = encoder.outputs;
  const fetched = await encoder.fetch(ids, [...maps, states], context);
  return { states: fetched.get(states)!, tokens: ids.length, maps: maps.map(name => fetched.get(name)!) };
}

/** All three kinds of attention of a source that was read and of its target. */
export async function readTarget(
  { decoder, summary: { stacks } }: TwoTextModel,
  source: EncodedSource,
  target: readonly Token[],
  context?: CallContext,
): Promise<TwoTextRun['attention']> {
  await goOn(context);
  const maps: DecoderMaps = await decoder.maps(
    source,
    target.map(({ id }) => id),
  );
  const [rows, columns] = [target.length, source.tokens];
  return {
    encoder: attentionOf(stacks.encoder, columns, columns, source.maps),
    decoder: attentionOf(stacks.decoder, rows, rows, maps.decoder),
    cross: attentionOf(stacks.cross, rows, columns, maps.cross),
  };
}
