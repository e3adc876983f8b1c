import { cellNote, verbOf } from '../../../src/core/describe/attention.ts';
import { hasRow, valueIn } from '../../../src/core/state/unitMatrix.ts';
import { Readout } from '../../charts/Readout.tsx';
import { orient, type Scene } from '../../scene.ts';

/** The cell pointed at, else the strongest of the word. */
export function CellReadout({ scene, idle }: { readonly scene: Scene; readonly idle: string }) {
  const { word, units, matrix, state, cell } = scene;
  const strongest = word.order[0];
  const target = cell ?? (word.source !== null && strongest !== undefined ? orient(word.source, strongest, state) : null);
  if (target === null) return <span class="dim">{idle}</span>;
  const [from, to] = target;
  const isSeen = scene.visibility.sees(from, to);
  const isKnown = isSeen && hasRow(matrix, from);
  const { kind } = state.view;
  return (
    <Readout
      from={units[from]!.label}
      to={units[to]!.label}
      verb={isKnown ? verbOf(kind, 'to') : isSeen ? 'was not read, to' : `cannot ${kind === 'rollout' ? 'hold' : 'attend to'}`}
      value={isKnown ? valueIn(matrix, from, to) : null}
      note={cellNote(matrix, from, to, scene.visibility.shareOf(from, to))}
    />
  );
}
