import { formatCount } from '../../core/describe/numbers.ts';
import { describeNumbers } from '../../core/model/numberForms.ts';
import { aboutModel, keyValueHeads } from '../../core/describe/model.ts';
import { showUnseen, visibleText } from '../../core/text/visibleText.ts';
import { describeMeasured, measureVariants } from './measureVariants.ts';
import { inspectModel, type Inspection } from '../../engine/model/inspect.ts';
import type { GraphAnalysis, SupportedGraph } from '../../onnx/analysis.ts';
import type { InspectCommand } from '../arguments/command.ts';
import type { Console } from '../console.ts';
import { counted } from '../../core/describe/counted.ts';
import { EXIT, exitCodeOf } from '../process/exitCode.ts';
import { describePair, pairFacts } from '../report/pair.ts';
import { toJson } from '../../core/export/json.ts';
import { ResultWriter } from '../output/resultWriter.ts';
import type { AttentionSite } from '../../onnx/find/attentionSite.ts';
import type { EmbeddingTable } from '../../onnx/find/embeddingTables.ts';
import { storedBits } from '../../onnx/find/tableStorage.ts';

/** Prints what was found in the graph, and why it cannot be shown when it cannot. @returns the exit code. @throws FaultError */
export async function inspectCommand({ directory, variant, measure, format }: InspectCommand, console: Console): Promise<number> {
  const found = await inspectModel(directory, variant ?? undefined);
  const { graph } = found;
  const differences = measure ? await measureVariants(directory, variant) : null;
  const report =
    format === 'json'
      ? toJson({ ...inspection(found), ...(differences && { differences }) }, 2)
      : `${[...describeGraph(found), ...(differences ?? []).map(difference => `${difference.variant}: ${describeMeasured(difference)}`)].join('\n')}\n`;
  await new ResultWriter(null, directory, console).write(report, null);
  if (graph.kind === 'text') return EXIT.ok;
  console.fail(graph.fault);
  return exitCodeOf(graph.fault.code);
}

function inspection({ file, variants, graph, positions, about, pair }: Inspection): Record<string, unknown> {
  const { kind, sites, rejected, graphInputs, opset, irVersion, producer, operators, quantised, numbers, warnings } = graph;
  const common = { file, variants, supported: kind === 'text', layers: sites.length, sites: sites.map(siteFacts), rejected, graphInputs };
  const twoTexts = pair && { twoTexts: pairFacts(pair) };
  const facts = { opset, irVersion, producer, operators, quantised, numbers, warnings };
  if (graph.kind === 'unsupported') return { ...common, ...facts, ...twoTexts, reason: graph.reason, fault: graph.fault };
  const { inputs, inputTypes, hidden, fixedLength } = graph;
  const tables = {
    word: tableFacts(graph.tables.word),
    position: tableFacts(graph.tables.position),
    segment: tableFacts(graph.tables.segment),
  };
  return {
    ...common,
    heads: headCount(graph),
    inputs,
    inputTypes,
    hidden,
    tables,
    positions,
    fixedLength,
    about: about && aboutModel(about.facts, about.sizes),
    ...facts,
    ...twoTexts,
  };
}

/** `softmax` and `rowsSumToOne` are older names, kept for scripts. */
function siteFacts(site: AttentionSite): Record<string, unknown> {
  return { ...site, softmax: site.form, rowsSumToOne: !site.sink };
}

/** `causal, 9 heads, 3 key-value heads, window of 128, soft cap 50`. */
function kindOf({
  causal,
  headCount,
  keyValueHeads: keyHeads,
  window,
  softcap,
  sink,
  route,
}: Omit<AttentionSite, 'layer' | 'probabilities' | 'layout'>): string {
  return [
    causal ? 'causal' : 'both ways',
    ...(headCount === null ? [] : [counted(headCount, 'head')]),
    ...(headCount === null || keyHeads === null || keyHeads === headCount ? [] : [keyValueHeads(keyHeads)]),
    ...(window === null ? [] : [`window of ${window}`]),
    ...(softcap === null ? [] : [`soft cap ${softcap}`]),
    ...(sink ? ['with a sink'] : []),
    ...(route === 'rewritten' ? ['node written anew'] : []),
  ].join(', ');
}

function tableFacts(table: EmbeddingTable | null): Record<string, unknown> | null {
  return table && { rows: table.rows, width: table.width, firstRow: table.firstRow, storage: table.storage?.kind ?? 'unread' };
}

function describeGraph({ file, variants, graph, positions, about, pair }: Inspection): string[] {
  const { sites, rejected, operators, warnings } = graph;
  const numbers = describeNumbers(graph.numbers);
  const lines = [
    `file        ${file}`,
    ...(variants.length > 1 ? [`variants    ${variants.join(', ')}`] : []),
    `made by     ${visibleText(graph.producer) || 'unknown'}, opset ${graph.opset}, IR version ${graph.irVersion}${numbers && `, ${numbers}`}`,
    ...(about === null ? [] : describeModel(about)),
    ...(graph.kind === 'text' ? [] : [`attention   not shown (${graph.reason})`]),
    ...(graph.kind === 'text' ? describeSupported(graph, positions) : []),
    `operators   ${operators.map(({ name, count }) => `${visibleText(name)} ${formatCount(count)}`).join(', ')}`,
    ...warnings.map(warning => `warning     ${warning}`),
    ...(pair === null ? [] : describePair(pair)),
    '',
    ...sites.map(
      ({ layer, probabilities, layout, ...site }) =>
        `layer ${layer}: ${visibleText(probabilities)} [${layout}], ${[site.form, ...site.path].join(' > ')}, ${kindOf(site)}`,
    ),
    ...rejected.map(({ node, reason }) => `no attention: ${visibleText(node)}: ${reason}`),
  ];
  return lines;
}

/** As the panel says it. */
function describeModel({ facts, sizes }: NonNullable<Inspection['about']>): string[] {
  const { kind, reads, attention, figures } = aboutModel(facts, sizes);
  return [
    `kind        ${kind}`,
    `reads       ${reads}`,
    `attention   ${attention}`,
    ...(figures === null ? [] : [`figures     ${figures}`]),
  ].map(showUnseen);
}

function describeSupported(
  { inputs, inputTypes, tables, hidden, fixedLength }: SupportedGraph,
  positions: Inspection['positions'],
): string[] {
  const fed = (['ids', 'mask', 'segments', 'positions'] as const).flatMap(role => {
    const name = inputs[role];
    return name === null ? [] : [`${role} = ${visibleText(name)} (${inputTypes[role] ?? 'unknown'})`];
  });
  const named = (['word', 'position', 'segment'] as const).flatMap(name => {
    const table = tables[name];
    return table ? [`${name} ${formatCount(table.rows)} x ${formatCount(table.width)}${formOf(table)}`] : [];
  });
  return [
    `inputs      ${fed.join(', ')}${fixedLength === null ? '' : `, exactly ${formatCount(fixedLength)} tokens`}`,
    `tables      ${named.join(', ')}`,
    `positions   ${positions ? `${positions.kind}: ${positions.note}` : 'not recognised: the numbers are stored in a way that is not read'}`,
    `hidden      ${hidden.length > 0 ? `${hidden.length} states` : 'not found'}`,
  ];
}

/** Of other numbers than 32-bit floats, which are what is expected. */
function formOf({ storage }: EmbeddingTable): string {
  if (storage === null) return ', computed in a way that is not read';
  const bits = storedBits(storage);
  return storage.kind === 'float' ? (bits === 32 ? '' : ` in ${bits}-bit floats`) : ` in ${bits} bits`;
}

/** Heads per layer, or null when the graph does not say or the layers differ. */
function headCount({ sites }: GraphAnalysis): number | null {
  const first = sites[0]?.headCount ?? null;
  return sites.every(site => site.headCount === first) ? first : null;
}
