import { describe, expect, it, vi } from 'vitest';
import { createAnchor } from '../../src/core/text/anchor.ts';
import type { UnitMatrix } from '../../src/core/state/unitMatrix.ts';
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
  const isOutlined = (options: Options) => 'outline' in options && !('backgroundColor' in options);

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
