/** A name from a model file, made fit to stand in a sentence. */
export function quoteName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- names come from files of unknown origin
  const clean = name.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').slice(0, 60);
  return clean === '' ? '(no name)' : clean;
}

/** `a, b, c and 4 more`. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 3).map(quoteName).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
