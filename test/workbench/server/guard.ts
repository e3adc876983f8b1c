// Runs a server on behalf of another process: node guard.ts DATA_FOLDER SERVER [ARGUMENT...]
//
// When standard input closes, because the owner asked for the end or because it died in whatever way, the server, everything it started and its
// data folder go. No exit handler of the owner can promise that: a signal may come twice, or be SIGKILL.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 5_000;
const [dataFolder = '', ...command] = process.argv.slice(2);

const server = spawn(process.execPath, command, {
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true, // a process group of its own: an extension host can outlive its server
});
const exited = new Promise<number>(resolve => server.once('exit', code => resolve(code ?? 1)));
const abandoned = new Promise<void>(resolve => process.stdin.once('close', resolve).resume());

await Promise.race([exited, abandoned]);
server.kill('SIGTERM');
await Promise.race([exited, sleep(PATIENCE_MS, undefined, { ref: false })]);
try {
  if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
} catch {
  // the group is empty
}
const code = await exited;
rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
process.exit(code);
