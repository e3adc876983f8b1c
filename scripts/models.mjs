// npm run models [-- FOLDER...]: what the engine gives for folders of training/make_model_folders.py, against their references, as a table.
import { runWithBundledNode } from './bundledNode.mjs';

await runWithBundledNode(new URL('../test/matrix/run.ts', import.meta.url));
