import { expect, test } from 'vitest';
import { nameOfFolder } from '../../src/core/model/folderName.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

test.each([
  ['/models/bert-tiny', 'bert-tiny'],
  ['/models/bert-tiny/', 'bert-tiny'],
  [String.raw`C:\models\bert-tiny`, 'bert-tiny'],
  [`/home/me/.cache/huggingface/hub/models--HuggingFaceTB--SmolLM2-135M-Instruct/snapshots/${COMMIT}`, 'SmolLM2-135M-Instruct'],
  [String.raw`C:\hub\models--Xenova--all-MiniLM-L6-v2\snapshots` + `\\${COMMIT}`, 'all-MiniLM-L6-v2'],
  [`/hub/models--gpt2/snapshots/${COMMIT}/`, 'gpt2'],
  [`/hub/models--gpt2/snapshots/main`, 'main'],
  [`/hub/mine/snapshots/${COMMIT}`, COMMIT],
])('%s is called %s', (directory, name) => {
  expect(nameOfFolder(directory)).toBe(name);
});
