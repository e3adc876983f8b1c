import type { HeadRef } from '../attention/lens.ts';
import type { UnitSink } from '../attention/sinks.ts';
import { evenHeads, type StackName } from '../model/stack.ts';
import { isToldNothing, type Told } from '../model/told.ts';
import { movedBack, type Span } from '../text/span.ts';
import type { TextPair } from '../text/textPair.ts';
import type { Token, Unit } from '../text/token.ts';
import { sequenceOf } from '../text/tokenSequence.ts';
import { exactNumber, toJson } from './json.ts';
import { jsonReport, SCHEMA, viewData, type RunJson } from './runJson.ts';
import { textsOfPair } from './takenPair.ts';

/** What was run as data: docs/run-schema.json says what each field is. */
export function dataOfRun(report: RunJson): Uint8Array[] {
  const { pair } = report.summary;
  return pair && report.model.attention.kind === 'cross' ? crossJson(report, pair) : jsonReport(report);
}

/** A source and its target, and what the words of the one that looks give those of the other. */
export interface TwoTextsJson {
  readonly model: Pick<RunJson['model'], 'name' | 'variant' | 'contextLength' | 'targetLength' | 'about' | 'warnings'>;
  /** Of each layer of the kind of attention that is shown. */
  readonly heads: readonly number[];
  readonly view: RunJson['view'];
  readonly headCount: number;
  readonly kind: StackName;
  readonly told?: Told;
  readonly source: JsonText & { readonly shown: Span & { readonly tokens: number; readonly totalTokens: number } };
  readonly target: JsonText & { readonly written?: object };
  readonly invalidHeads: readonly HeadRef[];
  /** Words that are looked at. */
  readonly sinks: readonly UnitSink[];
  readonly attention: JsonTable;
  /** The head of each row, where each has its own. */
  readonly rowHeads?: readonly (HeadRef | null)[];
  readonly low?: JsonTable;
  readonly high?: JsonTable;
  /** Index among the words that look; null: all are looked from. */
  readonly word: number | null;
}

/** Its spans are those in the text itself. */
interface JsonText {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly words: readonly Unit[];
}

type JsonTable = readonly (readonly (number | null)[])[];

/** What has the name of a field of one text is that of the source. */
export function twoTextsJson({ model, heads, view, headCount, kind, told, source, target, ...seen }: TwoTextsJson): Uint8Array[] {
  const { invalidHeads, sinks, attention, rowHeads, low, high, word } = seen;
  return toJson({
    schema: SCHEMA,
    model: {
      name: model.name,
      variant: model.variant,
      layers: heads.length,
      heads: evenHeads(heads) ?? heads,
      contextLength: model.contextLength,
      ...(model.targetLength !== undefined && { targetLength: model.targetLength }),
      about: model.about,
      warnings: model.warnings,
    },
    view: viewData(view, { headCount }),
    kind,
    ...(told && !isToldNothing(told) && { told }),
    text: source.text,
    shown: source.shown,
    invalidHeads,
    tokens: source.tokens,
    words: source.words,
    target: { text: target.text, tokens: target.tokens, words: target.words, ...(target.written && { written: target.written }) },
    sinks: sinks.map(({ unit, share }) => ({ word: unit, share })),
    attention,
    ...(rowHeads && { heads: rowHeads }),
    ...(low && high && { low, high }),
    ...(word !== null && { word: { index: word, attends: attention[word]! } }),
  });
}

/** Of two texts that were run as one: `attention` is what the target's words give the source. */
function crossJson({ text, model, summary, view, matrix, word }: RunJson, pair: TextPair): Uint8Array[] {
  const { tokens, words, segments } = sequenceOf(summary);
  const [source, target] = textsOfPair(text, pair);
  const [first, second] = pair;
  const sourceTokens = segments!.indexOf(1);
  const sourceWords = words.findIndex(({ tokens: [token] }) => token! >= sourceTokens);
  const rows = words.slice(sourceWords);
  const table = (values: Float32Array) =>
    rows.map((_, row) => {
      const at = (sourceWords + row) * words.length;
      return Array.from(values.subarray(at, at + sourceWords), exactNumber);
    });
  return twoTextsJson({
    model,
    heads: model.attention.heads,
    view,
    headCount: matrix.headCount,
    kind: 'cross',
    ...(summary.told && { told: summary.told }),
    source: {
      text: source,
      shown: { start: 0, end: source.length, tokens: sourceTokens, totalTokens: sourceTokens },
      tokens: tokens.slice(0, sourceTokens).map(token => movedBack(token, first.start)),
      words: words.slice(0, sourceWords).map(unit => movedBack(unit, first.start)),
    },
    target: {
      text: target,
      tokens: tokens.slice(sourceTokens).map(token => movedBack(token, second.start)),
      words: rows.map(unit => ({ ...movedBack(unit, second.start), tokens: unit.tokens.map(token => token - sourceTokens) })),
    },
    invalidHeads: summary.invalidHeads,
    sinks: matrix.sinks.filter(({ unit }) => unit < sourceWords),
    attention: table(matrix.values),
    ...(matrix.rowHeads && { rowHeads: matrix.rowHeads.slice(sourceWords) }),
    ...(matrix.low.length > 0 && { low: table(matrix.low), high: table(matrix.high) }),
    word: word !== null && word >= sourceWords ? word - sourceWords : null,
  });
}
