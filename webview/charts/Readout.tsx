import { formatWeight } from '../../src/core/describe/numbers.ts';
import { Glyph } from '../controls/Glyph.tsx';
import { Quoted } from '../controls/Sentence.tsx';

/** `it → France 0.59  7.7 × even share` */
export function Readout({
  from,
  to,
  value,
  note,
}: {
  readonly from: string;
  readonly to: string;
  /** Null where `from` does not see `to`. */
  readonly value: number | null;
  readonly note: string;
}) {
  return (
    <>
      <Quoted text={from} />
      <Glyph name="right" extra="dim" />
      <span class="unseen">{value === null ? 'cannot attend to' : 'attends to'}</span>
      <Quoted text={to} />
      {value !== null && <b class="number">{formatWeight(value)}</b>}
      <span class="dim number">{note}</span>
    </>
  );
}
