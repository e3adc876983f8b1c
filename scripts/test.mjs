// npm test: every part of it, two at a time. What a part prints comes whole, one part after the other.
import { spawn } from 'node:child_process';

/**
 * The first of each lane begins at once; a lane goes on after a part that failed, so that one run tells everything. What needs a browser waits for it
 * half of the time, and never beside another of its kind.
 */
const LANES = [
  ['format', 'lint', 'types', 'unit'],
  ['panel', 'workbench'],
];

/** @typedef {{ name: string, output: Buffer[], seconds: number, code: number | null }} Part */

/** @type {Part | undefined} whose output goes to the terminal as it comes */
let shown;
/** @type {Part[]} */
const waiting = [];
/** @type {Part[]} */
const ended = [];

if ((await run('build')) === 0) await Promise.all(LANES.map(lane));
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
