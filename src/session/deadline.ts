/** Runs a task once for all who asked, at the earliest of their times. */
export class Deadline {
  private readonly task: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private due = Infinity;

  constructor(task: () => void) {
    this.task = task;
  }

  /** At once, in this very turn, for 0. */
  within(milliseconds: number): void {
    const due = performance.now() + milliseconds;
    if (due >= this.due) return;
    this.cancel();
    if (milliseconds === 0) {
      this.task();
      return;
    }
    this.due = due;
    this.timer = setTimeout(() => {
      this.due = Infinity;
      this.task();
    }, milliseconds);
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.due = Infinity;
  }
}
