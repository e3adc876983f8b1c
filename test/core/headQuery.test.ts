import { describe, expect, it } from 'vitest';
import { meansHead, readPlace } from '../../src/core/attention/headQuery.ts';

const head = (layer: number, number: number, target = 'Bob') => ({ layer, head: number, source: 'he', target });
const HEADS = [head(5, 3), head(5, 11, 'Alice'), head(3, 1, 'book'), head(0, 5, 'Bob'), head(1, 10, '.')];
const found = (typed: string) => HEADS.filter(candidate => meansHead(typed, candidate)).map(({ layer, head }) => `${layer}.${head}`);

describe('what is typed to find a head', () => {
  it('finds by place, however it is written', () => {
    for (const typed of ['L5 H3', 'l5h3', '5.3', '5,3', '5/3', 'layer 5 head 3', 'Layer 5, head 3', ' L5  H3 ', '5 3', 'l5 h3'])
      expect(found(typed), typed).toEqual(['5.3']);
    expect(found('L5')).toEqual(['5.3', '5.11']);
    expect(found('layer 5')).toEqual(['5.3', '5.11']);
    expect(found('H1')).toEqual(['3.1']);
    expect(found('5')).toEqual(['5.3', '5.11', '0.5']);
    expect(found('L1')).toEqual(['1.10']);
  });
  it('keeps the heads of a layer while their place is typed', () => {
    const layer = ['5.3', '5.11'];
    for (const typed of ['L5', 'L5 ', 'L5 H', 'l5h', 'layer 5, head ']) expect(found(typed), typed).toEqual(layer);
    expect(found('5.')).toEqual(found('5'));
  });
  it('finds by the word that a head links to, in any case and in part, and by both', () => {
    for (const typed of ['Bob', 'bob', 'bo', 'he bob', 'he Bob'])
      expect(found(typed), typed).toEqual(expect.arrayContaining(['5.3', '0.5']));
    expect(found('Bob')).toEqual(['5.3', '0.5']);
    expect(found('L5 bob')).toEqual(['5.3']);
    expect(found('alice 5.11')).toEqual(['5.11']);
  });
  it('finds all for nothing, and nothing for what is not there', () => {
    expect(found('  ')).toHaveLength(HEADS.length);
    expect(found('mat')).toEqual([]);
    expect(found('L7')).toEqual([]);
    expect(found('bob L3')).toEqual([]);
  });
  it('takes a word that looks like a place for the word', () => {
    expect(meansHead('h2', head(4, 4, 'H2'))).toBe(true);
    expect(meansHead('7', head(4, 4, '7'))).toBe(true);
  });
});

describe('a place of a model', () => {
  // 30 layers of 9 heads, but the last has 4.
  const heads = [...Array.from({ length: 29 }, () => 9), 4];
  it('is read in every way of writing it', () => {
    for (const typed of ['L12 H7', '12.7', 'l12h7', '12 7', ' 12,7', 'layer 12 head 7'])
      expect(readPlace(typed, heads), typed).toEqual({ kind: 'head', head: [12, 7] });
    for (const typed of ['L12', 'layer 12', '12', 'L12 H', '12.'])
      expect(readPlace(typed, heads), typed).toEqual({ kind: 'layer', layer: 12 });
  });
  it('says where there is none', () => {
    expect(readPlace('L30 H0', heads)).toEqual({ kind: 'outside', why: 'Layers count from 0 to 29.' });
    expect(readPlace('30', heads)).toEqual({ kind: 'outside', why: 'Layers count from 0 to 29.' });
    expect(readPlace('12 9', heads)).toEqual({ kind: 'outside', why: 'Heads of layer 12 count from 0 to 8.' });
    expect(readPlace('29.4', heads)).toEqual({ kind: 'outside', why: 'Heads of layer 29 count from 0 to 3.' });
  });
  it('is nothing else', () => {
    for (const typed of ['', ' ', 'Bob', 'L', 'H7', 'L12 Bob', 'Bob 12.7', '1.2 3.4', '1.2.3', '-1'])
      expect(readPlace(typed, heads), typed).toBeNull();
  });
});
