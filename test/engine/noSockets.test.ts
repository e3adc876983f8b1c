import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { EngineProcess } from '../../src/host/process/process.ts';
import { BUILT_IN_MODEL, bundlePath, hasMapped } from '../support/processes.ts';
import { textUnit } from '../support/textUnit.ts';

let engine: EngineProcess | null = null;
afterEach(() => {
  engine?.dispose();
});

/** Inodes of the sockets that a process has open. */
function socketsOf(pid: number): Set<string> {
  const folder = `/proc/${pid}/fd`;
  const targets = readdirSync(folder).map(descriptor => {
    try {
      return readlinkSync(`${folder}/${descriptor}`);
    } catch {
      // Closed since it was listed.
      return '';
    }
  });
  return new Set(targets.flatMap(target => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
}

/** Inodes of all sockets of this kind that the process' network has. */
function inodesOf(pid: number, table: string): string[] {
  const lines = readFileSync(`/proc/${pid}/net/${table}`, 'utf8').trim().split('\n').slice(1);
  // The last columns of `unix` are the inode and a name that may be missing; in the others the inode is the tenth.
  return lines.map(line => line.trim().split(/\s+/)[table === 'unix' ? 6 : 9]!);
}

const NETWORK = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'];

const onLinux = test.runIf(process.platform === 'linux');

onLinux('a socket of this process is seen, so this test can see one', async () => {
  const before = socketsOf(process.pid);
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const added = [...socketsOf(process.pid)].filter(inode => !before.has(inode));
  const listed = inodesOf(process.pid, 'tcp');
  await new Promise(resolve => server.close(resolve));
  expect(added.length).toBe(1);
  expect(listed).toContain(added[0]);
});

onLinux('the engine has the sockets it was started with and no other, before, during and after a run', async () => {
  // Without CI: where it is set ONNX Runtime's telemetry keeps quiet by itself.
  const { CI: _, ...environment } = process.env;
  engine = new EngineProcess({ modulePath: bundlePath('engine.cjs'), log: () => undefined, environment });
  const nowhere = engine.call('open', { directory: '/nowhere/at/all' });
  await expect(nowhere).rejects.toBeInstanceOf(FaultError);
  const pid = engine.pid!;
  // The channel and the streams of a forked process.
  const given = socketsOf(pid);
  expect(given.size).toBeGreaterThan(0);
  const unix = new Set(inodesOf(pid, 'unix'));
  expect([...given].filter(inode => !unix.has(inode))).toEqual([]);

  let looks = 0;
  const look = (): void => {
    looks++;
    const open = socketsOf(pid);
    expect([...open].filter(inode => !given.has(inode))).toEqual([]);
    for (const table of NETWORK)
      expect(
        inodesOf(pid, table).filter(inode => open.has(inode)),
        table,
      ).toEqual([]);
  };
  const request = {
    directory: BUILT_IN_MODEL,
    text: 'The cat sat on the mat because it was tired. '.repeat(40),
    fit: 'start',
    caret: 0,
  } as const;
  const run = engine.call('run', request);
  do {
    look();
    await new Promise(resolve => setTimeout(resolve, 2));
  } while (engine.pending > 0);
  const { runId } = await run;
  expect(looks).toBeGreaterThan(20);
  expect(hasMapped(pid, 'libonnxruntime')).toBe(true);
  await engine.call('likeness', { runId, level: 'words', state: 3 });
  await engine.call('neighbours', { runId, level: 'words', ...textUnit(2), state: null, top: 5 });
  look();
});
