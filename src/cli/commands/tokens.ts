import { nameBytes, type ListedToken, type TokenList } from '../../core/text/tokenList.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { tokens } from '../../engine/analyses/tokens.ts';
import type { TokensCommand } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { readText } from '../input.ts';
import { encodeNpz, type NpyArray } from '../output/npz.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { counted } from '../../core/describe/counted.ts';
import { toJson } from '../report/json.ts';
import { drawTable } from '../report/table.ts';

/** Version of docs/tokens-schema.json. */
const SCHEMA = 'attention-lens-tokens-1';

/** What a folder's tokenizer makes of a text; the model itself is not needed. @throws FaultError */
export async function tokensCommand(command: TokensCommand, builtInModel: string, console: Console): Promise<void> {
  const { input, format, output } = command;
  const directory = command.model ?? builtInModel;
  const results = new ResultWriter(input, directory, console);
  results.check(output, format);
  const list = await tokens({ directory, text: await readText(input, console) });
  switch (format) {
    case 'npz':
      return results.write(encodeNpz(arraysOf(list)), output);
    case 'json':
      return results.write(toJson({ schema: SCHEMA, tokenizer: list.kind, ...list, kind: undefined }), output);
    case 'text':
      return results.write(`${describe(list).join('\n')}\n`, output);
  }
}

function arraysOf({ tokens, lines }: TokenList): Map<string, NpyArray> {
  const count = tokens.length;
  return new Map<string, NpyArray>([
    ['input_ids', { data: BigInt64Array.from(tokens, ({ id }) => BigInt(id)), shape: [count] }],
    ['offsets', { data: Int32Array.from(tokens.flatMap(({ start, end }) => [start, end])), shape: [count, 2] }],
    ['special_tokens_mask', { data: Int32Array.from(tokens, ({ special }) => Number(special)), shape: [count] }],
    ['line_counts', { data: Int32Array.from(lines), shape: [lines.length] }],
  ]);
}

function describe({ kind, tokens, lines, text }: TokenList): string[] {
  const rows = tokens.map((token, index) => [
    visibleText(token.text),
    String(index),
    String(token.id),
    token.start < 0 ? '-' : `${token.start}-${token.end}`,
    noteOf(token),
  ]);
  const shared = counted(Array.from(text).length, 'character');
  return [
    ...drawTable(['token', 'place', 'id', 'span', 'in the text'], rows),
    '',
    `${counted(tokens.length, 'token')} of ${shared} in ${counted(lines.length, 'line')} (${kind}). Spans are in UTF-16 units.`,
  ];
}

function noteOf({ written, bytes, readAs, special, unknown }: ListedToken): string {
  const shown = visibleText(written.replaceAll(' ', '␣'));
  if (special) return written === '' ? 'special' : `${shown}, special`;
  if (unknown) return `${shown}, unknown`;
  if (bytes) return `${shown}, its ${bytes.length === 1 ? 'byte' : 'bytes'} ${nameBytes(bytes)}`;
  return readAs === null ? shown : `${shown}, read as ${visibleText(readAs.replaceAll(' ', '␣'))}`;
}
