import { Deadline } from './deadline.ts';

/** How often a part in the making is told to the panel: each partial value is sent whole. */
const BETWEEN_MILLISECONDS = 250;

/** Passes reports on, the newest only: none in the first moments, then at most four a second, however many come. */
export class ProgressReports {
  private readonly sending = new Deadline(() => this.send());
  private next: number;
  private newest: (() => void) | null = null;

  /** @param quiet milliseconds from now in which nothing is reported */
  constructor(quiet: number) {
    this.next = performance.now() + quiet;
  }

  report(report: () => void): void {
    this.newest = report;
    this.sending.within(Math.max(0, this.next - performance.now()));
  }

  /** Sends the newest report now, if it was not sent yet. */
  flush(): void {
    this.sending.cancel();
    if (this.newest) this.send();
  }

  /** What was not sent yet is not sent any more. */
  stop(): void {
    this.newest = null;
    this.sending.cancel();
  }

  private send(): void {
    const report = this.newest;
    this.newest = null;
    this.next = performance.now() + BETWEEN_MILLISECONDS;
    report?.();
  }
}
