import { equalHeads } from '../../src/core/model/stack.ts';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLenses } from '../../src/engine/model/lensesFile.ts';

const folder = resolve('models/minilm');
const card = readFileSync(join(folder, 'README.md'), 'utf8');

/** Written by training/measure_minilm.py together with the reference maps. */
interface Bounds {
  readonly texts: number;
  readonly tokens: number;
  readonly attentionMeanDifference: number;
  readonly attentionMaxDifference: number;
  readonly argMaxAgreement: number;
  readonly hiddenMeanCosine: number;
  readonly hiddenMinCosine: number;
}

const { bounds } = JSON.parse(readFileSync(resolve('test/fixtures/minilm/reference.json'), 'utf8')) as { bounds: Bounds };

describe('the model card of the built-in model', () => {
  test('names the SHA-256 of the files beside it', () => {
    const rows = [...card.matchAll(/^\| `(.+)` \| `([0-9a-f]{64})` \|$/gm)].map(([, file, hash]) => [file!, hash!] as const);
    expect(rows.map(([file]) => file)).toEqual(['onnx/model.onnx', 'tokenizer.json', 'config.json']);
    for (const [file, hash] of rows) {
      const found = createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex');
      expect(found, file).toBe(hash);
    }
  });

  test('states the size of model and tokenizer, at most 25 million bytes', () => {
    const bytes = ['onnx/model.onnx', 'tokenizer.json'].reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    expect(bytes).toBeLessThanOrEqual(25_000_000);
    expect(card).toContain(`${bytes.toLocaleString('en')} bytes`);
  });

  test('states the differences that were measured, and they are within what is accepted', () => {
    expect(bounds.texts).toBe((JSON.parse(readFileSync(resolve('training/texts.json'), 'utf8')) as string[]).length);
    expect(bounds.attentionMeanDifference).toBeLessThanOrEqual(0.0005);
    expect(bounds.argMaxAgreement).toBeGreaterThanOrEqual(0.985);
    expect(bounds.hiddenMeanCosine).toBeGreaterThanOrEqual(0.999);
    for (const figure of [
      `${bounds.texts} texts`,
      `${bounds.tokens.toLocaleString('en')} tokens`,
      `mean difference | ${bounds.attentionMeanDifference.toFixed(5)} |`,
      `largest difference | ${bounds.attentionMaxDifference.toFixed(4)} |`,
      `is the same | ${(100 * bounds.argMaxAgreement).toFixed(2)} % |`,
      `mean cosine | ${bounds.hiddenMeanCosine.toFixed(5)} |`,
      `smallest cosine | ${bounds.hiddenMinCosine.toFixed(5)} |`,
    ]) {
      expect(card).toContain(figure);
    }
  });
});

describe('the lenses of the built-in model', () => {
  const warnings: string[] = [];
  const lenses = readLenses(readFileSync(join(folder, 'lenses.json'), 'utf8'), equalHeads(6, 12), warnings)!;

  test('all fit the model, with the strongest head of each word as the default', () => {
    expect(warnings).toEqual([]);
    expect(lenses.lenses.map(lens => lens.name)).toEqual([
      'Strongest heads',
      'Related words',
      'Reference',
      'Verb and object',
      'Noun phrase',
      'Auxiliary',
      'Previous word',
      'All heads',
    ]);
    expect(lenses.defaultLens).toBe('strongest');
  });

  test('a name that promises something has evidence better than its baseline; the other three say that they claim nothing', () => {
    for (const lens of lenses.lenses) {
      if (lens.id === 'strongest' || lens.id === 'related' || lens.id === 'all-heads') {
        expect(lens.evidence, lens.id).toEqual([]);
        expect(lens.description, lens.id).toContain('claims nothing');
      } else {
        expect(lens.evidence.length, lens.id).toBeGreaterThan(0);
        for (const { value, baseline, measure } of lens.evidence) expect(value, measure).toBeGreaterThan(baseline + 0.1);
      }
    }
  });
});
