import { createReadStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError, toFault, type Fault } from '../core/errors.ts';
import { usageError } from './command.ts';
import type { Console } from './console.ts';
import { counted } from './counted.ts';
import { EXIT } from './exitCode.ts';
import { prepareText, unreadable } from './input.ts';
import { notWritten, writeFileAtomically } from './output.ts';
import type { TextRunner } from './textRunner.ts';

interface BatchLine {
  readonly id: string;
  readonly text: string;
}

/**
 * One file per line of IN.jsonl, named after the line's id. A line that fails is reported and the rest goes on.
 * @returns 0, or 1 when a line failed
 */
export async function runBatch(file: string, directory: string, texts: TextRunner, console: Console): Promise<number> {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw notWritten(error);
  }
  const taken = new Set<string>();
  let lineNumber = 0;
  let failed = 0;
  for await (const line of readLines(file)) {
    lineNumber++;
    if (line.trim() === '') continue;
    let name = `line ${lineNumber}`;
    try {
      const { id, text } = parseLine(line, taken);
      name = `${name} (${id})`;
      const warn = (message: string): void => {
        console.warn(`${name}: ${message}`);
      };
      const chunks = await texts.run(prepareText(text, warn), false, warn);
      writeFileAtomically(join(directory, `${id}.${texts.format}`), chunks);
      console.progress(`${name}: done`);
    } catch (error) {
      failed++;
      console.fail(toFault(error), `${name}: `);
    }
  }
  if (lineNumber === 0) throw usageError('The batch is empty', 'The file has no lines.', 'Give one {"id": "...", "text": "..."} per line.');
  console.progress(`${counted(taken.size, 'text')}, ${failed} failed`);
  return failed > 0 ? EXIT.runtime : EXIT.ok;
}

async function* readLines(file: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(file, 'utf8')) {
      const lines = (rest + (chunk as string)).split('\n');
      rest = lines.pop()!;
      yield* lines;
    }
  } catch (error) {
    throw new FaultError(unreadable(error));
  }
  if (rest !== '') yield rest;
}

/** A file name on every system: no separator, no leading dot or hyphen. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
/** Windows opens a device under these names, whatever follows the first dot. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

function parseLine(line: string, taken: Set<string>): BatchLine {
  const value = parseJson(line);
  const { id, text } = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  if (typeof id !== 'string' || typeof text !== 'string') throw badLine('It is not {"id": "...", "text": "..."}.');
  if (!ID.test(id) || id.endsWith('.') || RESERVED.test(id)) {
    throw badLine('Its id is no safe file name: letters, digits, dot, hyphen and underscore, at most 128, are.');
  }
  // Two ids that differ in case only are one file on Windows and macOS.
  const key = id.toLowerCase();
  if (taken.has(key)) throw badLine('Its id was used by an earlier line.');
  taken.add(key);
  return { id, text };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw badLine('It is not valid JSON.');
  }
}

function badLine(cause: string): FaultError {
  const fault: Fault = { code: 'usage', title: 'This line was left out', cause, nextStep: 'Correct it and run it again.' };
  return new FaultError(fault);
}
