import { totalmem } from 'node:os';

/** Bytes of memory there are for programs here: those of the machine, or of the container when it has fewer. */
export function machineMemory(): number {
  const constrained = process.constrainedMemory();
  // 0, or a number beyond any machine: no constraint.
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** What the engine may use: the editor, the browser and the system keep the rest. A large model takes a large machine, and a small machine no less than it has. */
export function memoryLimit(machine: number): number {
  return Math.floor(machine * 0.6);
}
