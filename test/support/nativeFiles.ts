import { readdirSync } from 'node:fs';
import path from 'node:path';
import { nativeFolder, platformOf, TARGETS } from '../../scripts/packaging/contents.mjs';

/** The native files that ship for each platform, as paths in node_modules. */
export function nativeFilesByTarget(): Map<string, readonly string[]> {
  return new Map(
    TARGETS.map(target => {
      const folder = path.join('node_modules/onnxruntime-node', nativeFolder(platformOf(target)));
      return [target, readdirSync(folder).map(name => path.join(folder, name))];
    }),
  );
}
