import type { PanelParts, PartName, PartStatus, PartStatuses } from '../../protocol/panelParts.ts';
import type { Fault } from '../../core/fault.ts';
import { PARTS } from './registry.ts';

interface Entry<N extends PartName> {
  readonly key: string;
  readonly status: PartStatus;
  /** Null until something of it can be shown. */
  readonly value: PanelParts[N] | null;
}

/** What the pages of the panel show beyond attention, each under the key of what it was made for. Part of the explorer's state. */
export class PartStore {
  private readonly changed: () => void;
  /** Of the run that was shown last. */
  private model: string | null = null;
  private entries: { readonly [N in PartName]?: Entry<N> } = {};

  constructor(changed: () => void) {
    this.changed = changed;
  }

  /** The value when it is ready and was made for this key. */
  valueOf<N extends PartName>(name: N, key: string): PanelParts[N] | null {
    const entry = this.entries[name];
    return entry?.key === key && entry.status.kind === 'ready' ? entry.value : null;
  }

  /** The value that is ready, whatever it was made for. */
  latest<N extends PartName>(name: N): PanelParts[N] | null {
    const entry = this.entries[name];
    return entry?.status.kind === 'ready' ? entry.value : null;
  }

  /** All that are complete, whatever they were made for. */
  get ready(): Partial<PanelParts> {
    const ready = this.names.filter(name => this.entries[name]!.status.kind === 'ready');
    return Object.fromEntries(ready.map(name => [name, this.entries[name]!.value]));
  }

  /** It is being computed, whether some of it is here already or not. */
  isUnderWay(name: PartName): boolean {
    const kind = this.entries[name]?.status.kind;
    return kind === 'computing' || kind === 'partial';
  }

  get statuses(): PartStatuses {
    return Object.fromEntries(this.names.map(name => [name, this.entries[name]!.status]));
  }

  /** Every part that is ready, or of which some is here, with its key. */
  get shown(): readonly { readonly name: PartName; readonly key: string; readonly value: PanelParts[PartName] }[] {
    return this.names.flatMap(name => {
      const { key, value } = this.entries[name]!;
      return value !== null ? [{ name, key, value }] : [];
    });
  }

  wait(name: PartName, key: string, cost: Pick<PartStatus & { kind: 'waiting' }, 'passes' | 'seconds' | 'nearest'>): void {
    this.set(name, { key, status: { kind: 'waiting', ...cost }, value: null });
  }

  computing(name: PartName, key: string, done = 0, total = 0): void {
    this.set(name, { key, status: { kind: 'computing', done, total }, value: null });
  }

  partial<N extends PartName>(
    name: N,
    key: string,
    far: Pick<PartStatus & { kind: 'partial' }, 'done' | 'total' | 'left'>,
    value: PanelParts[N],
  ): void {
    this.set(name, { key, status: { kind: 'partial', key, ...far }, value });
  }

  /** What is here of a part that is under way stays, as not complete. @returns false when there is nothing of it yet, or it is not under way */
  stop(name: PartName, key: string | undefined): boolean {
    const entry = this.entries[name];
    if (entry?.status.kind !== 'partial' || entry.key !== key) return false;
    this.set(name, { ...entry, status: { ...entry.status, kind: 'stopped' } });
    return true;
  }

  /** What is here of a part that was stopped, made for this key; it can go on from there. */
  stoppedAt<N extends PartName>(name: N, key: string): PanelParts[N] | null {
    const entry = this.entries[name];
    return entry?.key === key && entry.status.kind === 'stopped' ? entry.value : null;
  }

  finish<N extends PartName>(name: N, key: string, value: PanelParts[N]): void {
    this.set(name, { key, status: { kind: 'ready', key }, value });
  }

  fail(name: PartName, key: string, fault: Fault): void {
    this.set(name, { key, status: { kind: 'failed', fault }, value: null });
  }

  drop(name: PartName): void {
    if (this.entries[name]) this.set(name, undefined);
  }

  /**
   * Another run: what belongs to the old one goes, without a word; the change that brings the new run is announced by its owner.
   * @param model its {@link modelKey}: numbers of another model go, too; null where no text is shown any more
   */
  startRun(model: string | null): void {
    const isSameModel = model === null || model === this.model;
    this.model = model ?? this.model;
    const kept = this.names.filter(name => isSameModel && PARTS[name].outlivesRun);
    this.entries = Object.fromEntries(kept.map(name => [name, this.entries[name]]));
  }

  private get names(): PartName[] {
    return Object.keys(this.entries) as PartName[];
  }

  private set<N extends PartName>(name: N, entry: Entry<N> | undefined): void {
    const { [name]: _, ...others } = this.entries;
    this.entries = entry === undefined ? others : { ...others, [name]: entry };
    this.changed();
  }
}
