import { describe, expect, it } from 'vitest';
import { meansHead } from '../../src/core/attention/headQuery.ts';

const head = (layer: number, number: number, target = 'Bob') => ({ layer, head: number, source: 'he', target });
const HEADS = [head(5, 3), head(5, 11, 'Alice'), head(3, 1, 'book'), head(0, 5, 'Bob'), head(1, 10, '.')];
const found = (typed: string) => HEADS.filter(candidate => meansHead(typed, candidate)).map(({ layer, head }) => `${layer}.${head}`);

describe('what is typed to find a head', () => {
  it('finds by place, however it is written', () => {
    for (const typed of ['L5 H3', 'l5h3', '5.3', '5,3', '5/3', 'layer 5 head 3', 'Layer 5, head 3', ' L5  H3 '])
      expect(found(typed), typed).toEqual(['5.3']);
    expect(found('L5')).toEqual(['5.3', '5.11']);
    expect(found('layer 5')).toEqual(['5.3', '5.11']);
    expect(found('H1')).toEqual(['3.1']);
    expect(found('5')).toEqual(['5.3', '5.11', '0.5']);
    expect(found('L1')).toEqual(['1.10']);
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
