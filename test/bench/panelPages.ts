/** The pages of the panel, and what is open on them, beside a text of 300 words read by 144 heads. */
export const BENCH_PAGES: Readonly<Record<string, string>> = {
  attention: 'tab=attention&lens=reference',
  'attention, all sections': 'tab=attention&lens=reference&pin=40&open=distances',
  'attention, a pair': 'tab=attention&lens=reference&pin=40&link=80',
  vectors: 'tab=vectors&lens=reference',
  'vectors, pinned': 'tab=vectors&lens=reference&pin=40&open=map',
  compare: 'tab=compare&pin=40&whatif',
  effects: 'tab=effects&pin=40',
  input: 'place=input&open=map&fold=strips,order,path',
};
