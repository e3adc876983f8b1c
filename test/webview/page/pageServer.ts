import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../../workbench/paths.ts';
import { browserParts } from './browserParts.ts';

const PAGE = path.join(ROOT, 'test/webview/page');

/** A server of the panel in a plain browser, under the policy that the extension's webview has. */
export interface PageServer {
  readonly address: string;
  close(): Promise<void>;
}

/** Builds the panel and its stand-in host, and serves both on a free port of this machine. */
export async function servePage(port = 0): Promise<PageServer> {
  const files = await buildFiles();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
    const name = pathname.slice(1) || 'index.html';
    const shows = searchParams.has('compact') ? 'compact' : 'panel';
    const content = name.endsWith('.html') ? readFileSync(path.join(PAGE, name), 'utf8') : files.get(name);
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    const nonce = randomBytes(16).toString('base64');
    response.writeHead(200, {
      'content-type': `${contentType(name)}; charset=utf-8`,
      'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; form-action 'none'; base-uri 'none'`,
    });
    response.end(content.replaceAll('{{nonce}}', nonce).replaceAll('{{shows}}', shows));
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => closeServer(server) };
}

async function buildFiles(): Promise<Map<string, string>> {
  const common = { bundle: true, write: false, platform: 'browser', target: 'es2022', outdir: 'out', logLevel: 'warning' } as const;
  const [panel, host] = await Promise.all([
    build({
      ...common,
      entryPoints: { panel: path.join(ROOT, 'webview/main.tsx'), twoTexts: path.join(PAGE, 'twoTexts.tsx') },
      format: 'esm',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    }),
    build({
      ...common,
      entryPoints: { fakeHost: path.join(PAGE, 'fakeHost.ts') },
      format: 'iife',
      plugins: [browserParts],
      external: ['onnxruntime-node'],
    }),
  ]);
  const files = new Map([...panel.outputFiles, ...host.outputFiles].map(file => [path.basename(file.path), file.text]));
  files.set('themes.css', readFileSync(path.join(PAGE, 'themes.css'), 'utf8'));
  return files;
}

function contentType(name: string): string {
  return name.endsWith('.css') ? 'text/css' : name.endsWith('.js') ? 'text/javascript' : 'text/html';
}

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
