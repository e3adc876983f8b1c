import { readFileSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { TINY_MODEL } from './commandLine.ts';

/** A copy of the tiny model whose last residual connection subtracts: attention is found, the hidden states are not. */
export async function copyWithoutHiddenStates(folder: string): Promise<string> {
  const copy = await copyModel(folder, 'no-hidden-states');
  const file = join(copy, 'onnx/model.onnx');
  const bytes = readFileSync(file);
  // NodeProto.op_type: field 4, three characters.
  bytes.write('\u0022\u0003Sub', bytes.lastIndexOf('\u0022\u0003Add'), 'latin1');
  writeFileSync(file, bytes);
  return copy;
}

/** A copy of the tiny model whose tokenizer calls its mask token by a name that says nothing. */
export async function copyWithoutMaskToken(folder: string): Promise<string> {
  const copy = await copyModel(folder, 'no-mask');
  const file = join(copy, 'tokenizer.json');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('[MASK]', '[THING]'));
  return copy;
}

/** A copy of the tiny model whose word table the graph computes in a way that is not read: 8-bit numbers plus something for each row. */
export async function copyWithComputedTable(folder: string): Promise<string> {
  const copy = await copyModel(folder, 'computed-table');
  const bytes = readFileSync('test/fixtures/quantised/computed.onnx');
  // NodeProto.op_type of what makes the first table.
  bytes.write('\u0022\u0003Add', bytes.indexOf('\u0022\u0003Mul'), 'latin1');
  writeFileSync(join(copy, 'onnx/model.onnx'), bytes);
  return copy;
}

async function copyModel(folder: string, name: string): Promise<string> {
  const copy = join(folder, name);
  await cp(TINY_MODEL, copy, { recursive: true });
  return copy;
}
