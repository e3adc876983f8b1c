import { describe, expect, it } from 'vitest';
import { linkTerms } from '../../webview/linkTerms.ts';

describe('linkTerms', () => {
  it('cuts a sentence at its terms, in the order of the sentence', () => {
    expect(
      linkTerms('The head gives each word a weight, a head of its own.', [
        ['weight', 'attention-weight'],
        ['head', 'head'],
      ]),
    ).toEqual([
      { text: 'The ', term: null },
      { text: 'head', term: 'head' },
      { text: ' gives each word a ', term: null },
      { text: 'weight', term: 'attention-weight' },
      { text: ', a head of its own.', term: null },
    ]);
  });

  it('links the whole word', () => {
    expect(linkTerms('mean of 12 heads.', [['head', 'head']])).toEqual([
      { text: 'mean of 12 ', term: null },
      { text: 'heads', term: 'head' },
      { text: '.', term: null },
    ]);
  });

  it('links what a no-break space ties to the word, as a line can break at the edge of a link', () => {
    expect(linkTerms('no relation at ρ\u00a0−0.12; up', [['ρ', 'rank-correlation']])).toEqual([
      { text: 'no relation at ', term: null },
      { text: 'ρ\u00a0−0.12', term: 'rank-correlation' },
      { text: '; up', term: null },
    ]);
    expect(linkTerms('at ρ\u00a00.83.', [['ρ', 'rank-correlation']])[1]).toEqual({ text: 'ρ\u00a00.83', term: 'rank-correlation' });
    expect(linkTerms('ρ is', [['ρ', 'rank-correlation']])[0]).toEqual({ text: 'ρ', term: 'rank-correlation' });
  });

  it('leaves out what is not there, and what overlaps', () => {
    expect(linkTerms('softmax', [['head', 'head']])).toEqual([{ text: 'softmax', term: null }]);
    expect(
      linkTerms('hidden state', [
        ['hidden state', 'hidden-state'],
        ['state', 'layer'],
      ]),
    ).toEqual([{ text: 'hidden state', term: 'hidden-state' }]);
  });
});
