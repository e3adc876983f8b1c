import { LESSON_STEPS } from '../../../src/core/lesson.ts';
import { TABS } from '../../../src/core/state/pages.ts';
import { PLACES, SECTIONS, type Place, type SectionId } from '../../../src/core/state/sections.ts';
import { HEATS } from '../../../src/core/state/viewState.ts';
import { heldNamed, type Holdable } from './engine/holds.ts';
import { LISTED } from './listed.ts';
import { phaseNamed } from './phases.ts';
import type { RunName } from './runs.ts';
import type { PageSession } from './session.ts';

const SECTION_IDS = Object.keys(SECTIONS) as SectionId[];

/** On the page of places one explores a text in which one of them stands. */
export function runNamedIn(query: URLSearchParams): RunName {
  const isOfPlaces = query.get('tab') === 'compare' && !query.has('whatif') && !query.has('elsewhere');
  return (query.get('run') ?? (isOfPlaces ? 'bank' : 'france')) as RunName;
}

/** Does what leads to the view that an address describes, see fakeHost.ts. */
export async function openView(session: PageSession, query: URLSearchParams): Promise<void> {
  for (const held of query.get('part')?.split(',') ?? []) {
    const [name, as] = held.split(':');
    session.engine.holds.hold(name as Holdable, heldNamed(as));
    if (as === 'stopped') session.stopWhenPartial();
  }
  await session.show(phaseNamed(query.get('phase')));
  await chooseIn(session, query);
  await pointIn(session, query);
  const listed = query.get('list');
  if (listed !== null) session.list(listed === 'thousands' ? LISTED.thousands : LISTED.bytes);
  if (query.has('about')) session.askAboutModel();
  if (query.has('occurrences')) session.compare(query.get('groups')?.split(','));
  if (query.has('whatif')) session.replaceWord();
}

async function chooseIn(session: PageSession, query: URLSearchParams): Promise<void> {
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : null);
  const [lens, layer, head, rollout] = [query.get('lens'), number('layer'), number('head'), number('rollout')];
  if (lens !== null) await session.handle({ type: 'view', view: { kind: 'lens', id: lens } });
  if (layer !== null)
    await session.handle({ type: 'view', view: head === null ? { kind: 'layer', layer } : { kind: 'head', layer, head } });
  if (rollout !== null) await session.handle({ type: 'view', view: { kind: 'rollout', layer: rollout } });
  if (query.get('direction') === 'by') await session.handle({ type: 'direction', direction: 'by' });
  if (query.get('level') === 'pieces') await session.handle({ type: 'level', level: 'pieces' });
  if (query.has('hide')) await session.handle({ type: 'hideSpecial', hide: true });
  if (query.get('as') === 'links') await session.handle({ type: 'pairPicture', picture: 'links' });
  if (query.has('within')) await session.handle({ type: 'within', within: 'each' });
  if (query.has('bySentence')) await session.handle({ type: 'bySentence', isOn: true });
  const tab = TABS.find(name => name === query.get('tab'));
  if (tab) await session.handle({ type: 'tab', tab });
  const place = (Object.keys(PLACES) as Place[]).find(name => name === query.get('place'));
  if (place) await session.handle({ type: 'seek', place });
  const step = LESSON_STEPS.find(name => name === query.get('lesson'));
  if (step) session.explorer.dispatch({ type: 'lesson', step });
  if (query.has('terms')) await session.handle({ type: 'terms', isOpen: true, asked: query.get('terms') || null });
  for (const section of SECTION_IDS) {
    const isOpen = query.get('open')?.split(',').includes(section);
    if (isOpen || query.get('fold')?.split(',').includes(section))
      await session.handle({ type: 'section', section, isOpen: isOpen === true });
  }
  const heat = HEATS.find(name => name === query.get('heat'));
  if (heat) await session.handle({ type: 'heat', heat });
  const state = number('state');
  if (state !== null) await session.handle({ type: 'hiddenState', state });
  if (query.get('mode') === 'omit') await session.handle({ type: 'influenceMode', mode: 'omit' });
}

async function pointIn(session: PageSession, query: URLSearchParams): Promise<void> {
  const pin = query.get('pin');
  if (pin !== null) await session.handle({ type: 'pin', unit: session.unitNamed(pin) });
  const linked = query.get('link')?.split(',');
  if (linked) session.explorer.dispatch({ type: 'link', from: null, units: linked.map(name => session.unitNamed(name)) });
  const selected = query.get('select')?.split(',');
  if (selected) session.explorer.dispatch({ type: 'select', units: selected.map(name => session.unitNamed(name)) });
  const hover = query.get('hover');
  if (hover !== null) await session.handle({ type: 'point', unit: session.unitNamed(hover) });
  const cell = query.get('cell')?.split(',');
  if (cell) await session.handle({ type: 'cell', from: session.unitNamed(cell[0]!), to: session.unitNamed(cell[1]!) });
}
