import { elementTypeName } from '../../onnx/format/elementTypes.ts';
import { formatBytes } from '../../core/describe/bytes.ts';
import type { Fault } from '../../core/fault.ts';
import { quoteName } from '../../onnx/format/names.ts';

/**
 * Why ONNX Runtime would not load or run a model, in words. It gives no codes, so its messages are matched (those of 1.30, see the tests);
 * one that is not known stays in the log and leads to a general text.
 */
export function faultOfRuntimeError(error: unknown): Fault {
  const detail = error instanceof Error ? error.message : String(error);
  const bytes = ALLOCATION.exec(detail)?.[1];
  if (bytes !== undefined) return { ...tooMuchMemory(Number(bytes)), detail };
  for (const { pattern, describe } of KNOWN) {
    const match = pattern.exec(detail);
    if (match) return { code: 'unsupported-model', ...describe(...(match.slice(1).map(quoteName) as [string, string, string])), detail };
  }
  return {
    code: 'unsupported-model',
    title: 'ONNX Runtime cannot run this model',
    cause: 'The file can be read, but loading or running it failed.',
    nextStep: 'Export the model again, or use the built-in model; the log has the message of ONNX Runtime.',
    detail,
  };
}

type Words = Pick<Fault, 'title' | 'cause' | 'nextStep'>;

interface KnownMessage {
  readonly pattern: RegExp;
  /** Takes what the groups of the pattern caught. */
  readonly describe: (first: string, second: string, third: string) => Words;
}

const KNOWN: readonly KnownMessage[] = [
  {
    // In Node, ("name", Gelu, "domain", -1) : (...) , Error No Op registered for Gelu with domain_version of 17
    pattern: /, ([^,"]+), "([^"]*)", -?\d+\) : .*No Op registered for \1 with domain_version of (\d+)/s,
    describe: (operator, domain, version) =>
      unknownOperator(domain === NO_NAME ? operator : `${domain}:${operator}`, ` in version ${version} of the operator set`),
  },
  {
    // Fatal error: com.microsoft:Foo(-1) is not a registered function/op
    pattern: /Fatal error: (\S+)\(-?\d+\) is not a registered function\/op/,
    describe: operator => unknownOperator(operator),
  },
  {
    // Could not find an implementation for Erf(13) node with name ''
    // Failed to find kernel for com.microsoft.GemmFastGelu(1) (node:'' ep:'CPUExecutionProvider')
    pattern: /(?:Could not find an implementation for|Failed to find kernel for) (\S+?)\(\d+\)/,
    describe: operator => ({
      title: 'The model computes with numbers of an unusual kind',
      cause: `ONNX Runtime knows the operator ${operator}, but cannot compute it on this machine for the kind of numbers that the model uses.`,
      nextStep: 'Export the model with 32-bit floats, or use the built-in model.',
    }),
  },
  {
    // Opset 99 is under development [...] Current official support for domain ai.onnx is till opset 26.
    pattern: /Opset (\d+) is under development .*support for domain (\S+) is till opset (\d+)/s,
    describe: (version, domain, newest) => ({
      title: 'The model is newer than ONNX Runtime',
      cause: `It is written in version ${version} of the operator set ${domain}; the ONNX Runtime here reads up to version ${newest}.`,
      nextStep: `Export the model with opset ${newest} or lower, or use the built-in model.`,
    }),
  },
  {
    // Unsupported data type: 16
    pattern: /^Unsupported data type: (\d+)$/,
    describe: type => ({
      title: 'The model uses a number format that is not read',
      cause: `An input or output of it, or a tensor that is looked at, has numbers of the type ${elementTypeName(Number(type))}.`,
      nextStep: 'Export the model with 32-bit floats, or use the built-in model.',
    }),
  },
  {
    // Non-zero status code returned while running Reshape node. Name:'' Status Message: [...] The input tensor cannot be reshaped to the requested shape. [...]
    // [...] running Add node. Name:'' Status Message: [...] Attempting to broadcast an axis by a dimension other than 1. 8 by 16
    pattern:
      /while running (\S+) node\..*(?:cannot be reshaped|broadcast an axis|invalid expand shape|dimension mismatch|incompatible dimensions)/is,
    describe: operator => ({
      title: 'The model does not fit texts of this length',
      cause: `Its step ${operator} got a table of another size than it was made for: the file was probably exported with one number of tokens fixed inside.`,
      nextStep: 'Export the model again with the number of tokens left open (dynamic_axes or dynamic_shapes), or use the built-in model.',
    }),
  },
  {
    // Type Error: Type 'tensor(int64)' of input parameter (x) of operator (Clip) in node (y) is invalid.
    pattern: /Type '(?:tensor\()?([^')]*)\)?' of input parameter \([^)]*\) of operator \(([^)]*)\)/,
    describe: (type, operator) => ({
      title: 'The model file breaks the rules of its format',
      cause: `Its operator ${operator} is given numbers of the type ${type}, which it does not take in this version of the operator set.`,
      nextStep: 'Export the model again with a newer opset, or use the built-in model.',
    }),
  },
  {
    pattern: /Unsupported model IR version: (\d+), max supported IR version: (\d+)/,
    describe: (version, newest) => ({
      title: 'The model is newer than ONNX Runtime',
      cause: `Its file format is version ${version} (the IR version); the ONNX Runtime here reads up to version ${newest}.`,
      nextStep: 'Export the model with an older version of ONNX, or use the built-in model.',
    }),
  },
];

/** One tensor is too large: for the memory that is left, or for the operator that makes it. */
const ALLOCATION = /(?:Failed to allocate memory for requested buffer of size|tensor would require more than) (\d+)/;

function tooMuchMemory(bytes: number): Fault {
  return {
    code: 'out-of-memory',
    title: 'The model needs too much memory',
    cause: `It asked for at least ${formatBytes(bytes)} at once, which ONNX Runtime could not get.`,
    nextStep: 'Choose a smaller model or a shorter text.',
  };
}

/** What {@link quoteName} makes of the standard domain. */
const NO_NAME = quoteName('');

function unknownOperator(operator: string, where = ''): Words {
  return {
    title: 'The model needs an operator that is not available',
    cause: `It uses ${operator}, which the ONNX Runtime here does not have${where}.`,
    nextStep: 'Export the model with ordinary operators or a newer opset, or use the built-in model.',
  };
}
