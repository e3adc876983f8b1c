/** A function whose answer for each argument is worked out once. */
export function memoise<K, V>(answer: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return key => {
    if (known.has(key)) return known.get(key)!;
    const value = answer(key);
    known.set(key, value);
    return value;
  };
}
