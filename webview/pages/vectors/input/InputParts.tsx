import { useMemo, useState } from 'preact/hooks';
import { sequenceOf } from '../../../../src/core/text/tokenSequence.ts';
import type { InputSlice } from '../../../../src/protocol/embeddingApi.ts';
import { inputNote, inputRows, rowsNote, tokenLabels } from './view.ts';
import type { Scene } from '../../../scene.ts';
import type { ThemeColors } from '../../../theme.ts';
import { useWidth } from '../../../hooks/useSize.ts';
import { TableTwin } from '../../../controls/DataTable.tsx';
import { InputPlot } from './InputPlot.tsx';
import { InputTable } from './InputTable.tsx';
import { Quoted } from '../../../controls/Sentence.tsx';
import { WithTerms } from '../../../controls/Term.tsx';
import type { TermLink } from '../../../linkTerms.ts';
import type { Post } from '../../../host.ts';
import { pointAt } from '../../../pointing.ts';

const TERMS: readonly TermLink[] = [
  ['Lengths', 'norm'],
  ['segment', 'segment'],
  ['LayerNorm', 'layer-norm'],
  ['Cosine', 'cosine'],
];

/** Lengths of the parts of each token's input and the cosines between them, one row of bars each over the same tokens. */
export function InputParts({
  scene,
  theme,
  slice,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly slice: InputSlice;
  readonly post: Post;
}) {
  const { units, word, focus, data, model } = scene;
  const { tokens, pieces } = sequenceOf(data.summary);
  const [box, room] = useWidth();
  const [own, setOwn] = useState<number | null>(null);
  const rows = useMemo(() => inputRows(slice, model), [slice, model]);
  const labels = useMemo(() => tokenLabels(tokens, pieces), [tokens, pieces]);
  const unitOf = useMemo(() => unitsByToken(units, tokens.length), [units, tokens]);
  const pointedUnit = focus ?? word.source;
  const token = own ?? (pointedUnit === null ? null : (units[pointedUnit]?.tokens[0] ?? null));
  const pointTo = (next: number | null) => {
    if (next === own) return;
    setOwn(next);
    post(pointAt(scene, next === null ? null : unitOf[next]));
  };
  return (
    <>
      <div ref={box}>
        {room > 0 && <InputPlot theme={theme} rows={rows} tokens={tokens} labels={labels} room={room} token={token} onToken={pointTo} />}
      </div>
      <p class="readout" aria-live="polite">
        {token === null ? (
          <span class="dim">Numbers at the right: the mean of all tokens. Point at a token to read its own.</span>
        ) : (
          <>
            Numbers at the right: token {token}, <Quoted text={labels[token]!} />
          </>
        )}
      </p>
      <p class="note">
        <WithTerms text={[rowsNote(rows), inputNote(slice, model)].filter(Boolean).join(' ')} terms={TERMS} />
      </p>
      <TableTwin>
        {() => <InputTable labels={labels} rows={[...rows.lengths, ...(rows.normalised ? [rows.normalised] : []), ...rows.cosines]} />}
      </TableTwin>
    </>
  );
}

function unitsByToken(units: Scene['units'], count: number): readonly number[] {
  const found = Array.from({ length: count }, () => -1);
  units.forEach(({ tokens }, unit) => {
    for (const token of tokens) found[token] = unit;
  });
  return found;
}
