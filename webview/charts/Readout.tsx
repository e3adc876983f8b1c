import { formatWeight } from '../../src/core/describe/attention.ts';
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
  readonly value: number;
  readonly note: string;
}) {
  return (
    <>
      <Quoted text={from} />
      <Glyph name="right" extra="dim" />
      <span class="unseen">attends to</span>
      <Quoted text={to} />
      <b class="number">{formatWeight(value)}</b>
      <span class="dim number">{note}</span>
    </>
  );
}
