// npm run test:workbench: the suite and the flows in a real workbench, against the packaged extension. Options: see runAll.ts.
import { runWithBundledNode } from '../../scripts/bundledNode.mjs';

await runWithBundledNode(new URL('runAll.ts', import.meta.url));
