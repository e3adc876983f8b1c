import { atOnce } from '../../../src/core/attention/layerWalk.ts';
import type { Capability } from '../../../src/core/model/capability.ts';
import { combineMaps, createPooling, selfPooling, type MapPooling } from '../../../src/core/attention/pooling.ts';
import type { Combine, HeadSelection } from '../../../src/core/attention/lens.ts';
import { selectionOf } from '../../../src/core/attention/navigate.ts';
import { INITIAL_STATE, middleState, reduce, type ViewAction, type ViewState } from '../../../src/core/state/viewState.ts';
import type { Cut, HostToPanel, PanelData, PersistedPanel, Phase } from '../../../src/protocol/panelApi.ts';
import type { PanelAction, PanelButton } from '../../../src/protocol/panelActions.ts';
import { MODEL, modelOf } from './model.ts';
import { PartFeed } from './parts/partFeed.ts';
import { rolledOut } from './rollout.ts';
import type { FixtureRun } from './runs.ts';

/** Stands in for the host's explorer: the same reducer, the same slices, all in the page. */
export class PageExplorer {
  state: ViewState = { ...INITIAL_STATE, view: { kind: 'lens', id: MODEL.defaultLens }, hiddenState: middleState(MODEL.layers) };
  phase: Phase;
  cut: Cut | null = null;
  warnings: readonly string[] = [];
  readonly parts: PartFeed;
  /** Names of the address's switches that parts heed, e.g. `vectors`. */
  readonly switches = new Set<string>();
  /** Names given to the places of a comparison, by index. */
  readonly groups: string[] = [];
  #run: FixtureRun;
  #post: (message: HostToPanel) => void;
  #sequence = 0;
  #sentKey = '';

  constructor(run: FixtureRun, phase: Phase, post: (message: HostToPanel) => void) {
    this.#run = run;
    this.phase = phase;
    this.#post = post;
    this.parts = new PartFeed(post);
  }

  get units() {
    return this.state.level === 'words' ? this.#run.summary.words : this.#run.summary.pieces;
  }

  handle(action: PanelAction): void {
    if (action.type === 'cancelPart') this.parts.cancel(action.part);
    if (action.type === 'retryPart') this.parts.release(action.part);
    if (action.type === 'group') this.groups[action.index] = action.name;
    if (action.type === 'closeWhatIf') {
      this.switches.delete('whatif');
      this.parts.drop('whatIf');
    }
    if (action.type === 'command') this.#runCommand(action.command);
    const change = this.#changeFor(action);
    if (change) this.state = reduce(this.state, change);
    this.send();
  }

  /** One complete snapshot, and the data before it when its key is new. */
  send(): void {
    const hasRun = this.phase.kind === 'ready' || this.phase.kind === 'stale';
    const key = hasRun ? this.#dataKey() : '';
    if (hasRun && key !== this.#sentKey) {
      this.#post({ type: 'data', data: this.#data(key) });
      this.#sentKey = key;
    }
    this.#post({
      type: 'snapshot',
      snapshot: {
        sequence: this.#sequence++,
        phase: this.phase,
        state: this.state,
        dataKey: key,
        cut: this.cut,
        parts: hasRun
          ? this.parts.send({ run: this.#run, state: this.state, units: this.units, switches: this.switches, groups: this.groups })
          : {},
        warnings: this.warnings,
        persisted: hasRun ? this.#persisted() : null,
        hasText: !this.switches.has('noText'),
        keys: ['Ctrl+K', 'A'],
      },
    });
  }

  /** Commands that ask for a part; in the editor they ask a person first. */
  #runCommand(command: PanelButton): void {
    if (command === 'replaceWord' || command === 'maskWord') this.switches.add('whatif');
    if (command === 'compareOccurrences') this.switches.add('occurrences');
  }

  #changeFor(action: PanelAction): ViewAction | null {
    const { summary } = this.#run;
    switch (action.type) {
      case 'point':
        return { type: 'hover', unit: action.unit };
      case 'cell':
        return { type: 'cell', cell: [action.from, action.to] };
      case 'clearCell':
        return { type: 'cell', cell: null };
      case 'pin':
      case 'view':
      case 'direction':
      case 'hideSpecial':
        return action;
      case 'level': {
        const toPieces = action.level === 'pieces';
        return {
          type: 'level',
          level: action.level,
          from: toPieces ? summary.words : summary.pieces,
          to: toPieces ? summary.pieces : summary.words,
        };
      }
      case 'tab':
      case 'heat':
      case 'hiddenState':
      case 'influenceMode':
      case 'occurrenceContext':
        return action;
      case 'ready':
      case 'command':
      case 'leave':
      case 'occurrence':
      case 'group':
      case 'cancelPart':
      case 'retryPart':
      case 'closeWhatIf':
        return null;
    }
  }

  #persisted(): PersistedPanel {
    return { uri: 'file:///words.md', range: [6, 0, 6, this.#run.summary.shownEnd], hash: '0'.repeat(64), view: this.state.view };
  }

  #pooling(): MapPooling {
    return selfPooling(createPooling(this.units, this.#run.attention.rows));
  }

  #dataKey(): string {
    return JSON.stringify([this.state.view, this.state.level]);
  }

  #data(key: string): PanelData {
    const { summary } = this.#run;
    const { selection, combine } = selectionOf(this.state.view, MODEL.lenses);
    const { level } = this.state;
    const { runId } = summary;
    const model = modelOf(this.#run.attention.stack);
    return {
      key,
      model: { ...model, capabilities: model.capabilities.filter(capability => !lacksOf(this.switches).includes(capability)) },
      summary,
      matrix: {
        runId,
        level,
        rows: this.units.length,
        columns: this.units.length,
        causal: this.#run.attention.stack.causal,
        ...this.#matrix(selection, combine),
      },
    };
  }

  #matrix(selection: HeadSelection, combine: Combine) {
    const { attention } = this.#run;
    if (selection.kind !== 'rollout') return atOnce(combineMaps(attention, this.#pooling(), selection, combine), attention.maps);
    const rolled = rolledOut(attention, selection.layer);
    return atOnce(combineMaps(rolled, this.#pooling(), { kind: 'all' }, 'mean'), rolled.maps);
  }
}

/** What the model of the page lacks. */
function lacksOf(switches: ReadonlySet<string>): readonly Capability[] {
  if (switches.has('nostates')) return ['hidden-states', 'layer-updates', 'shared-width'];
  return switches.has('noadded') ? ['layer-updates'] : [];
}
