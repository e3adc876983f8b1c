// npm run screenshots: the README's pictures, without a screen, into media/pictures/. Names on the command line make only those; those of a decoder are made
// with -- --decoder FOLDER, a folder with SmolLM2-135M-Instruct as ONNX.
import { runWithBundledNode } from './bundledNode.mjs';

await runWithBundledNode(new URL('../test/workbench/takePictures.ts', import.meta.url));
