/** Runs one task at a time: starting a newer one aborts the older, whose result is then thrown away. */
export class Latest {
  private controller: AbortController | null = null;

  /**
   * The task's result, or undefined when a newer task (or {@link cancel}) came in between. Errors of a superseded task are dropped; a result
   * that came too late is handed to `discard`.
   */
  async run<T>(task: (signal: AbortSignal) => Promise<T>, discard?: (result: T) => void): Promise<T | undefined> {
    this.cancel();
    const controller = new AbortController();
    this.controller = controller;
    try {
      const result = await task(controller.signal);
      if (!controller.signal.aborted) return result;
      discard?.(result);
      return undefined;
    } catch (error) {
      if (controller.signal.aborted) return undefined;
      throw error;
    } finally {
      if (this.controller === controller) this.controller = null;
    }
  }

  cancel(): void {
    this.controller?.abort();
    this.controller = null;
  }

  get busy(): boolean {
    return this.controller !== null;
  }
}
