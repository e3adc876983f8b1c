import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { bucketOfCosine } from '../../../src/core/scale.ts';
import { ROOT } from '../paths.ts';
import { runByCli, type ExpectedHeat } from './lens.ts';

interface CliVectors {
  readonly static: readonly (readonly number[])[];
  readonly hidden: readonly (readonly (readonly number[])[])[];
}

/** What a command of the command line answers in JSON; the caller knows its schema. */
export function jsonByCli(...args: string[]): unknown {
  const cli = [path.join(ROOT, 'dist/cli.mjs'), ...args, '--format', 'json'];
  return JSON.parse(
    execFileSync(process.execPath, cli, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64e6 }),
  ) as unknown;
}

/** What must be painted when a word is pointed at and the colour means likeness: by word embedding, or by a hidden state. */
export function expectedLikeness(text: string, word: string, by: 'fixed' | { readonly state: number }): ExpectedHeat[] {
  const { words } = runByCli(text);
  const vectors = jsonByCli('embed', '--text', text) as CliVectors;
  const rows = by === 'fixed' ? vectors.static : vectors.hidden[by.state]!;
  const pooled = words.map(({ tokens }) => rows[0]!.map((_, column) => tokens.reduce((sum, token) => sum + rows[token]![column]!, 0)));
  const source = pooled[words.findIndex(({ label }) => label === word)]!;
  return words.flatMap(({ label, start, special }, index) => {
    const step = special || label === word ? 0 : bucketOfCosine(cosine(source, pooled[index]!));
    return step > 0 ? [{ text: label, startColumn: start, step }] : [];
  });
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, index) => sum + value * y[index]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
