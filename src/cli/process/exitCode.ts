import type { FaultCode } from '../../core/fault.ts';

/** Documented in docs/cli.md. */
export const EXIT = { ok: 0, runtime: 1, usage: 2, missing: 3, damaged: 4, unsupported: 5, cancelled: 130 } as const;

export function exitCodeOf(code: FaultCode): number {
  switch (code) {
    case 'usage':
    case 'empty-text':
    case 'binary-text':
      return EXIT.usage;
    case 'model-missing':
    case 'no-such-variant':
    case 'tokenizer-missing':
    case 'file-unreadable':
      return EXIT.missing;
    case 'file-empty':
    case 'file-truncated':
    case 'file-html':
    case 'file-lfs':
    case 'file-corrupt':
      return EXIT.damaged;
    case 'unsupported-model':
    case 'no-attention':
    case 'unavailable':
    case 'unsupported-tokenizer':
    case 'vocabulary-mismatch':
      return EXIT.unsupported;
    case 'cancelled':
      return EXIT.cancelled;
    case 'tokenizer-slow':
    case 'invalid-values':
    case 'untrusted':
    case 'engine-stopped':
    case 'out-of-memory':
    case 'stale-run':
    case 'runtime':
      return EXIT.runtime;
  }
}
