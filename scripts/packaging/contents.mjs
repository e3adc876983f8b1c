/**
 * What ships, per platform. Everything else stays out.
 * @typedef {{ os: string, cpu: string }} Platform
 * @typedef {'linux-x64' | 'linux-arm64' | 'darwin-arm64' | 'win32-x64' | 'win32-arm64'} Target
 */

/** VS Code's names of the platforms for which ONNX Runtime has native files. */
export const TARGETS = /** @type {const} */ (['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64']);

/** @param {Target} target @returns {Platform} the names Node.js and ONNX Runtime use */
export function platformOf(target) {
  const [os = '', cpu = ''] = target.split('-');
  return { os, cpu };
}

/**
 * ONNX Runtime ships beside the engine that loads it. Not in the extension's own node_modules: vsce takes those in only for dependencies that npm
 * finds complete, and what we leave out (downloaders of CUDA) would count as missing.
 */
const MODULES = 'dist/node_modules';

/** Copied from the project: files, or folders with the names allowed in them. */
export const PROJECT_FILES = [
  { path: 'README.md' },
  { path: 'CHANGELOG.md' },
  { path: 'LICENSE' },
  { path: 'THIRD_PARTY_NOTICES.md' },
  { path: 'ONNXRUNTIME_NOTICES.txt' },
  { path: 'package.nls.json', optional: true },
  { path: 'dist', names: /^(extension\.cjs|engine\.cjs|cli(Command)?\.mjs|webview\/panel\.(js|css))$/ },
  { path: 'media', names: /^(samples\/[\w-]+\.md|walkthrough\/[\w-]+\.webp|[\w-]+\.(svg|png))$/ }, // the README's pictures stay in the repository
  { path: 'models', names: /^\w+\/((onnx\/)?model\.onnx|tokenizer\.json|config\.json|lenses\.json|README\.md|LICENSE|NOTICE)$/ },
  { path: 'l10n', names: /\.json$/, optional: true },
];

/** @param {Platform} platform where the native files of a platform are in onnxruntime-node */
export function nativeFolder({ os, cpu }) {
  return `bin/napi-v6/${os}/${cpu}`;
}

/** @param {Platform} platform copied from node_modules: package, destination, names allowed in it */
export function moduleFiles(platform) {
  return [
    {
      package: 'onnxruntime-node',
      destination: `${MODULES}/onnxruntime-node`,
      names: new RegExp(`^(package\\.json|dist/\\w+\\.js|${nativeFolder(platform)}/[\\w.]+)$`),
    },
    {
      package: 'onnxruntime-common',
      destination: `${MODULES}/onnxruntime-common`,
      names: /^(package\.json|dist\/cjs\/(package\.json|[\w-]+\.js))$/,
    },
  ];
}

/**
 * Every path that may stand in the finished package. Written apart from the lists above, so that a slip there is noticed.
 * @param {Platform} platform
 */
export function allowedPaths({ os, cpu }) {
  return [
    /^package(\.nls(\.[\w-]+)?)?\.json$/,
    /^(readme\.md|changelog\.md|LICENSE\.txt|THIRD_PARTY_NOTICES\.md|ONNXRUNTIME_NOTICES\.txt)$/,
    /^dist\/(extension\.cjs|engine\.cjs|cli(Command)?\.mjs|webview\/panel\.(js|css))$/,
    /^media\/(samples\/[\w-]+\.md|walkthrough\/[\w-]+\.webp|[\w-]+\.(svg|png))$/,
    /^models\/\w+\/(onnx\/model\.onnx|tokenizer\.json|config\.json|lenses\.json|README\.md|LICENSE|NOTICE)$/,
    /^l10n\/[\w.-]+\.json$/,
    /^dist\/node_modules\/onnxruntime-(node|common)\/package\.json$/,
    /^dist\/node_modules\/onnxruntime-node\/dist\/\w+\.js$/,
    /^dist\/node_modules\/onnxruntime-common\/dist\/cjs\/([\w-]+\.js|package\.json)$/,
    new RegExp(`^dist/node_modules/onnxruntime-node/bin/napi-v6/${os}/${cpu}/[\\w.]+\\.(node|dll|dylib|so(\\.\\d+)*)$`),
  ];
}
