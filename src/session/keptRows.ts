import type { UnitRow } from '../core/state/unitMatrix.ts';

/** 10 MB of a text of 8,000 words with the range of the heads. */
const MOST_ROWS = 100;

/** Rows that were read, by what they were read for: those that were used last. */
export class KeptRows {
  private readonly rows = new Map<string, UnitRow>();

  get(key: string): UnitRow | null {
    return this.rows.get(key) ?? null;
  }

  /** False when it is not here. */
  use(key: string): boolean {
    const row = this.rows.get(key);
    if (row) this.add(key, row);
    return row !== undefined;
  }

  add(key: string, row: UnitRow): void {
    this.rows.delete(key);
    this.rows.set(key, row);
    for (const oldest of this.rows.keys()) if (this.rows.size > MOST_ROWS) this.rows.delete(oldest);
  }

  clear(): void {
    this.rows.clear();
  }
}
