import type { SupportedGraph } from '../../onnx/analysis.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import type { ReadingSession } from '../runtime/session.ts';
import { defaultLenses, type Lenses } from './defaultLenses.ts';
import { readLenses } from './lensesFile.ts';
import { REPEATED_TOKENS, probeRoles } from './probedRoles.ts';

export interface ChosenLenses extends Lenses {
  /** Why not, or not all, of lenses.json was used. */
  readonly warnings: readonly string[];
}

interface ReadyModel {
  readonly graph: SupportedGraph;
  readonly session: ReadingSession;
  readonly tokenizer: Tokenizer;
}

/**
 * The lenses of lenses.json; without it, what the heads do on a probe of random tokens.
 * @param file content of lenses.json @param ownLength tokens that the model reads by its config.json
 */
export async function chooseLenses(file: string | null, model: ReadyModel, ownLength: number | null): Promise<ChosenLenses> {
  const warnings: string[] = [];
  const { heads } = model.session.outputs;
  const read = file === null ? null : readLenses(file, heads, warnings);
  return { ...(read ?? defaultLenses(heads, await rolesOf(model, ownLength))), warnings };
}

async function rolesOf({ graph, session, tokenizer }: ReadyModel, ownLength: number | null) {
  const { word, position } = graph.tables;
  const lengths = [graph.fixedLength, position && position.rows - position.firstRow, ownLength];
  // What stands for no text, or was never trained, has a vector that says nothing.
  const ordinary = [...tokenizer.entries()]
    .filter(([id, { kind }]) => (kind === 'word' || kind === 'piece') && id < word.rows)
    .map(([id]) => id);
  return probeRoles(session, ordinary, Math.min(2 * REPEATED_TOKENS, ...lengths.filter(length => length !== null)));
}
