import type { EngineClient } from '../session/engineClient.ts';
import type * as vscode from 'vscode';
import type { Explorer } from '../session/explorer.ts';
import type { FindingStore } from './findings/store.ts';
import type { FindingsTree } from './findings/tree.ts';
import type { Log } from './log.ts';
import type { Models } from './models/models.ts';
import type { CompactView } from './panel/compact.ts';
import type { Panel } from './panel/panel.ts';
import type { PartRequests } from '../session/parts/requests.ts';
import type { TakeAway } from '../session/takeAway.ts';
import type { GivenTexts } from './editor/givenTexts.ts';
import type { Pointing } from './editor/pointing.ts';

export interface Parts {
  readonly engine: EngineClient;
  readonly explorer: Explorer;
  readonly models: Models;
  readonly panel: Panel;
  readonly compact: Pick<CompactView, 'isVisible'>;
  readonly requests: PartRequests;
  readonly pointing: Pointing;
  readonly findings: FindingStore;
  readonly findingsTree: Pick<FindingsTree, 'selected'>;
  readonly takeAway: TakeAway;
  readonly givenTexts: GivenTexts;
  /** Where the extension is installed. */
  readonly extension: vscode.Uri;
  readonly log: Log;
}
