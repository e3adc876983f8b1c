import type * as vscode from 'vscode';
import { toFault } from '../core/errors.ts';
import { sourceOf } from '../core/viewState.ts';
import type { EngineClient } from './engineClient.ts';
import type { Explorer } from './explorer.ts';
import { Latest } from './latest.ts';
import type { Log } from './log.ts';

/** Largest side of a thumbnail in cells; the panel draws at most 36 pixels. */
const THUMBNAIL_SIDE = 36;

/** Fetches, while the panel is visible, the slices that only the panel shows: thumbnails, the heads of a word, the layers of a pin. */
export class Slices implements vscode.Disposable {
  private readonly engine: EngineClient;
  private readonly explorer: Explorer;
  private readonly log: Log;
  private readonly isWanted: () => boolean;
  private readonly subscription: vscode.Disposable;
  private readonly requests = { thumbnails: new Latest(), ranking: new Latest(), layers: new Latest() };
  private readonly asked = { thumbnails: '', ranking: '', layers: '' };

  constructor(engine: EngineClient, explorer: Explorer, log: Log, isWanted: () => boolean) {
    this.engine = engine;
    this.explorer = explorer;
    this.log = log;
    this.isWanted = isWanted;
    this.subscription = explorer.onDidChange(() => this.refresh());
  }

  refresh(): void {
    const { exploration, state } = this.explorer;
    if (!exploration || !this.isWanted()) return;
    const { runId } = exploration.summary;
    const { level, direction, hideSpecial, pinned } = state;
    const source = sourceOf(state);
    this.fetch('thumbnails', `${runId} ${level} ${hideSpecial}`, signal =>
      this.engine.call('thumbnails', { runId, level, hideSpecial, maxSide: THUMBNAIL_SIDE }, signal),
    );
    const word = (unit: number) => ({ runId, level, unit, direction });
    this.fetch('ranking', source === null ? '' : `${runId} ${level} ${direction} ${source}`, signal =>
      this.engine.call('rankHeads', word(source!), signal),
    );
    this.fetch('layers', pinned === null ? '' : `${runId} ${level} ${direction} ${pinned}`, signal =>
      this.engine.call('layers', word(pinned!), signal),
    );
  }

  dispose(): void {
    this.subscription.dispose();
    for (const request of Object.values(this.requests)) request.cancel();
  }

  private fetch<T>(kind: 'thumbnails' | 'ranking' | 'layers', key: string, task: (signal: AbortSignal) => Promise<T>): void {
    if (key === this.asked[kind]) return;
    this.asked[kind] = key;
    const { exploration } = this.explorer;
    if (key === '' || !exploration) {
      this.requests[kind].cancel();
      if (exploration?.[kind]) this.explorer.addSlices(exploration.summary.runId, { [kind]: null });
      return;
    }
    void this.requests[kind].run(task).then(
      slice => {
        if (slice !== undefined && this.asked[kind] === key) this.explorer.addSlices(exploration.summary.runId, { [kind]: slice });
      },
      (error: unknown) => {
        // The picture stays without this part; the next change asks again.
        this.asked[kind] = '';
        this.log.fault(toFault(error));
      },
    );
  }
}
