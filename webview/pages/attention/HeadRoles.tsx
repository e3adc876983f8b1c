import { useRef } from 'preact/hooks';
import { ALIGN_BAR } from '../../../src/core/attention/aligns.ts';
import { HEAD_ROLES, ROLE_BAR, ROLE_TEXTS, type RoledHead } from '../../../src/core/attention/headRoles.ts';
import { formatWeight } from '../../../src/core/describe/numbers.ts';
import { useRoving } from '../../a11y/useRoving.ts';
import { Section } from '../../controls/Section.tsx';
import type { Post } from '../../host.ts';
import { alignedIn } from '../../hooks/shownRoles.ts';
import type { Scene } from '../../scene.ts';

/** So many of each role; the others carry its letter. */
const LISTED = 3;

/** What some heads did with random tokens written twice, whatever the text is, and of two texts which align them; nothing where no head stood out. */
export function HeadRoles({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { view } = scene.state;
  const { roles } = scene.model;
  const aligned = alignedIn(scene);
  const rows = useRef<HTMLDivElement>(null);
  const onKeyDown = useRoving(rows, '.row');
  if (roles.length === 0 && aligned.length === 0) return null;
  const probed = HEAD_ROLES.map(role => roles.filter(head => head.role === role));
  const inRole = [aligned, ...probed];
  const where = [aligned.length > 0 && 'in these two texts', roles.length > 0 && 'on random tokens, written twice']
    .filter(Boolean)
    .join('; ');
  const choose = ({ head: [layer, head] }: RoledHead) => post({ type: 'view', view: { kind: 'head', layer, head } });
  return (
    <Section id="roles" title="What heads do" aside={where}>
      <div class="rows" role="listbox" aria-label="What heads do" ref={rows} onKeyDown={onKeyDown}>
        {inRole
          .flatMap(heads => heads.slice(0, LISTED))
          .map(roled => {
            const { head, role, score } = roled;
            const [layer, number] = head;
            return (
              <div
                class="row"
                role="option"
                aria-selected={view.kind === 'head' && view.layer === layer && view.head === number}
                onClick={() => choose(roled)}
                onKeyDown={event => {
                  if (event.key !== 'Enter' && event.key !== ' ') return;
                  event.preventDefault();
                  choose(roled);
                }}
              >
                <span class="row-head">
                  L{layer} H{number}
                </span>
                <b class="row-letter">{ROLE_TEXTS[role].letter}</b>
                <span class="row-word">{ROLE_TEXTS[role].name}</span>
                <span class="bar">
                  <i style={{ width: `${Math.round(score * 100)}%` }} />
                </span>
                <span class="number">{formatWeight(score)}</span>
              </div>
            );
          })}
      </div>
      {aligned.length > 0 && <p class="note">{noteOfAligned(aligned)}</p>}
      {roles.length > 0 && <p class="note">{noteOf(probed)}</p>}
    </Section>
  );
}

/** What the score is, and how many heads more there are. */
function noteOfAligned(aligned: readonly RoledHead[]): string {
  return `Aligns: for each word, the word that gets most stands as far on in the other text. 1 is the diagonal, 0 chance; named from ${formatWeight(ALIGN_BAR)} on.${othersNote(aligned.length - LISTED)}`;
}

function othersNote(more: number): string {
  return more <= 0 ? '' : ` ${more} more ${more === 1 ? 'has its letter' : 'have their letters'} in the picture.`;
}

/** What the scores are, and how many heads more there are. */
function noteOf(inRole: readonly (readonly RoledHead[])[]): string {
  const explained = inRole.some(([first]) => first?.role === 'induction') ? ` Induction: to ${ROLE_TEXTS.induction.target}.` : '';
  const more = inRole.flatMap(heads => heads.slice(LISTED)).length;
  return `Share of attention given to that token.${explained} Named from ${formatWeight(ROLE_BAR)} on, a bar that is a choice.${othersNote(more)}`;
}
