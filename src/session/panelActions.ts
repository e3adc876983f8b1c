import { tokensAsTsv, tokenTable } from '../core/describe/tokens.ts';
import type { PlaceRange } from '../core/text/anchor.ts';
import type { UnitRef } from '../core/text/unitRef.ts';
import type { PanelAction, PanelButton } from '../protocol/panelActions.ts';
import type { FileColours, PictureKind, Take } from '../core/export/kinds.ts';
import type { MenuCell } from './takeAway.ts';
import { hasUnit, placeOfPinned, rangesOfSubject } from './exploration.ts';
import type { Explorer } from './explorer.ts';
import { checkByRemoval, sentenceIn, sentenceSpan } from './groundedAnswer.ts';
import { listedTokens, tokenMark } from './listedTokens.ts';
import type { PartRequests } from './parts/requests.ts';
import { nameShownGroup } from './shownOccurrences.ts';

/** What is asked for in the panel and done by the editor. */
export interface PanelEditor {
  run(command: Exclude<PanelButton, 'cancel'>): Promise<unknown>;
  /** To a place of the comparison in its document; `index` counts the items of the panel. */
  goToOccurrence(index: number): Promise<unknown>;
  /** Brings a place of a document into view; the focus stays. */
  reveal(uri: string, range: PlaceRange): Promise<unknown>;
  /** The same, and the focus goes there. */
  goTo(uri: string, range: PlaceRange): Promise<unknown>;
  copy(text: string): Promise<unknown>;
  /** A menu opens on a picture. */
  openMenu(picture: PictureKind, cell: MenuCell | null): void;
  /** Tells the card what can be taken away. */
  offer(): Promise<unknown>;
  /** What was chosen on the card. */
  take(chosen: Take, request: number): Promise<unknown>;
  colourFiles(colours: FileColours): void;
  /** The focus leaves the panel for the explored text. */
  focus(): Promise<unknown>;
}

/** What a person did in the panel, as the same explorer methods that the editor and the palette use. Indices are checked against what is shown. */
export function actOnPanel(
  explorer: Explorer,
  requests: PartRequests,
  editor: PanelEditor,
  action: PanelAction,
): Promise<unknown> | null | undefined {
  const { exploration, state } = explorer;
  const exists = (unit: UnitRef | null) => unit === null || (exploration !== null && hasUnit(exploration, state.level, unit));
  switch (action.type) {
    case 'ready':
    case 'painted':
    case 'colours':
      return undefined;
    case 'point':
      if (exists(action.unit)) explorer.dispatch({ type: 'hover', unit: action.unit });
      return undefined;
    case 'pin':
      if (exists(action.unit)) explorer.dispatch({ type: 'pin', unit: action.unit });
      return undefined;
    case 'link':
      if (exists(action.from) && exists(action.to)) explorer.dispatch({ type: 'link', from: action.from, units: [action.to] });
      return undefined;
    case 'unlink':
      explorer.dispatch(action);
      return undefined;
    case 'cell':
      if (exists(action.from) && exists(action.to)) explorer.dispatch({ type: 'cell', cell: [action.from, action.to] });
      return undefined;
    case 'clearCell':
      explorer.dispatch({ type: 'cell', cell: null });
      return undefined;
    case 'view':
      return explorer.chooseView(action.view);
    case 'direction':
      explorer.dispatch({ type: 'direction', direction: action.direction });
      return undefined;
    case 'level':
      return explorer.chooseLevel(action.level);
    case 'within':
      return explorer.lookWithin(action.within ?? undefined);
    case 'hideSpecial':
      explorer.dispatch({ type: 'hideSpecial', hide: action.hide });
      return undefined;
    case 'hideSink':
    case 'scaleUnit':
    case 'tab':
    case 'section':
    case 'seek':
    case 'terms':
    case 'heat':
    case 'influenceMode':
    case 'occurrenceContext':
    case 'pairPicture':
    case 'bySentence':
    case 'compareFixed':
      explorer.dispatch(action);
      return undefined;
    case 'hiddenState':
      if (exploration && action.state <= exploration.model.layers) explorer.dispatch(action);
      return undefined;
    case 'history':
      return explorer.go(action.way === 'back' ? -1 : 1);
    case 'goToSubject':
      return (
        exploration &&
        editor.goTo(
          placeOfPinned(exploration, state, action.end).uri,
          rangesOfSubject(exploration, state, action.end)[0] ?? exploration.anchor.range,
        )
      );
    case 'occurrence':
      return editor.goToOccurrence(action.index);
    case 'group':
      nameShownGroup(explorer, action.index, action.name);
      return undefined;
    case 'cancelPart':
      requests.cancel(action.part);
      return undefined;
    case 'retryPart':
      requests.retry(action.part);
      return undefined;
    case 'measureNearest':
      requests.retry(action.part, true);
      return undefined;
    case 'readAgain':
      explorer.readAgain();
      return undefined;
    case 'token':
      explorer.lookUps.point(action.list, action.token);
      return undefined;
    case 'goToToken': {
      explorer.lookUps.point(action.list, action.token);
      const mark = tokenMark(explorer);
      const [range] = mark?.ranges ?? [];
      return mark && range && editor.reveal(mark.uri, range);
    }
    case 'markSentence': {
      const { of, sentence } = action;
      const span = exploration && sentence !== null ? sentenceSpan(explorer, exploration, of, sentence) : null;
      explorer.dispatch({ type: 'mark', span });
      return undefined;
    }
    case 'goToSentence': {
      const found = exploration && sentenceIn(explorer, exploration, action.of, action.sentence);
      return found && editor.reveal(found.uri, found.range);
    }
    case 'checkByRemoval': {
      const { sentence } = action;
      const isOfIt = sentence === null || (exploration !== null && sentenceSpan(explorer, exploration, 'answer', sentence) !== null);
      if (isOfIt) checkByRemoval(explorer, requests, sentence);
      return undefined;
    }
    case 'copyTokens': {
      const listed = listedTokens(explorer);
      if (listed?.text.id !== action.list) return undefined;
      return editor.copy(action.as === 'tsv' ? tokensAsTsv(listed.list) : `${tokenTable(listed.list).join('\n')}\n`);
    }
    case 'closeTokens':
      explorer.lookUps.close();
      return undefined;
    case 'closeWhatIf':
      explorer.experiments.showVariant(null);
      return undefined;
    case 'command':
      if (action.command === 'cancel') explorer.cancel();
      else return editor.run(action.command);
      return undefined;
    case 'menu':
      editor.openMenu(action.picture, action.cell && [action.cell.row, action.cell.column]);
      return undefined;
    case 'offer':
      return editor.offer();
    case 'take':
      return editor.take({ of: action.of, as: action.as }, action.request);
    case 'fileColours':
      editor.colourFiles(action.colours);
      return undefined;
    case 'leave':
      return editor.focus();
  }
}
