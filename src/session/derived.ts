/** What follows from an object, made when it is first asked for, and kept as long as the object. */
export function derived<From extends object, Value>(make: (from: From) => Value): (from: From) => Value {
  const known = new WeakMap<From, { readonly value: Value }>();
  return from => {
    const before = known.get(from);
    if (before) return before.value;
    const value = make(from);
    known.set(from, { value });
    return value;
  };
}
