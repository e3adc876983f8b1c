import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fingerprintOf, hashesOfRead } from '../../src/cli/commands/answerTable.ts';
import { headsOfView, takenOf } from '../../src/core/export/taken.ts';
import { writeTable, type TableFormat } from '../../src/core/export/writeTable.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { answerOf } from '../../src/draw/answers/registry.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { PanelParts } from '../../src/protocol/panelParts.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import { runTarget } from '../../src/session/exploreRun.ts';
import { PARTS } from '../../src/session/parts/registry.ts';
import type { PartContext } from '../../src/session/parts/task.ts';
import { standingOf } from '../../src/session/standing.ts';
import { pairTarget, type Target } from '../../src/session/target.ts';
import { runInProcess } from '../support/commandLine.ts';

/* An answer on its source, in the panel and on the command line: the same bytes. */

const reference = JSON.parse(readFileSync('test/fixtures/ground/reference.json', 'utf8')) as Record<'source' | 'answer', string>;
const source = `${reference.source} A dog ran off. The old man slept. He saw no birds.`;
const answer = `${reference.answer} The man saw the dog run off.`;
const MODEL = resolve('test/fixtures/matrix/smollm2/genai-fp32');
const NEVER = new AbortController().signal;

let context: PartContext;
const parts: { -readonly [name in 'ground' | 'removals']?: PanelParts[name] } = {};
let files: readonly string[] = [];

beforeAll(async () => {
  const runner = new Runner();
  const engine = {
    call: async (method: keyof Runner, parameters: never) => (runner[method] as (parameters: never) => unknown)(parameters),
  } as unknown as EngineClient;
  const start = { line: 0, character: 0 };
  const part = {
    uri: 'file:///a.md',
    label: 'a.md',
    what: 'selection',
    start,
    skipped: 0,
    tooLong: false,
    fit: 'start',
    caret: 0,
  } as const;
  const target: Target = pairTarget({ ...part, text: source }, { ...part, text: answer });
  const run = await runTarget(engine, { directory: MODEL }, target, () => INITIAL_STATE, NEVER);
  context = {
    engine,
    exploration: { ...run, ...standingOf(target, []) },
    state: { ...INITIAL_STATE, view: run.view },
    checked: 'all',
    grounded: null,
  } as unknown as PartContext;
  const quiet = () => undefined;
  parts.ground = await PARTS.ground.fetch(context, NEVER, quiet);
  parts.removals = await PARTS.removals.fetch({ ...context, grounded: parts.ground }, NEVER, quiet);
  const folder = mkdtempSync(join(tmpdir(), 'ground-'));
  files = Object.entries({ source, answer }).flatMap(([name, text]) => {
    writeFileSync(join(folder, name), `${text}\n`);
    return [`--${name}`, join(folder, name)];
  });
});

function taken(format: TableFormat, removed: boolean): string {
  const { model, summary, matrix, view, target } = context.exploration;
  const of = takenOf({
    model,
    fingerprint: fingerprintOf(model),
    run: summary,
    text: target.text,
    textHashes: hashesOfRead(target.text, summary),
    isEdited: false,
    heads: headsOfView(view, model.lenses),
    matrix,
    state: context.state,
  });
  const here: Partial<PanelParts> = removed ? parts : { ground: parts.ground! };
  const table = answerOf('ground').table({
    taken: of,
    state: context.state,
    model,
    run: summary,
    part: name => (here[name] ?? null) as never,
  });
  return writeTable(table!, format);
}

test.each([
  ['csv', true],
  ['csv', false],
  ['tsv', true],
  ['markdown', true],
  ['latex', true],
] as const)('as %s, with sentences left out: %s', async (format, removed) => {
  const args = ['--model', MODEL, '--plain', ...(removed ? ['--remove'] : []), ...files, '--format', format];
  const { code, stdout } = await runInProcess(['ground', ...args]);
  expect(code).toBe(0);
  expect(String(stdout)).toBe(taken(format, removed));
  expect(taken(format, removed).split('\n').length).toBeGreaterThan(removed ? 12 : 8);
});
