import { formatCount, formatDuration } from '../../../src/core/describe/numbers.ts';
import { NOTHING_MEASURED, removalsLeft } from '../../../src/core/grounding/measure.ts';
import { paceOf, secondsToRead } from '../../../src/core/grounding/pace.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import type { GroundPart, RemovalPart } from '../../../src/protocol/panelParts.ts';
import type { Post } from '../../host.ts';
import type { Scene } from '../../scene.ts';

/** Seconds: what takes less is here before a duration is read. */
const WORTH_SAYING = 5;

/** Offers to leave sentences out, as long as that is neither done nor under way. */
export function RemovalOffer({
  scene,
  part,
  removals,
  sentence,
  post,
}: {
  readonly scene: Scene;
  readonly part: GroundPart;
  readonly removals: RemovalPart | null;
  /** Of the answer: it can be checked alone. */
  readonly sentence: number;
  readonly post: Post;
}) {
  const status = scene.snapshot.parts.removals;
  if ((status !== undefined && status.kind !== 'ready') || removals?.left === 0) return null;
  const { readings, seconds } = removals ? { readings: removals.left, seconds: removals.seconds } : beforeAny(scene, part);
  const effects = removals?.effects[sentence];
  const isKnown = effects !== undefined && effects.whole !== undefined && effects.marked.every(({ without }) => without !== undefined);
  return (
    <p class="ground-offer note">
      Attention alone misleads.{' '}
      <button type="button" class="link" onClick={() => post({ type: 'checkByRemoval', sentence: null })}>
        Check by Removal
      </button>{' '}
      leaves {removals ? 'the other' : 'these'} sentences out, one at a time: {formatCount(readings)} readings
      {seconds >= WORTH_SAYING && `, about ${formatDuration(seconds)}`}.
      {part.answer.length > 1 && !isKnown && (
        <>
          {' '}
          <button type="button" class="link" onClick={() => post({ type: 'checkByRemoval', sentence })}>
            Only for the Open One
          </button>
        </>
      )}
    </p>
  );
}

/** How many readings it takes, and about how long, by how long the text took to be read. */
function beforeAny({ data: { summary } }: Scene, part: GroundPart): { readonly readings: number; readonly seconds: number } {
  const { left } = removalsLeft(part.reached, NOTHING_MEASURED);
  const whole = { tokens: sequenceOf(summary).tokens.length, milliseconds: summary.runMilliseconds };
  return { readings: left.length, seconds: secondsToRead(part, left, paceOf([], whole)) };
}
