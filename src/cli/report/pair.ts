import { counted, listed } from '../../core/describe/counted.ts';
import type { Fault } from '../../core/fault.ts';
import { evenHeads, STACK_NAMES, STREAMS_OF, type StackName } from '../../core/model/stack.ts';
import { showUnseen } from '../../core/text/visibleText.ts';
import type { InspectedPair } from '../../engine/twoTexts/inspect.ts';

/** The three kinds of attention of an encoder-decoder, and what its files offer, for `inspect`. */
export function describePair(pair: InspectedPair | Fault): string[] {
  if ('title' in pair) return ['', `two texts   not shown: ${pair.title}. ${pair.cause}`].map(showUnseen);
  const { encoder, decoder, kinds, writes, tasks, languages } = pair;
  return [
    '',
    `two texts   ${encoder} with ${decoder} (run --target TEXT${writes ? ' or --generate N' : ''})`,
    ...STACK_NAMES.map(
      kind =>
        `  ${kind.padEnd(10)}${describeKind(
          kind,
          kinds[kind].map(site => site.headCount),
        )}`,
    ),
    ...(tasks.length === 0 ? [] : [`tasks       ${tasks.map(({ name, prefix }) => `${name} ("${prefix.trim()}")`).join(', ')} (--task)`]),
    ...(languages.length === 0 ? [] : [`languages   ${languages.join(', ')} (--source-language, --target-language)`]),
  ].map(showUnseen);
}

const LOOKS: Readonly<Record<StackName, string>> = { encoder: 'both ways', decoder: 'to earlier tokens', cross: 'to all of it' };

function describeKind(kind: StackName, heads: readonly (number | null)[]): string {
  const { rows, columns } = STREAMS_OF[kind];
  const known = heads.filter(count => count !== null);
  const even = known.length === heads.length ? evenHeads(known) : null;
  const each =
    even !== null ? ` of ${counted(even, 'head')}` : known.length === heads.length ? ` of ${listed(known.map(String), 'and')} heads` : '';
  return `${counted(heads.length, 'layer')}${each}: from the ${rows} to ${rows === columns ? 'itself' : `the ${columns}`}, ${LOOKS[kind]}`;
}

/** The same for JSON. */
export function pairFacts(pair: InspectedPair | Fault): Record<string, unknown> {
  if ('title' in pair) return { fault: pair };
  const { kinds, ...others } = pair;
  return { ...others, kinds: Object.fromEntries(STACK_NAMES.map(kind => [kind, { ...STREAMS_OF[kind], sites: kinds[kind] }])) };
}
