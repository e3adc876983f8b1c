import type { VariantFacts } from '../../protocol/engineApi.ts';
import { openVariant } from './openVariant.ts';
import { modelFiles } from './folder.ts';

/** What there is to know of each variant of a folder before one is loaded. @throws FaultError `model-missing`, `file-unreadable` */
export function listVariants(directory: string): VariantFacts[] {
  const files = modelFiles(directory);
  return files.variants.map((variant): VariantFacts => {
    const { name, path: file } = variant;
    const opened = openVariant(variant, files);
    if (!('file' in opened))
      return { name, file, bytes: 'size' in variant.file ? variant.file.size : 0, elementType: '', memory: 0, fault: opened };
    const [most] = [...opened.sizes.weights].toSorted(([, a], [, b]) => b - a);
    const bytes = opened.dataFiles.reduce((sum, { size }) => sum + size, opened.file.size);
    return { name, file, bytes, elementType: most?.[0] ?? '', memory: opened.needed, fault: null };
  });
}
