import { corrupt } from '../file/faults.ts';
import type { JsonObject } from '../file/schema.ts';
import type { Normalizer } from './normalizer.ts';

export function readNormalizerSequence(options: JsonObject, readStep: (value: unknown) => Normalizer): Normalizer {
  const steps = options['normalizers'];
  if (!Array.isArray(steps)) throw corrupt('Its normalizer is a sequence without steps.');
  const normalizers = steps.map(readStep);
  return { normalize: text => normalizers.reduce((result, normalizer) => normalizer.normalize(result), text) };
}
