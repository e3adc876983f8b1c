import type { Fault } from '../../../src/core/fault.ts';

/** What the panel can be about, with the words of the reference look. */
export const PHASE_NAMES = ['ready', 'stale', 'empty', 'restored', 'loading', 'warm', 'failed', 'stopped'] as const;
export type PhaseName = (typeof PHASE_NAMES)[number];

export function phaseNamed(name: string | null): PhaseName {
  return PHASE_NAMES.find(known => known === name) ?? 'ready';
}

/** What the engine answers with in it. */
export const FAULTS: { readonly [name in PhaseName]?: Fault } = {
  failed: {
    code: 'file-truncated',
    title: 'The model file is incomplete',
    cause: 'model.onnx holds 3.1 MB of 22.7 MB, so the copy was cut short.',
    nextStep: 'Copy the file again, or use the built-in model.',
  },
  stopped: {
    code: 'engine-stopped',
    title: 'The model process stopped',
    cause: 'It ran out of memory on 512 tokens. Your editor and text are not affected.',
    nextStep: 'Explore a shorter selection, or start it again.',
  },
};
