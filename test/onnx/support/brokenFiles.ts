import { concatenate, lengthDelimited } from '../../../src/onnx/format/protobufWriter.ts';
import { createRandom } from '../../support/random.ts';
import { externalStorage, floatTensor, integerField, message, modelOf, nodeWithAttribute, type Bytes } from './protobufParts.ts';
import type { FaultCode } from '../../../src/core/fault.ts';

export interface BrokenFile {
  readonly what: string;
  readonly bytes: Uint8Array;
  readonly code: FaultCode;
  /** Something that the cause must say. */
  readonly cause: RegExp;
}

const text = (value: string): Bytes => new TextEncoder().encode(value);
const initializer = (...parts: readonly Uint8Array[]): Bytes => message(5, ...parts);
const external = (entries: Readonly<Record<string, string>>): Bytes => floatTensor([2], externalStorage(entries));
const outside = external({ location: '../secret.bin' });
const fourBytes = lengthDelimited(9, new Uint8Array(4));

const LFS_POINTER =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 90868373\n';
const SAFETENSORS = concatenate([Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 0]), text('{}'), new Uint8Array(8)]);

function nestedGraphs(depth: number): Bytes {
  let graph: Bytes = new Uint8Array(0);
  for (let level = 0; level < depth; level++) graph = nodeWithAttribute(message(6, graph));
  return modelOf(graph);
}

function randomBytes(length: number): Bytes {
  const random = createRandom(5);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

function repeated(part: Uint8Array, count: number): Bytes {
  const out = new Uint8Array(part.length * count);
  for (let i = 0; i < count; i++) out.set(part, i * part.length);
  return out;
}

/** Files that must be refused, each with the fault that fits. Truncated files have a test of their own. */
export const BROKEN_FILES: readonly BrokenFile[] = [
  { what: 'an empty file', bytes: new Uint8Array(0), code: 'file-empty', cause: /no data/ },
  { what: 'one byte', bytes: Uint8Array.of(8), code: 'file-truncated', cause: /holds 1 byte,/ },
  { what: 'zeros', bytes: new Uint8Array(5_000), code: 'file-corrupt', cause: /5\.0 kB, all of it zeros/ },
  { what: 'random bytes', bytes: randomBytes(5_000), code: 'file-corrupt', cause: /do not read as an ONNX model/ },
  { what: 'a web page', bytes: text('\n<!DOCTYPE html><html><body>404</body></html>'), code: 'file-html', cause: /web page/ },
  { what: 'a Git LFS pointer', bytes: text(LFS_POINTER), code: 'file-lfs', cause: /a file of 91 MB/ },
  { what: 'a JSON file', bytes: text('{"hidden_size": 32}'), code: 'file-corrupt', cause: /JSON/ },
  { what: 'a ZIP archive', bytes: text('PK\u0003\u0004........'), code: 'file-corrupt', cause: /ZIP/ },
  { what: 'a pickle', bytes: Uint8Array.of(0x80, 2, 0x8a, 10), code: 'file-corrupt', cause: /pickle/ },
  { what: 'a Safetensors file', bytes: SAFETENSORS, code: 'file-corrupt', cause: /Safetensors/ },
  { what: 'text', bytes: text('not a model'), code: 'file-corrupt', cause: /do not read as an ONNX model/ },

  {
    what: 'a field that runs past its parent',
    bytes: modelOf(Uint8Array.of(0x0a, 100, 1)),
    code: 'file-corrupt',
    cause: /stops making sense at byte/,
  },
  {
    what: 'a number without end',
    bytes: modelOf(message(1, Uint8Array.of(8), new Uint8Array(40).fill(0xff))),
    code: 'file-corrupt',
    cause: /stops making sense/,
  },
  {
    what: 'a length beyond any file',
    bytes: modelOf(Uint8Array.of(0x0a, ...Array.from({ length: 9 }, () => 0xff), 1)),
    code: 'file-corrupt',
    cause: /stops making sense/,
  },
  { what: 'a group', bytes: modelOf(Uint8Array.of(0x0b)), code: 'file-corrupt', cause: /stops making sense/ },
  {
    what: 'a number where a name belongs',
    bytes: modelOf(message(1, integerField(4, 7))),
    code: 'file-corrupt',
    cause: /stops making sense/,
  },
  {
    what: 'a name that is not UTF-8',
    bytes: modelOf(message(1, lengthDelimited(4, Uint8Array.of(0xff, 0xfe)))),
    code: 'file-corrupt',
    cause: /stops making sense/,
  },
  { what: 'two graphs', bytes: concatenate([modelOf(), message(7)]), code: 'file-corrupt', cause: /stops making sense/ },
  { what: 'no graph', bytes: integerField(1, 8), code: 'file-truncated', cause: /ends before the graph/ },
  { what: 'no operator set', bytes: concatenate([integerField(1, 8), message(7)]), code: 'file-truncated', cause: /cut short/ },

  { what: 'graphs nested 400 deep', bytes: nestedGraphs(400), code: 'unsupported-model', cause: /nested deeper than 16/ },
  { what: '100,001 nodes', bytes: modelOf(repeated(message(1), 100_001)), code: 'unsupported-model', cause: /more than 100,000 nodes/ },
  {
    what: '100,001 tensors',
    bytes: modelOf(repeated(initializer(floatTensor([0])), 100_001)),
    code: 'unsupported-model',
    cause: /more than 100,000 tensors/,
  },
  {
    what: '1,114,112 numbers in lists of attributes',
    bytes: modelOf(repeated(nodeWithAttribute(lengthDelimited(8, new Uint8Array(65_536))), 17)),
    code: 'unsupported-model',
    cause: /more than 1,000,000 numbers/,
  },
  {
    what: 'a name of 5,000 bytes',
    bytes: modelOf(message(1, lengthDelimited(3, 'x'.repeat(5_000)))),
    code: 'unsupported-model',
    cause: /a name of 5000 bytes/,
  },
  {
    what: 'a tensor of 65 dimensions',
    bytes: modelOf(
      initializer(
        floatTensor(
          Array.from({ length: 65 }, () => 1),
          fourBytes,
        ),
      ),
    ),
    code: 'unsupported-model',
    cause: /more than 64 numbers/,
  },

  {
    what: 'a negative dimension',
    bytes: modelOf(initializer(floatTensor([-1], fourBytes))),
    code: 'file-corrupt',
    cause: /shape and stored bytes/,
  },
  {
    what: '2^20 x 2^20 numbers in 4 bytes',
    bytes: modelOf(initializer(floatTensor([2 ** 20, 2 ** 20], fourBytes))),
    code: 'file-corrupt',
    cause: /shape and stored bytes/,
  },
  {
    what: 'a product of dimensions beyond 2^64',
    bytes: modelOf(initializer(floatTensor([2n ** 32n, 2n ** 32n], fourBytes))),
    code: 'file-corrupt',
    cause: /shape and stored bytes/,
  },
  { what: 'a shape without bytes', bytes: modelOf(initializer(floatTensor([3]))), code: 'file-corrupt', cause: /shape and stored bytes/ },
  {
    what: 'an unknown element type',
    bytes: modelOf(initializer(integerField(2, 99))),
    code: 'file-corrupt',
    cause: /shape and stored bytes/,
  },
  {
    what: '10^8 strings that are not there',
    bytes: modelOf(initializer(integerField(1, 1e8), integerField(2, 8), lengthDelimited(6, 'a'))),
    code: 'file-corrupt',
    cause: /shape and stored bytes/,
  },
  {
    what: 'a tensor stored twice',
    bytes: modelOf(initializer(floatTensor([1], fourBytes, lengthDelimited(4, new Uint8Array(4))))),
    code: 'file-corrupt',
    cause: /shape and stored bytes/,
  },

  { what: 'external data above the folder', bytes: modelOf(initializer(outside)), code: 'file-corrupt', cause: /outside its own folder/ },
  {
    what: 'the same in a sparse initializer',
    bytes: modelOf(message(15, message(1, outside))),
    code: 'file-corrupt',
    cause: /outside its own folder/,
  },
  {
    what: 'the same in an attribute',
    bytes: modelOf(nodeWithAttribute(message(5, outside))),
    code: 'file-corrupt',
    cause: /outside its own folder/,
  },
  {
    what: 'the same in a list of tensors',
    bytes: modelOf(nodeWithAttribute(message(10, outside))),
    code: 'file-corrupt',
    cause: /outside its own folder/,
  },
  {
    what: 'the same in a subgraph',
    bytes: modelOf(nodeWithAttribute(message(6, initializer(outside)))),
    code: 'file-corrupt',
    cause: /outside its own folder/,
  },
  {
    what: 'the same in a function',
    bytes: concatenate([modelOf(), message(25, message(7, message(5, message(5, outside))))]),
    code: 'file-corrupt',
    cause: /outside its own folder/,
  },
  {
    what: 'the same in a training graph',
    bytes: concatenate([modelOf(), message(20, message(2, initializer(outside)))]),
    code: 'file-corrupt',
    cause: /outside its own folder/,
  },
  {
    what: 'a negative external offset',
    bytes: modelOf(initializer(external({ location: 'w', offset: '-1' }))),
    code: 'file-corrupt',
    cause: /shape and stored bytes/,
  },
  {
    what: 'an external offset in words',
    bytes: modelOf(initializer(external({ location: 'w', offset: '0x10' }))),
    code: 'file-corrupt',
    cause: /shape and stored bytes/,
  },
  {
    what: 'an external length that contradicts the shape',
    bytes: modelOf(initializer(external({ location: 'w', length: '9' }))),
    code: 'file-corrupt',
    cause: /shape and stored bytes/,
  },
  {
    what: 'an external entry that ONNX does not know',
    bytes: modelOf(initializer(external({ location: 'w', basepath: '/' }))),
    code: 'file-corrupt',
    cause: /stops making sense/,
  },
  {
    what: 'external data without a place',
    bytes: modelOf(initializer(external({ offset: '0' }))),
    code: 'file-corrupt',
    cause: /shape and stored bytes/,
  },
  {
    what: 'external tensors that overlap in part',
    bytes: modelOf(initializer(external({ location: 'w', offset: '0' })), initializer(external({ location: 'w', offset: '4' }))),
    code: 'file-corrupt',
    cause: /shape and stored bytes/,
  },
];
