// What `npm start` runs: a workbench for a person. See scripts/start.mjs.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, SAMPLES } from './paths.ts';
import { startServer } from './server/server.ts';

const { values: flags } = parseArgs({ options: { open: { type: 'boolean' }, port: { type: 'string', default: '0' } } });

// The server ends with this process, also while it still starts. Not `once`: the signal may come from the terminal and from the parent.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));

const settings = { 'window.autoDetectColorScheme': true };
const server = await startServer({ extension: ROOT, port: Number(flags.port), settings });
const address = server.address({ folder: SAMPLES, file: path.join(SAMPLES, 'words.md') });
console.log(`
Attention Lens is ready. Open this address in a browser on this machine:

  ${address}

Select a line, press Ctrl+K A, and rest the pointer on a word. Ctrl+C here stops it.`);
if (flags.open) openBrowser();

function openBrowser(): void {
  const opener = spawn('xdg-open', [address], { stdio: 'ignore', detached: true });
  opener.once('error', () => console.log('No program here opens a browser; please open the address yourself.'));
  opener.unref();
}
