import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { realDecoder } from './decoder.ts';
import type { Figure } from './figure.ts';

/** About 1,140 and 4,200 tokens of SmolLM2, whose aims these are. */
const TEXTS = [
  { characters: 4_800, row: 60 },
  { characters: 17_900, row: 110, firstColours: 15_000, peak: 1.5e9 },
] as const;

interface Read {
  readonly tokens: number;
  readonly firstColours: number;
  readonly row: number;
  readonly peak: number;
}

/** A long text held by rows: until something is coloured, until the row of another word is here, and the memory of the whole process. */
export async function measureLongText(): Promise<Figure[]> {
  const directory = realDecoder();
  if (directory === null) return [];
  return TEXTS.flatMap(aims => {
    const script = path.join(import.meta.dirname, 'longTextOnce.ts');
    const output = execFileSync(process.execPath, [script, directory, String(aims.characters)], { encoding: 'utf8' });
    const { tokens, firstColours, row, peak } = JSON.parse(output) as Read;
    const name = (what: string) => `${path.basename(directory)}, ${tokens} tokens by rows, ${what}`;
    return [
      { name: name('first colours'), value: firstColours, unit: 'ms', ...('firstColours' in aims && { aim: aims.firstColours }) },
      { name: name('row of a word'), value: row, unit: 'ms', aim: aims.row, note: 'median of words all over the text' },
      { name: name('peak of memory'), value: peak, unit: 'bytes', ...('peak' in aims && { aim: aims.peak }), note: 'the whole process' },
    ] satisfies Figure[];
  });
}
