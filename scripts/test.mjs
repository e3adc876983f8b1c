// npm test: every part of it. What a part prints comes whole, one part after the other, and what failed and how long each took stands at the end.
import { spawn } from 'node:child_process';
import { canHaveWorkbench } from './workbenchPackage.mjs';

/**
 * What waits for the network goes on beside what computes; the tests keep all processors busy and come one after the other: side by side with the pages,
 * a workbench is slow enough for a dialog to take a path half typed. A part that fails ends none.
 */
const STAGES = [
  [['build']],
  [['format'], ['lint', 'types'], canHaveWorkbench() ? ['workbench-package'] : []],
  [['unit', 'panel', 'workbench']],
];

/** @typedef {{ name: string, output: Buffer[], seconds: number, code: number | null }} Part */

/** @type {Part | undefined} whose output goes to the terminal as it comes */
let shown;
/** @type {Part[]} */
const waiting = [];
/** @type {Part[]} */
const ended = [];

for (const lanes of STAGES) await Promise.all(lanes.map(lane));
for (const { name, seconds, code } of ended) console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${name} (${seconds.toFixed(0)} s)`);
process.exitCode = ended.every(part => part.code === 0) ? 0 : 1;

/** @param {readonly string[]} names */
async function lane(names) {
  for (const name of names) await run(name);
}

/** @param {string} name of a script in package.json @returns {Promise<number | null>} its exit code */
async function run(name) {
  const started = performance.now();
  /** @type {Part} */
  const part = { name, output: [], seconds: 0, code: null };
  const child = spawn(`npm run --silent ${name}`, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  waiting.push(part);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', bytes => {
      part.output.push(bytes);
      print();
    });
  }
  part.code = await new Promise(resolve => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  part.seconds = (performance.now() - started) / 1000;
  ended.push(part);
  print();
  return part.code;
}

/** What the part that is shown has printed since, and the whole of those that have ended while it went on. */
function print() {
  for (;;) {
    if (shown === undefined) {
      shown = waiting.shift();
      if (shown === undefined) return;
      console.log(`\n> ${shown.name}`);
    }
    for (const bytes of shown.output.splice(0)) process.stdout.write(bytes);
    if (!ended.includes(shown)) return;
    shown = undefined;
  }
}
