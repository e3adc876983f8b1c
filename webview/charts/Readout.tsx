import { formatWeight } from '../../src/core/describe/numbers.ts';
import { Glyph } from '../controls/Glyph.tsx';
import { Quoted } from '../controls/Sentence.tsx';
import { WithTerms } from '../controls/Term.tsx';

/** `it → France 0.59  7.7 × even share` */
export function Readout({
  from,
  to,
  value,
  note,
  verb,
}: {
  readonly from: string;
  readonly to: string;
  /** Null where there is none. */
  readonly value: number | null;
  readonly note: string;
  /** What `from` does, for screen readers: the arrow says nothing. */
  readonly verb: string;
}) {
  return (
    <>
      <Quoted text={from} />
      <Glyph name="right" extra="dim" />
      <span class="unseen">{verb}</span>
      <Quoted text={to} />
      {value !== null && <b class="number">{formatWeight(value)}</b>}
      <span class="dim number">
        <WithTerms text={note} terms={[['even share', 'even-share']]} />
      </span>
    </>
  );
}
