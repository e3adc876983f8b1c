import { useRef } from 'preact/hooks';
import { HEAD_ROLES, ROLE_BAR, ROLE_TEXTS, type RoledHead } from '../../../src/core/attention/headRoles.ts';
import { formatWeight } from '../../../src/core/describe/numbers.ts';
import { useRoving } from '../../a11y/useRoving.ts';
import { Section } from '../../controls/Section.tsx';
import type { Post } from '../../host.ts';
import type { Scene } from '../../scene.ts';

/** So many of each role; the others carry its letter. */
const LISTED = 3;

/** What some heads did with random tokens written twice, whatever the text is; nothing for a model in which no head stood out. */
export function HeadRoles({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { view } = scene.state;
  const { roles } = scene.model;
  const rows = useRef<HTMLDivElement>(null);
  const onKeyDown = useRoving(rows, '.row');
  if (roles.length === 0) return null;
  const inRole = HEAD_ROLES.map(role => roles.filter(head => head.role === role));
  const choose = ({ head: [layer, head] }: RoledHead) => post({ type: 'view', view: { kind: 'head', layer, head } });
  return (
    <Section id="roles" title="What heads do" aside="on random tokens, written twice">
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
      <p class="note">{noteOf(inRole)}</p>
    </Section>
  );
}

/** What the scores are, and how many heads more there are. */
function noteOf(inRole: readonly (readonly RoledHead[])[]): string {
  const explained = inRole.some(([first]) => first?.role === 'induction') ? ` Induction: to ${ROLE_TEXTS.induction.target}.` : '';
  const more = inRole.flatMap(heads => heads.slice(LISTED)).length;
  const others = more === 0 ? '' : ` ${more} more ${more === 1 ? 'has its letter' : 'have their letters'} in the picture.`;
  return `Share of attention given to that token.${explained} Named from ${formatWeight(ROLE_BAR)} on, a bar that is a choice.${others}`;
}
