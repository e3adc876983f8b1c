import { usageError, type Format } from './command.ts';
import type { Console } from './console.ts';
import { writeFileAtomically } from './output.ts';
import { encodeText } from './text.ts';

/** Refuses to print a binary format on a terminal, before anything is computed. @throws FaultError `usage` */
export function checkDestination(format: Format, output: string | null, console: Console): void {
  if (format !== 'npz' || output !== null || !console.isTerminal) return;
  throw usageError('npz is not for terminals', 'It is a binary format.', 'Give a file with --output, or send the output to one.');
}

/** Writes a result to a file, or to standard output. @throws FaultError when it cannot be written, OutputClosed */
export async function deliver(result: string | readonly Uint8Array[], output: string | null, console: Console): Promise<void> {
  const chunks = typeof result === 'string' ? [encodeText(result)] : result;
  if (output !== null) writeFileAtomically(output, chunks);
  else for (const chunk of chunks) await console.print(chunk);
}
