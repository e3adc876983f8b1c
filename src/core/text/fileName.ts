/** What stands behind the last slash of an address or of its path: '' where it ends in one. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
