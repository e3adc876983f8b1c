import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { PAGE, pageFiles } from './pageFiles.ts';

/** A server of the panel in a plain browser, under the policy that the extension's webview has. */
export interface PageServer {
  readonly address: string;
  close(): Promise<void>;
}

/** Serves the panel and its stand-in host on a free port of this machine. */
export async function servePage(port = 0): Promise<PageServer> {
  const files = await pageFiles();
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

function contentType(name: string): string {
  return name.endsWith('.css') ? 'text/css' : name.endsWith('.js') ? 'text/javascript' : 'text/html';
}

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
