import { describe, expect, it, vi } from 'vitest';
import { createAnchor } from '../../src/core/text/anchor.ts';
import type { UnitMatrix } from '../../src/core/state/unitMatrix.ts';
import type { SentenceView } from '../../src/core/state/sentenceView.ts';
import { deriveWordView } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';
import { Decorations } from '../../src/host/editor/decorations.ts';
import type { Explorer } from '../../src/session/explorer.ts';
import { createUnit } from '../core/attentionFixtures.ts';
import { textUnit } from '../support/textUnit.ts';

type Options = Record<string, unknown>;
const { window } = vi.hoisted(() => ({
  window: {
    activeColorTheme: { kind: 2 },
    visibleTextEditors: [] as object[],
    onDidChangeVisibleTextEditors: () => ({ dispose: () => undefined }),
    onDidChangeActiveColorTheme: () => ({ dispose: () => undefined }),
    createTextEditorDecorationType: (options: Record<string, unknown>) => ({ options, dispose: () => undefined }),
  },
}));
vi.mock('vscode', () => ({
  window,
  ThemeColor: class {
    readonly id: string;
    constructor(id: string) {
      this.id = id;
    }
  },
  Range: class {
    readonly place: readonly number[];
    constructor(...place: number[]) {
      this.place = place;
    }
  },
  Disposable: { from: () => ({ dispose: () => undefined }) },
  ColorThemeKind: { Light: 1, Dark: 2, HighContrast: 3, HighContrastLight: 4 },
  DecorationRangeBehavior: { ClosedClosed: 1 },
  OverviewRulerLane: { Center: 2 },
}));

const TEXT = 'a b c d';
const units = [0, 2, 4, 6].map((start, index) => createUnit([index], { label: TEXT[start]!, start, end: start + 1 }));
const matrix: UnitMatrix = {
  rows: 4,
  columns: 4,
  causal: true,
  hasSink: false,
  sinks: [],
  values: Float32Array.of(1, 0, 0, 0, 0.7, 0.3, 0, 0, 0.1, 0.7, 0.2, 0, 0.1, 0.1, 0.1, 0.7),
  low: new Float32Array(),
  high: new Float32Array(),
  headCount: 1,
};

/** What is dimmed, range by range, and how. */
function dimmed(chosen: Partial<ViewState>, kind = 2) {
  return marked(chosen, options => 'opacity' in options || 'fontStyle' in options, kind);
}

/** What has a kind of mark, range by range, and its look. */
function marked(
  chosen: Partial<ViewState>,
  isKind: (options: Options) => boolean,
  kind = 2,
  sentences: SentenceView | null = null,
): { readonly words: string; readonly look: Options } {
  const state = { ...INITIAL_STATE, ...chosen };
  let words: string | null = null;
  let look: Options = {};
  const uri = { toString: () => 'file:///a' };
  window.activeColorTheme = { kind };
  window.visibleTextEditors = [
    {
      document: { uri },
      setDecorations: ({ options }: { options: Options }, ranges: { place: number[] }[]) => {
        if (!isKind(options)) return;
        look = options;
        words = ranges.map(({ place }) => TEXT.slice(place[1], place[3])).join('|');
      },
    },
  ];
  const explorer = {
    exploration: {
      target: { uri: 'file:///a' },
      anchor: createAnchor({ line: 0, character: 0 }, TEXT),
      summary: { sequences: [{ stream: 'text', words: units, pieces: units, tokens: units, shownStart: 0, shownEnd: 7, totalTokens: 4 }] },
    },
    isLive: true,
    lookUps: { tokens: null },
    state,
    shown: state,
    heatView: deriveWordView(units, 4, matrix, state),
    sentenceView: sentences,
    onDidChange: () => ({ dispose: () => undefined }),
  } as unknown as Explorer;
  new Decorations(explorer).paint();
  return { words: words!, look };
}

describe('what a word cannot see is dimmed in the editor', () => {
  it.each([
    [{ hovered: textUnit(0) }, 'b c d'],
    [{ hovered: textUnit(2) }, 'd'],
    [{ hovered: textUnit(3) }, ''],
    [{ hovered: textUnit(2), direction: 'by' as const }, 'a b'],
    [{}, ''],
  ])('%j: %s', (chosen, words) => {
    expect(dimmed(chosen).words).toBe(words);
  });

  it('by less colour, in high contrast by slanted letters', () => {
    expect(Number(dimmed({ hovered: textUnit(0) }).look['opacity'])).toBeLessThan(1);
    expect(dimmed({ hovered: textUnit(0) }, 3).look).toMatchObject({ fontStyle: 'italic' });
    expect('opacity' in dimmed({ hovered: textUnit(0) }, 3).look).toBe(false);
  });
});

describe('the line under a word of each step', () => {
  it.each([
    ['dark', 2, ['1px dotted', '1px dotted', '1px solid', '1px solid', '2px solid', '2px solid', '3px solid', '3px solid']],
    ['high contrast', 3, ['2px dotted', '2px dotted', '2px solid', '2px solid', '3px solid', '3px solid', '5px solid', '5px solid']],
  ])('%s: dotted for the weakest, then thicker and thicker', (_, kind, lines) => {
    const seen: string[] = [];
    const isHeat = (options: Options) => {
      const { id } = (options['borderColor'] ?? {}) as { id?: string };
      if (id?.endsWith('heatBorder') && 'backgroundColor' in options)
        seen.push(`${String(options['borderWidth']).split(' ')[2]} ${String(options['borderStyle'])}`);
      return 'outline' in options;
    };
    marked({}, isHeat, kind);
    expect(seen).toEqual(lines);
  });
});

describe('two words that are linked are marked in the editor', () => {
  const isFilled = (options: Options) => 'outline' in options && 'backgroundColor' in options;
  const isOutlined = (options: Options) =>
    options['outline'] === '1px solid' &&
    !('backgroundColor' in options) &&
    (options['outlineColor'] as { id: string }).id.endsWith('source');

  it.each([
    [{ pinned: textUnit(2), linked: [textUnit(0)] }, 'c', 'a'],
    [{ pinned: textUnit(0), linked: [textUnit(2), textUnit(3)] }, 'a', 'c d'],
    [{ pinned: textUnit(1), linked: [textUnit(0), textUnit(2)] }, 'b', 'a|c'],
    [{ pinned: textUnit(1) }, 'b', ''],
  ])('%j: the first filled, the second outlined', (chosen, filled, outlined) => {
    for (const kind of [2, 3]) {
      expect(marked(chosen, isFilled, kind).words).toBe(filled);
      expect(marked(chosen, isOutlined, kind).words).toBe(outlined);
    }
  });
});

describe('sentences of the other text', () => {
  const SENTENCES: SentenceView = {
    own: { start: 4, end: 5 },
    seen: [
      { start: 0, end: 3, weight: 0.4, step: 5 },
      { start: 6, end: 7, weight: 0.1, step: 2 },
    ],
  };
  const hovered = { hovered: textUnit(2) };
  const sentence = (level: number, kind: number) => (options: Options) => {
    const { id } = (options[kind === 2 ? 'backgroundColor' : 'outlineColor'] ?? {}) as { id?: string };
    if (kind === 3) return id?.endsWith('heatBorder') === true && options['outline'] === ['1px dotted', '1px solid', '2px solid'][level];
    return id?.endsWith(`heat${level + 1}`) === true && !('borderWidth' in options);
  };

  it.each([2, 3])('have a tint, or in high contrast a frame, of three steps, where no word is coloured; kind of theme %i', kind => {
    const shown = (unit: number) =>
      [0, 1, 2].map(level => marked({ hovered: textUnit(unit) }, sentence(level, kind), kind, SENTENCES).words);
    // Of the word `c` the matrix colours `b`, of `d` nothing.
    expect(shown(2)).toEqual(['d', '', 'a ']);
    expect(shown(3)).toEqual(['d', '', 'a b']);
  });

  it('the one that is looked from is outlined, and the strongest is in the ruler', () => {
    const isDotted = (options: Options) =>
      options['outline'] === '1px dotted' && (options['outlineColor'] as { id: string }).id.endsWith('source');
    const isRuler = (options: Options) => 'overviewRulerColor' in options;
    expect(marked(hovered, isDotted, 2, SENTENCES).words).toBe('c');
    expect(marked(hovered, isRuler, 2, SENTENCES).words).toBe('a b');
    expect(marked(hovered, isRuler).words).toBe('b');
  });

  it('what a list points at is outlined, whether or not a word is pointed at', () => {
    const isDotted = (options: Options) =>
      options['outline'] === '1px dotted' && (options['outlineColor'] as { id: string }).id.endsWith('source');
    expect(marked({ marked: { start: 2, end: 5 } }, isDotted).words).toBe('b c');
    expect(marked({ ...hovered, marked: { start: 2, end: 5 } }, isDotted).words).toBe('b c');
  });
});
