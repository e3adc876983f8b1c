import { isRecord } from '../../core/checks.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError, toFault } from '../../core/faults.ts';
import { readJson, type JsonLimits } from '../../core/json.ts';
import { badLine, FailedLines } from './batchFaults.ts';
import { readLines, type BatchLine } from './batchLines.ts';
import { usageError } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { counted } from '../../core/describe/counted.ts';
import { EXIT } from '../process/exitCode.ts';
import { prepareText } from '../input.ts';
import { notWritten } from '../output/faults.ts';
import type { ResultWriter } from '../output/resultWriter.ts';
import { RUN_FORMATS, type RunFormat } from '../arguments/runFormats.ts';

/** A line is an object of two texts; what else it has is not looked at. */
const LINE_JSON: JsonLimits = { depth: 16, parts: 10_000, names: 1000 };

interface BatchText {
  readonly id: string;
  readonly text: string;
  /** Of a model that reads one text and writes another. */
  readonly target: string | null;
}

/** What runs the texts of a batch, each to the bytes of its file. */
export interface BatchRunner {
  readonly format: RunFormat;
  run(text: string, colour: boolean, warn: (message: string) => void, target?: string | null): Promise<Uint8Array[]>;
}

/**
 * One file per line of IN.jsonl, named after the line's id. A line that fails is reported and the rest goes on.
 * @returns 0, or 1 when a line failed
 */
export async function runBatch(
  file: string,
  directory: string,
  texts: BatchRunner,
  results: ResultWriter,
  console: Console,
): Promise<number> {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw notWritten(error);
  }
  const taken = new Set<string>();
  const failed = new FailedLines(console);
  let lines = 0;
  let written = 0;
  for await (const line of readLines(file)) {
    lines++;
    if ('text' in line && line.text.trim() === '') continue;
    let name = `line ${line.number}`;
    try {
      const { id, text, target } = parseLine(line, taken);
      name = `${name} (${id})`;
      const warn = (message: string): void => {
        console.warn(`${name}: ${message}`);
      };
      const chunks = await texts.run(prepareText(text, warn), false, warn, target);
      await results.write(chunks, join(directory, `${id}.${RUN_FORMATS[texts.format].extension}`));
      written++;
      console.progress(`${name}: done`);
    } catch (error) {
      failed.add(name, new FaultError(toFault(error)));
    }
    await console.said();
  }
  if (lines === 0) throw usageError('The batch is empty', 'The file has no lines.', 'Give one {"id": "...", "text": "..."} per line.');
  console.progress(`${counted(written, 'text')} written, ${counted(failed.count, 'line')} failed`);
  return failed.count > 0 ? EXIT.runtime : EXIT.ok;
}

/** A file name on every system: no separator, no leading dot or hyphen. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
/** Windows opens a device under these names, whatever follows the first dot. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

function parseLine(line: BatchLine, taken: Set<string>): BatchText {
  if ('fault' in line) throw line.fault;
  const value = parseJson(line.text);
  const { id, text, target = null } = isRecord(value) ? value : {};
  if (typeof id !== 'string' || typeof text !== 'string') throw badLine('It is not {"id": "...", "text": "..."}.');
  if (target !== null && typeof target !== 'string') throw badLine('Its target is no text.');
  if (!ID.test(id) || id.endsWith('.') || RESERVED.test(id)) {
    throw badLine('Its id is no safe file name: letters, digits, dot, hyphen and underscore, at most 128, are.');
  }
  // Two ids that differ in case only are one file on Windows and macOS.
  const key = id.toLowerCase();
  if (taken.has(key)) throw badLine('Its id was used by an earlier line.');
  taken.add(key);
  return { id, text, target };
}

function parseJson(line: string): unknown {
  const read = readJson(line, LINE_JSON);
  if ('refused' in read) throw badLine(`${read.refused.charAt(0).toUpperCase()}${read.refused.slice(1)}.`);
  return read.value;
}
