/** Where the cache of Hugging Face keeps one state of a model: `models--ORGANISATION--NAME/snapshots/COMMIT`, the organisation left out for a few. */
const SNAPSHOT = /(?:^|[/\\])models--(?:[^/\\]+?--)?([^/\\]+)[/\\]snapshots[/\\][0-9a-f]{40}$/;

/**
 * What a model is called by where it lies, for one whose config.json has no name. Its `_name_or_path` is none: it names what the weights were trained from
 * as often as the model itself (that of all-MiniLM-L6-v2 is nreimers/MiniLM-L6-H384-uncased).
 * @param directory absolute
 */
export function nameOfFolder(directory: string): string {
  const path = directory.replace(/(?<=.)[/\\]+$/, '');
  return SNAPSHOT.exec(path)?.[1] ?? path.split(/[/\\]/).at(-1)!;
}
