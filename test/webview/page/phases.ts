import type { Phase } from '../../../src/protocol/panelApi.ts';

const PHASES: Readonly<Record<string, Phase>> = {
  ready: { kind: 'ready' },
  stale: { kind: 'stale' },
  empty: { kind: 'empty' },
  restored: { kind: 'restored', label: 'words.md', lines: 'lines 7 to 9' },
  loading: { kind: 'loading', words: 10, cold: true },
  warm: { kind: 'loading', words: 10, cold: false },
  failed: {
    kind: 'failed',
    fault: {
      code: 'file-truncated',
      title: 'The model file is incomplete',
      cause: 'model.onnx holds 3.1 MB of 22.7 MB, so the copy was cut short.',
      nextStep: 'Copy the file again, or use the built-in model.',
    },
    actions: ['useBuiltInModel', 'exploreAgain', 'showLog'],
  },
  stopped: {
    kind: 'failed',
    fault: {
      code: 'engine-stopped',
      title: 'The model process stopped',
      cause: 'It ran out of memory on 512 tokens. Your editor and text are not affected.',
      nextStep: 'Explore a shorter selection, or start it again.',
    },
    actions: ['exploreAgain', 'showLog'],
  },
};

export const PHASE_NAMES: readonly string[] = Object.keys(PHASES);

/** A phase with the words of the reference look. */
export function phaseNamed(name: string): Phase {
  return PHASES[name] ?? { kind: 'ready' };
}
