import path from 'node:path';
import type { Plugin } from 'esbuild';
import { ROOT } from '../../workbench/paths.ts';

const MATMUL = path.join(ROOT, 'test/webview/page/matmul.ts');

/** What the session and the analyses of the engine have of Node.js, as far as it is called in a page. A CommonJS module: what is missing is undefined. */
const NODE = `
exports.basename = name => name.slice(name.lastIndexOf('/') + 1);
exports.createHash = () => ({ update() { return this; }, digest: () => '0'.repeat(64) });
`;
/** The engine looks up between two steps; here all is one thread. */
const GO_ON = 'export const goOn = async () => undefined;';

/** Puts what runs in a browser in the place of Node.js, and of ONNX Runtime, which multiplies matrices for the engine. */
export const browserParts: Plugin = {
  name: 'browser parts',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, () => ({ path: 'node', namespace: 'stand-in' }));
    build.onResolve({ filter: /\/goOn\.ts$/ }, () => ({ path: 'goOn', namespace: 'stand-in' }));
    build.onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path }) => ({ contents: path === 'node' ? NODE : GO_ON, loader: 'js' }));
    build.onResolve({ filter: /\/runtime\/matmul\.ts$/ }, () => ({ path: MATMUL }));
  },
};
