import { formatCount, formatDuration, percent } from '../../src/core/describe/numbers.ts';
import type { PartName } from '../../src/protocol/panelParts.ts';
import type { Scene } from '../scene.ts';
import { useDelayed, WARM_DELAY } from '../hooks/useDelayed.ts';
import type { TermLink } from '../linkTerms.ts';
import { Glyph } from './Glyph.tsx';
import { WithTerms } from './Term.tsx';
import type { Post } from '../host.ts';

/** Seconds: what goes on for less is here before a duration is read. */
const WORTH_SAYING = 5;

/**
 * How far a part is that is not on screen yet, or not all of it: what is being done, with Cancel; that it was stopped, with Go On; or why it failed, with Try Again. Nothing when it is ready. Its place
 * is the heading of what it is for (`state` of a Section).
 */
export function PartState({
  scene,
  name,
  doing,
  terms = [],
  inPercent = false,
  post,
}: {
  readonly scene: Pick<Scene, 'snapshot'>;
  readonly name: PartName;
  /** What a person waits for, e.g. "Comparing the words". */
  readonly doing: string;
  /** Terms that nothing else on the page explains when it failed, as they are written in a fault. */
  readonly terms?: readonly TermLink[];
  /** What is counted says nothing to a person. */
  readonly inPercent?: boolean;
  readonly post: Post;
}) {
  const status = scene.snapshot.parts[name];
  switch (status?.kind) {
    case 'waiting':
      return (
        <div class="part-state" role="status">
          <Glyph name="info" />
          <p class="part-text">
            {doing} takes {formatCount(status.passes)} passes of the model, about {formatDuration(status.seconds)}.{' '}
            <button type="button" class="link" onClick={() => post({ type: 'retryPart', part: name })}>
              Start
            </button>
            {status.nearest && (
              <>
                {' '}
                or{' '}
                <button type="button" class="link" onClick={() => post({ type: 'measureNearest', part: name })}>
                  Measure the Nearest {formatCount(status.nearest.passes)}
                </button>
                , about {formatDuration(status.nearest.seconds)}.
              </>
            )}
          </p>
        </div>
      );
    case 'computing':
    case 'partial':
      return <Computing name={name} doing={doing} done={status.done} total={status.total} inPercent={inPercent} post={post} />;
    case 'stopped':
      return (
        <div class="part-state" role="status">
          <Glyph name="info" />
          <p class="part-text">
            Stopped at {formatCount(status.done)} of {formatCount(status.total)}; what is here stays.{' '}
            <button type="button" class="link" onClick={() => post({ type: 'retryPart', part: name })}>
              Go On
            </button>
            {status.left !== null && status.left >= WORTH_SAYING && `, about ${formatDuration(status.left)}.`}
          </p>
        </div>
      );
    case 'failed': {
      const { title, cause, nextStep, code } = status.fault;
      const stopped = code === 'cancelled';
      return (
        <div class="part-state" role="status">
          <Glyph name={stopped ? 'info' : 'warning'} extra={stopped ? '' : 'is-warning'} />
          <p class="part-text">
            <b>{title}.</b> <WithTerms text={`${cause} ${nextStep}`} terms={terms} />{' '}
            {/* What the model does not have it will not have at the next try. */}
            {code !== 'unavailable' && (
              <button type="button" class="link" onClick={() => post({ type: 'retryPart', part: name })}>
                {stopped ? 'Start Again' : 'Try Again'}
              </button>
            )}
          </p>
        </div>
      );
    }
    case 'ready':
    case undefined:
      return null;
  }
}

/** Said only when it takes long enough to be read. */
function Computing({
  name,
  doing,
  done,
  total,
  inPercent,
  post,
}: {
  readonly name: PartName;
  readonly doing: string;
  readonly done: number;
  readonly total: number;
  readonly inPercent: boolean;
  readonly post: Post;
}) {
  if (!useDelayed(WARM_DELAY)) return null;
  return (
    <div class="part-state computing" role="status">
      {total > 0 && <progress aria-label={doing} value={done} max={total} />}
      <p class="part-text">
        {/* Not read out at each step; short, so that it is never cut: the page says beside it what is measured. */}
        <span class="part-doing" title={doing} aria-live={total > 0 ? 'off' : undefined}>
          {total === 0 ? `${doing}…` : inPercent ? percent(done / total) : `${formatCount(done)} of ${formatCount(total)}`}
        </span>{' '}
        <button type="button" class="link" onClick={() => post({ type: 'cancelPart', part: name })}>
          Cancel
        </button>
      </p>
    </div>
  );
}
