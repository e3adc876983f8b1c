/** Made at the first call: a segmenter takes ICU some 10 to 20 ms, which the start of the extension need not pay. */
export function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
