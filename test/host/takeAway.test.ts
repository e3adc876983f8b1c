import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HostToPanel } from '../../src/protocol/panelApi.ts';
import { pngWithText } from '../../src/host/files/pngText.ts';
import { PageAnswers } from '../../src/host/panel/pageAnswers.ts';
import { saveFile, saveWritten } from '../../src/host/files/saveFile.ts';
import * as standIn from './standIn/vscode.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'attention-lens-save-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const at = (name: string) => standIn.Uri.from({ scheme: 'file', path: path.join(folder, name) }) as never;

it('a file on the disk is replaced as a whole, with its rights, and nothing else is left', async () => {
  writeFileSync(path.join(folder, 'a.csv'), 'old', { mode: 0o600 });
  await saveFile(at('a.csv'), Buffer.from('new'));
  expect([readFileSync(path.join(folder, 'a.csv'), 'utf8'), statSync(path.join(folder, 'a.csv')).mode & 0o777]).toEqual(['new', 0o600]);
  expect(readdirSync(folder)).toEqual(['a.csv']);
});

it('a link stays, and what it leads to is written', async () => {
  writeFileSync(path.join(folder, 'real.csv'), 'old');
  symlinkSync('real.csv', path.join(folder, 'link.csv'));
  await saveFile(at('link.csv'), Buffer.from('new'));
  expect(readFileSync(path.join(folder, 'real.csv'), 'utf8')).toBe('new');
  expect(readdirSync(folder).toSorted()).toEqual(['link.csv', 'real.csv']);
});

it('where it cannot be written it says why, and leaves nothing', async () => {
  mkdirSync(path.join(folder, 'a.csv'));
  await expect(saveFile(at('a.csv'), Buffer.from('new'))).rejects.toThrow('The file was not written. A folder has this name.');
  await expect(saveFile(at('gone/a.csv'), Buffer.from('new'))).rejects.toThrow('The folder is gone.');
  expect(readdirSync(folder)).toEqual(['a.csv']);
});

it('what another writes is put in its place, or handed to the file system of the address; nothing of it is left', async () => {
  const write = async (temporary: string) => writeFileSync(temporary, 'all heads', { flag: 'wx' });
  await saveWritten(at('heads.npz'), write);
  expect(readFileSync(path.join(folder, 'heads.npz'), 'utf8')).toBe('all heads');
  expect(readdirSync(folder)).toEqual(['heads.npz']);
  let used = '';
  await saveWritten(standIn.Uri.from({ scheme: 'vscode-remote', path: '/x/heads.npz' }) as never, async temporary =>
    write((used = temporary)),
  );
  expect([standIn.written.get('/x/heads.npz'), existsSync(used)]).toEqual(['all heads', false]);
});

it('a PNG carries where it is from, behind its header', () => {
  const chunk = (type: string, body: Buffer) => {
    const typed = Buffer.concat([Buffer.from(type), body]);
    const whole = Buffer.alloc(typed.length + 8);
    whole.writeUInt32BE(body.length, 0);
    typed.copy(whole, 4);
    whole.writeUInt32BE(crc32(typed), typed.length + 4);
    return whole;
  };
  const header = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', Buffer.alloc(13))]);
  const end = chunk('IEND', Buffer.alloc(0));
  const text = Buffer.concat([Buffer.from('Description\0\0\0\0\0'), Buffer.from('model: é')]);
  expect(Buffer.from(pngWithText(Buffer.concat([header, end]), 'model: é'))).toEqual(Buffer.concat([header, chunk('iTXt', text), end]));
  expect(() => pngWithText(Buffer.from('<svg>'), '')).toThrow('no PNG');
});

it('a picture that the page does not answer for is none', async () => {
  vi.useFakeTimers();
  const asked: HostToPanel[] = [];
  const answers = new PageAnswers(message => void asked.push(message));
  const picture = { text: 'text', source: null, row: null, colours: 'theme', copies: false } as const;
  const first = answers.picture({ ...picture, picture: 'words' });
  const second = answers.picture({ ...picture, picture: 'heads' });
  answers.arrive({ type: 'painted', request: 2, png: 'AAEC' });
  expect(await second).toEqual(Buffer.of(0, 1, 2));
  answers.arrive({ type: 'painted', request: 9, png: 'AAEC' });
  vi.advanceTimersByTime(10_000);
  expect(await first).toBeNull();
  expect(asked.map(({ type }) => type)).toEqual(['paint', 'paint']);
  vi.useRealTimers();
});

it('elsewhere the file system of the address writes it', async () => {
  await saveFile(standIn.Uri.from({ scheme: 'vscode-remote', path: '/x/a.csv' }) as never, Buffer.from('new'));
  expect(standIn.written.get('/x/a.csv')).toBe('new');
});
