import { tokenTable } from '../../core/describe/tokens.ts';
import type { TokenList } from '../../core/text/tokenList.ts';
import { tokensOfFolder } from '../../engine/analyses/tokens.ts';
import type { TokensCommand } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { readText } from '../input.ts';
import { encodeNpz, type NpyArray } from '../../engine/files/npz.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import { toJson } from '../../core/export/json.ts';

/** Version of docs/tokens-schema.json. */
const SCHEMA = 'attention-lens-tokens-1';

/** What a folder's tokenizer makes of a text; the model itself is not needed. @throws FaultError */
export async function tokensCommand(command: TokensCommand, builtInModel: string, console: Console): Promise<void> {
  const { input, format, output } = command;
  const directory = command.model ?? builtInModel;
  const results = new ResultWriter(input, directory, console);
  results.check(output, format);
  const list = tokensOfFolder({ directory, text: await readText(input, console), reading: { fit: 'start', caret: 0 } });
  switch (format) {
    case 'npz':
      return results.write(encodeNpz(arraysOf(list)), output);
    case 'json':
      return results.write(toJson({ schema: SCHEMA, tokenizer: list.kind, ...list, kind: undefined }), output);
    case 'text':
      return results.write(`${tokenTable(list).join('\n')}\n`, output);
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
