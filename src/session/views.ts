import type { SentenceView } from '../core/state/sentenceView.ts';
import { deriveLikenessView, deriveWordView, type WordView } from '../core/state/viewModel.ts';
import { withRow, type UnitRow } from '../core/state/unitMatrix.ts';
import type { ViewState } from '../core/state/viewState.ts';
import { sequenceOf } from '../core/text/tokenSequence.ts';
import { unitsOf, type Exploration } from './exploration.ts';
import type { PartStore } from './parts/store.ts';
import { likenessKey } from './parts/likeness.ts';
import { sentenceViewOf } from './sentences.ts';

/** The derivations that everything is painted from, made once per change. */
export class Views {
  private attentionMemo: { exploration: Exploration; state: ViewState; row: UnitRow | null; view: WordView } | null = null;
  private sentenceMemo: { exploration: Exploration; state: ViewState; row: UnitRow | null; view: SentenceView | null } | null = null;
  private likenessMemo: { cosines: Float32Array | null; exploration: Exploration; state: ViewState; view: WordView } | null = null;

  /** What the word attends to: the panel's first page. */
  attention(exploration: Exploration, state: ViewState, row: UnitRow | null): WordView {
    const memo = this.attentionMemo;
    if (memo?.exploration !== exploration || memo.state !== state || memo.row !== row) {
      const view = deriveWordView(
        unitsOf(exploration, state.level),
        sequenceOf(exploration.summary).tokens.length,
        withRow(exploration.matrix, row),
        state,
      );
      this.attentionMemo = { exploration, state, row, view };
      return view;
    }
    return memo.view;
  }

  /** What the sentence of the word has to do with those of the other text. */
  sentences(exploration: Exploration, state: ViewState, row: UnitRow | null): SentenceView | null {
    const memo = this.sentenceMemo;
    if (memo?.exploration === exploration && memo.state === state && memo.row === row) return memo.view;
    const view = sentenceViewOf(exploration, state, row);
    this.sentenceMemo = { exploration, state, row, view };
    return view;
  }

  /** What the colours in the editor show: attention or a likeness. While a likeness is not here, nothing is coloured. */
  heat(exploration: Exploration, state: ViewState, row: UnitRow | null, parts: PartStore): WordView {
    if (state.heat === 'attention') return this.attention(exploration, state, row);
    const likeness = parts.valueOf('likeness', likenessKey(exploration, state));
    const cosines = likeness && likeness[state.heat];
    const memo = this.likenessMemo;
    if (memo?.exploration === exploration && memo.state === state && memo.cosines === cosines) return memo.view;
    const view = deriveLikenessView(unitsOf(exploration, state.level), cosines, state);
    this.likenessMemo = { cosines, exploration, state, view };
    return view;
  }
}
