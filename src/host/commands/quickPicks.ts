import { counted } from '../../core/describe/counted.ts';
import * as vscode from 'vscode';
import { formatWeight } from '../../core/describe/numbers.ts';
import { evidenceInShort } from '../../core/describe/evidence.ts';
import { sampleSuffix } from '../../core/describe/sample.ts';
import { entropyInShort, entropyScale } from '../../core/describe/entropy.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { meansHead, readPlace, type ListedHead } from '../../core/attention/headQuery.ts';
import type { View } from '../../core/attention/lens.ts';
import type { Unit } from '../../core/text/token.ts';
import { allHeads, headIndex, headsIn } from '../../core/model/stack.ts';
import { sameView, sourceOf } from '../../core/state/viewState.ts';
import { showUnseen, visibleText } from '../../core/text/visibleText.ts';
import type { RankedHead } from '../../core/attention/ranking.ts';
import { toFault } from '../../core/faults.ts';
import type { HeadRanking } from '../../protocol/headsApi.ts';
import type { EngineClient } from '../../session/engineClient.ts';
import type { Explorer } from '../../session/explorer.ts';
import { unitsOf } from '../../session/exploration.ts';
import { pickOne } from './pickOne.ts';
import { explored } from './preconditions.ts';
import { headEntropies, rankHeads } from '../../session/rankHeads.ts';

interface ViewItem extends vscode.QuickPickItem {
  readonly view?: View;
  readonly chooseHead?: boolean;
  readonly listed?: ListedHead;
}

/** Stands in the list when no head is meant. A head is listed under the word it attends to most: others may be behind that. */
const noHead =
  (heads: readonly number[]) =>
  (typed: string): ViewItem => {
    const place = readPlace(typed, heads);
    return {
      label: `No head fits \u201c${escapeIcons(visibleText(typed))}\u201d`,
      detail: place?.kind === 'outside' ? place.why : 'Heads are listed by their strongest link; weaker ones are not searched.',
    };
  };

const separator = (label: string): ViewItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** Lenses with their evidence, then whole layers, then the way to single heads. */
export async function pickLens(explorer: Explorer): Promise<View | 'head' | undefined> {
  const exploration = explored(explorer);
  const { state } = explorer;
  const { lenses, layers, attention } = exploration.model;
  const mark = (view: View) => (sameView(view, state.view) ? 'current' : '');
  const lensItems = lenses.map(lens => {
    const view: View = { kind: 'lens', id: lens.id };
    return {
      label: escapeIcons(visibleText(lens.name)),
      description: mark(view),
      detail: escapeIcons(showUnseen(evidenceInShort(lens))),
      view,
    };
  });
  const layerItems = Array.from({ length: layers }, (_, layer) => {
    const view: View = { kind: 'layer', layer };
    return { label: `Layer ${layer}`, description: mark(view) || `mean of ${counted(headsIn(attention.heads, layer), 'head')}`, view };
  });
  const rollout: View = { kind: 'rollout', layer: layers - 1 };
  const items: ViewItem[] = [
    ...lensItems,
    separator('one head'),
    { label: 'Choose Head\u2026', description: 'sorted for the current word', chooseHead: true },
    separator('one layer'),
    ...layerItems,
    separator('through the layers'),
    { label: `Rollout up to layer ${layers - 1}`, description: mark(rollout) || 'attention multiplied through the layers', view: rollout },
  ];
  const isCurrent = ({ view, chooseHead }: ViewItem) => (chooseHead ? state.view.kind === 'head' : view && sameView(view, state.view));
  const chosen = await pickOne({ title: 'Choose Lens', items, current: items.find(isCurrent) });
  return chosen?.chooseHead ? 'head' : chosen?.view;
}

/** Every head, sorted for the current word when there is one: `L3 H1  it -> France 0.59`. */
export async function pickHead(explorer: Explorer, engine: EngineClient): Promise<View | undefined> {
  const exploration = explored(explorer);
  const { state } = explorer;
  const source = sourceOf(state);
  const units = unitsOf(exploration, state.level);
  const ranking = source === null ? null : await rankHeads(explorer, engine, source);
  const { heads } = exploration.model.attention;
  const items = ranking ? rankedItems(ranking, units) : plainItems(heads);
  const title = ranking
    ? `Choose Head for ${escapeIcons(visibleText(units[ranking.unit]!.label))}${sampleSuffix(ranking.sampled)}`
    : 'Choose Head';
  // Of a long text and many heads it takes a second or more.
  const later = headEntropies(explorer, engine).then(
    entropies => ({
      title: `${title} \u00b7 ${entropyScale(entropies, entropies.hideSpecial, entropies.sampled)}`,
      items: items.map(item =>
        item.listed ? withNote(item, entropyInShort(entropies, headIndex(heads, item.listed.layer, item.listed.head))) : item,
      ),
    }),
    (error: unknown) => ({ title: `${title} \u00b7 entropy: ${toFault(error).title}`, items }),
  );
  const chosen = await pickOne({
    title,
    later,
    placeholder: ranking
      ? 'A word, a layer, a head: Bob, L5, L5 H3, 5.3. They count from 0.'
      : 'A layer, a head: L5, L5 H3, 5.3. They count from 0.',
    items,
    // The strongest stand first: the list opens there.
    current: undefined,
    filter: { keeps: ({ listed }, typed) => listed === undefined || meansHead(typed, listed), none: noHead(heads) },
  });
  return chosen?.view;
}

function withNote(item: ViewItem, note: string): ViewItem {
  return { ...item, description: [item.description, note].filter(Boolean).join(' \u00b7 ') };
}

function plainItems(heads: readonly number[]): ViewItem[] {
  return allHeads(heads).map(([layer, head]) => {
    return { label: `L${layer} H${head}`, view: { kind: 'head', layer, head }, listed: { layer, head, source: '', target: '' } };
  });
}

/**
 * Heads that send the word somewhere worth looking at come first; heads whose strongest target is the word itself, one of its two
 * neighbours, punctuation, a special token or a sink stand apart, or look-one-back heads would always win.
 */
function rankedItems({ entries, unit, direction }: HeadRanking, units: readonly Unit[]): ViewItem[] {
  const arrow = direction === 'to' ? '\u2192' : '\u2190';
  const name = (index: number) => escapeIcons(visibleText(units[index]!.label));
  const item = ({ layer, head }: RankedHead, to: number, value: number): ViewItem => ({
    label: `L${layer} H${head}`,
    description: `${name(unit)} ${arrow} ${name(to)} ${formatWeight(value)}`,
    view: { kind: 'head', layer, head },
    listed: { layer, head, source: units[unit]!.label, target: units[to]!.label },
  });
  const beyond = entries.filter(entry => entry.unit >= 0 && entry.unit === entry.topUnit);
  const apart = entries.filter(entry => !beyond.includes(entry) && entry.topUnit >= 0).sort((a, b) => b.topValue - a.topValue);
  return [
    separator('strongest on another word'),
    ...beyond.map(entry => item(entry, entry.unit, entry.value)),
    separator('strongest on itself, a neighbour, punctuation, a special token or a sink'),
    ...apart.map(entry => item(entry, entry.topUnit, entry.topValue)),
  ];
}
