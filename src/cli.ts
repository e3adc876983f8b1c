import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Console } from './cli/console.ts';
import { EXIT } from './cli/exitCode.ts';
import { main } from './cli/main.ts';

// Bundled as dist/cli.mjs: package.json and models/ lie one folder up.
const root = new URL('..', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };

process.on('SIGINT', () => {
  process.stderr.write('Cancelled.\n', () => process.exit(EXIT.cancelled));
});

const console = new Console(process.stdin, process.stdout, process.stderr, process.env);
// Not process.exit: what was written to a pipe still has to arrive.
process.exitCode = await main(process.argv.slice(2), { version, builtInModel: fileURLToPath(new URL('models/minilm', root)) }, console);
