/** The pages of the panel, and what is open on them, beside a text of 300 words read by 144 heads, or beside two texts of 500 words read by 8. */
export const BENCH_PAGES: Readonly<Record<string, string>> = {
  attention: 'tab=attention&lens=reference',
  'attention, all sections': 'tab=attention&lens=reference&pin=40&open=distances',
  'attention, a pair': 'tab=attention&lens=reference&pin=40&link=80',
  vectors: 'tab=vectors&lens=reference',
  'vectors, pinned': 'tab=vectors&lens=reference&pin=40&open=map',
  compare: 'tab=compare&pin=40&whatif',
  effects: 'tab=effects&pin=40',
  'two texts, matrix': 'run=longPair&layer=1&head=3&beside',
  'two texts, links': 'run=longPair&as=links&layer=1&head=3&beside',
  input: 'place=input&open=map&fold=strips,order,path',
};

/** What is told of such a page beside its number. */
export function textsOf(query: string): string {
  return query.includes('run=longPair') ? 'twice 500 words, 8 heads' : '300 words, 144 heads';
}

export function addressOf(address: string, query: string): string {
  return query.includes('run=') ? `${address}?${query}` : `${address}?run=wide&${query}`;
}
