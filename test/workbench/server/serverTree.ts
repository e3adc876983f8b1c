import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { packageFolder } from '../paths.ts';

const SHIMS = path.join(import.meta.dirname, '../shims');

/** Modules that the *client* fetches by path from the server's own node_modules. */
const CLIENT_MODULES = ['vscode-oniguruma', 'vscode-textmate', '@vscode/iconv-lite-umd', 'jschardet', 'tas-client'];

/** VS Code's own server inside the npm package code-server. */
export function serverRoot(): string {
  return path.join(packageFolder('code-server'), 'lib/vscode');
}

/**
 * code-server's install script, which compiles native modules, never runs here. This gives the server the few modules it cannot do without.
 * Idempotent, and safe when several processes do it at once: every link is put in place by a rename.
 */
export function prepareServerTree(): void {
  const modules = path.join(serverRoot(), 'node_modules');
  link(path.join(modules, '@vscode/spdlog'), path.join(SHIMS, 'spdlog'));
  link(path.join(modules, '@vscode/ripgrep-universal'), path.join(SHIMS, 'ripgrep'));
  for (const name of CLIENT_MODULES) link(path.join(modules, name), packageFolder(name));
}

function link(location: string, target: string): void {
  if (currentTarget(location) === target) return;
  mkdirSync(path.dirname(location), { recursive: true });
  const temporary = `${location}.${process.pid}`;
  rmSync(temporary, { force: true });
  symlinkSync(target, temporary, 'dir');
  renameSync(temporary, location);
}

function currentTarget(location: string): string | undefined {
  try {
    return readlinkSync(location);
  } catch {
    return undefined;
  }
}
