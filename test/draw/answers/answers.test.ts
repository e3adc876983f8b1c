import { describe, expect, it } from 'vitest';
import { ANSWER_KINDS } from '../../../src/core/export/kinds.ts';
import { writeTable } from '../../../src/core/export/writeTable.ts';
import { TEXT, unitRef } from '../../../src/core/text/unitRef.ts';
import { answerOf, answersOnPage } from '../../../src/draw/answers/registry.ts';
import { paletteIn } from '../../../src/draw/files/palettes.ts';
import { pictureOf, svgOf } from '../../../src/draw/files/picture.ts';
import type { PanelParts } from '../../../src/protocol/panelParts.ts';
import { materialOf, pairMaterialOf, groundMaterialOf } from './material.ts';

const RUN_OF_OTHER = 8;
const WORDS = ['it', 'saw', 'France', 'again'];
const HOSTILE = ['=1+1', '<img src=x onerror=alert(1)>', '</script>', '"&', '\u202e'];

describe.each(ANSWER_KINDS)('%s', kind => {
  const answer = answerOf(kind);
  const of = kind === 'pairLinks' ? pairMaterialOf : kind === 'ground' ? groundMaterialOf : materialOf;

  it('is a table and a picture with where they are from, the same twice', () => {
    const table = () => writeTable(answer.table(of(WORDS))!, 'csv');
    expect(table()).toBe(table());
    expect(table()).toMatch(/# model: tiny; fingerprint: f1; /);
    const svg = () => {
      const material = of(WORDS);
      return svgOf(kind, material, pictureOf(kind, material, null, paletteIn('dark'))!);
    };
    expect(svg()).toBe(svg());
    expect(svg()).toContain('<desc>model: tiny; fingerprint: f1; ');
    expect(svg()).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('has no word as markup or as a formula', () => {
    const material = of(HOSTILE);
    const csv = writeTable(answer.table(material)!, 'csv');
    expect(csv.split(/\r\n|,/).filter(cell => /^"?[=@]/.test(cell))).toEqual([]);
    expect(svgOf(kind, material, pictureOf(kind, material, null, paletteIn('print'))!)).not.toMatch(/<img|<\/script/);
  });

  it('keeps within its picture', () => {
    const { width, height, paint } = pictureOf(kind, of(WORDS), null, paletteIn('print'))!;
    const outside: string[] = [];
    const at = { x: 0, y: 0 };
    paint({
      rect: (x, y, wide, high, _, name) => {
        const [left, top] = [at.x + x, at.y + y];
        if (left < 0 || top < 0 || left + wide > width + 0.5 || top + high > height + 0.5) outside.push(name ?? 'rect');
      },
      frame: () => undefined,
      path: () => undefined,
      circle: () => undefined,
      text: (text, x, y) => {
        if (at.x + x < 0 || at.x + x > width || at.y + y < 0 || at.y + y > height) outside.push(text);
      },
      measure: text => 6 * text.length,
      at: (x, y, draw) => {
        at.x += x;
        at.y += y;
        draw();
        at.x -= x;
        at.y -= y;
      },
      clip: (_, draw) => draw(),
    });
    expect(outside).toEqual([]);
  });
});

describe('what is on the page', () => {
  it('is what its open sections show', () => {
    expect(answersOnPage(materialOf(WORDS))).toEqual(['links', 'linkPlaces', 'strongest', 'layers']);
    expect(answersOnPage(materialOf(WORDS, { linked: null, folding: { layers: false, distances: true } }))).toEqual([
      'strongest',
      'distances',
    ]);
    expect(answersOnPage(materialOf(WORDS, { tab: 'effects' }))).toEqual(['influence', 'ranked']);
    expect(answersOnPage(materialOf(WORDS, { tab: 'vectors', folding: { map: true } }))).toEqual(['strips', 'order', 'path', 'map']);
    expect(answersOnPage(materialOf(WORDS, { tab: 'compare' }))).toEqual(['occurrences']);
  });

  it('is nothing of another run, another word, another vector or another way to look', () => {
    const of = (state: object, parts: object = {}) => answersOnPage(materialOf(WORDS, state, parts));
    const other = { ...materialOf(WORDS).part('path')!, runId: 8 };
    expect(of({ tab: 'vectors' }, { path: other })).not.toContain('path');
    expect(of({ pinned: unitRef(TEXT, 3) })).toEqual([]);
    expect(of({ linked: [unitRef(TEXT, 2), unitRef(TEXT, 3)] })).toEqual(['strongest', 'layers']);
    expect(of({ tab: 'vectors', folding: { neighbours: true }, pinned: unitRef(TEXT, 3) })).toEqual(['strips', 'order']);
    expect(of({ tab: 'vectors', folding: { neighbours: true }, pinned: null, linked: null })).toEqual(['path', 'neighbours']);
    expect(of({ direction: 'by' })).toEqual(['links', 'linkPlaces']);
    expect(of({ tab: 'effects', pinned: unitRef(TEXT, 3) })).toEqual([]);
    expect(of({ tab: 'effects', hiddenState: 1 })).toEqual([]);
    expect(of({ tab: 'effects', influenceMode: 'omit' })).toEqual([]);
  });
});

it('vectors of a file that were compared word by word are none of sub-words, or of another run', () => {
  const columns = (slice: object) => {
    const size = WORDS.length + 2;
    const values = new Float32Array(size * size).fill(0.5);
    const file = { name: 'glove.txt', slice: { runId: 7, level: 'words', size, values, ...slice } } as unknown as PanelParts['wordVectors'];
    const table = answerOf('strips').table(materialOf(WORDS, {}, { wordVectors: file }))!;
    return table.columns.map(({ name }) => name).filter(name => name.includes('glove'));
  };
  expect(columns({})).toEqual(['Vectors of glove.txt']);
  expect(columns({ level: 'pieces' })).toEqual([]);
  expect(columns({ runId: 8 })).toEqual([]);
});

it('an answer on its source has the whole source, what is marked and its control; without what is lost where nothing was left out', () => {
  const material = groundMaterialOf(['a', 'b', 'c']);
  const [first, second, ...rows] = writeTable(answerOf('ground').table(material)!, 'tsv').split('\n');
  expect([first, second]).toEqual([
    'Sentence of the answer\tWhat\tSentence of the source\tAttention\tOthers\tEven\tWithout it\tDivergence',
    'a\twhole source\t\t0.4\t\t\t-9.5\t0.95',
  ]);
  expect(rows.slice(0, 3)).toEqual([
    'a\tmarked\tb\t0.2\t0.15\t0.1\t-3.25\t0.325',
    'a\tcontrol\tc\t0.1\t0.15\t0.1\t0.5\t0.05',
    'a\tmarked\ta\t0.3\t0.15\t0.1\t\t',
  ]);
  const part: typeof material.part = name => (name === 'removals' ? null : material.part(name));
  const alone = answerOf('ground').table({ ...material, part })!;
  expect(alone.columns.map(({ name }) => name).slice(3)).toEqual(['Attention', 'Others', 'Even']);
  expect(alone.rows.map(([, what]) => what).slice(0, 3)).toEqual(['whole source', 'marked', 'marked']);
  expect(answersOnPage(material)).toContain('ground');
  const other: typeof material.part = name =>
    name === 'ground' ? ({ ...material.part('ground')!, runId: RUN_OF_OTHER } as never) : material.part(name);
  expect(answerOf('ground').table({ ...material, part: other })).toBeNull();
});

it('links of two texts are those that the page shows, the strongest first; of one text, and where the matrix is shown, there are none', () => {
  const material = pairMaterialOf(WORDS);
  const lines = writeTable(answerOf('pairLinks').table(material)!, 'markdown').split('\n');
  expect(lines[0]).toMatch(/4 links between two texts/);
  expect(lines.filter(line => /^\| (it|saw) /.test(line))).toHaveLength(4);
  expect(answersOnPage(material)).toContain('pairLinks');
  expect(answerOf('pairLinks').cell!(material, [1, 3])).toMatch(/^it → France 0\.\d\d$/);
  expect(answerOf('pairLinks').cell!(material, [3, 1])).toBeNull();
  expect(answerOf('pairLinks').table(materialOf(WORDS, { pairPicture: 'links' }))).toBeNull();
});

describe('a cell', () => {
  const cell = (kind: 'layers' | 'linkPlaces' | 'occurrences', ...at: [number, number]) => answerOf(kind).cell!(materialOf(WORDS), at);

  it('is said as the page reads it', () => {
    expect(cell('layers', 1, 2)).toBe('L1 it → saw 0.38');
    expect(cell('linkPlaces', 3, 0)).toBe('L1 H1 it → saw 0.30  3.0 ×');
    expect(cell('occurrences', 0, 2)).toBe('1 and 3 0.20');
  });

  it('that is none is none', () => {
    expect([
      cell('layers', 9, 0),
      cell('layers', 0, 99),
      cell('linkPlaces', 0, 2),
      cell('linkPlaces', 99, 0),
      cell('occurrences', 0, 3),
    ]).toEqual(Array.from({ length: 5 }, () => null));
  });
});

it('places of a word are those of the vectors that the page shows, the word embedding as well', () => {
  const material = materialOf(WORDS, { tab: 'compare', comparesFixed: true });
  const answer = answerOf('occurrences');
  expect(answer.cell!(material, [0, 2])).toBe('1 and 3 1.00');
  expect(answer.table(material)!.caption).toBe('“it” in 3 places: cosine of every two, word embedding');
  const colours = (hue: object) => svgOf('occurrences', material, answer.picture(material, { ...paletteIn('print'), ...hue })!);
  const { heat } = paletteIn('print');
  expect(colours({ contextual: heat })).toBe(colours({}));
  expect(colours({ likeness: heat })).not.toBe(colours({}));
});

it('attention that a word receives is called so beside numbers of another kind', () => {
  const columns = (kind: 'strips' | 'influence', direction: 'to' | 'by') =>
    answerOf(kind)
      .table(materialOf(WORDS, { direction }))!
      .columns.map(({ name }) => name)
      .filter(name => name.startsWith('Attention'));
  expect(columns('influence', 'to')).toEqual(['Attention']);
  expect(columns('influence', 'by')).toEqual(['Attention received']);
  expect(columns('strips', 'to')).toEqual([expect.stringMatching(/^Attention, /)]);
  expect(columns('strips', 'by')).toEqual([expect.stringMatching(/^Attention received, /)]);
});

it('heads that link two words are written both ways, with how many even shares it is', () => {
  const lines = writeTable(answerOf('links').table(materialOf(WORDS))!, 'markdown').split('\n');
  expect(lines.slice(2, 5)).toEqual([
    '| Head | it → saw | × even share | saw → it | × even share, back | Known as |',
    '| --- | --: | --: | --: | --: | --- |',
    '| L3 H1 | 0.70 | 7.0 | 0.05 |  | Reference |',
  ]);
});
