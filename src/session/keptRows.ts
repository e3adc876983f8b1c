import type { UnitRow } from '../core/state/unitMatrix.ts';

/** 100 rows of a text of 8,000 words with the range of the heads, or 8 of one of 100,000. */
const MOST_BYTES = 10e6;

/** Rows that were read, by what they were read for: those that were used last. */
export class KeptRows {
  private readonly rows = new Map<string, UnitRow>();
  private bytes = 0;

  get(key: string): UnitRow | null {
    return this.rows.get(key) ?? null;
  }

  /** False when it is not here. */
  use(key: string): boolean {
    const row = this.rows.get(key);
    if (row) this.add(key, row);
    return row !== undefined;
  }

  /** It stays until another one is used, however much it weighs. */
  add(key: string, row: UnitRow): void {
    this.drop(key);
    this.rows.set(key, row);
    this.bytes += weightOf(row);
    for (const oldest of this.rows.keys()) if (this.bytes > MOST_BYTES && oldest !== key) this.drop(oldest);
  }

  clear(): void {
    this.rows.clear();
    this.bytes = 0;
  }

  private drop(key: string): void {
    const row = this.rows.get(key);
    if (!row) return;
    this.rows.delete(key);
    this.bytes -= weightOf(row);
  }
}

function weightOf({ values, low, high }: UnitRow): number {
  return values.byteLength + low.byteLength + high.byteLength;
}
