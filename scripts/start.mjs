// npm start: VS Code's real workbench in a browser, with the extension and a sample text open. Stays until Ctrl+C. --open opens the browser.
import { runWithBundledNode } from './bundledNode.mjs';

await runWithBundledNode(new URL('../test/workbench/startWorkbench.ts', import.meta.url));
