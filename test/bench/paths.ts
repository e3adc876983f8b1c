import path from 'node:path';
import { ROOT } from '../workbench/paths.ts';

export const BUILT_IN_MODEL = path.join(ROOT, 'models/minilm');
export const ENGINE = path.join(ROOT, 'dist/engine.cjs');
