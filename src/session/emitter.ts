export interface Disposable {
  dispose(): void;
}

/** Takes a listener; disposing ends it. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** Tells listeners in the order in which they came; one may end itself, or another, while they are told. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = listener => {
    // The same function given twice is two listeners.
    const own = (value: T) => listener(value);
    this.listeners.add(own);
    return { dispose: () => void this.listeners.delete(own) };
  };

  fire(value: T): void {
    const told = [...this.listeners]; // those of now: a set's walk would meet the ones that come meanwhile
    for (const listener of told) if (this.listeners.has(listener)) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}
