import type { Page } from 'playwright-core';
import { until } from './until.ts';

/** VS Code in a browser writes what a window comes back as into this kind of database, every five seconds. */
const DATABASE = 'vscode-web-state-db-';
const FLUSH_MILLISECONDS = 5_000;

/**
 * Waits until VS Code has written down for the next start of the window that our panel, or the compact view, shows `file` through the lens `lens`. That the file's
 * name is written somewhere says nothing: its editor is written down with it, and may be before the panel.
 * @param line on which the text begins, where another one of the file may have been written down before
 */
export async function untilWrittenDown(
  page: Page,
  file: string,
  lens: string,
  by: 'panel' | 'compact' = 'panel',
  line?: number,
): Promise<void> {
  const pattern = new RegExp(
    `"uri":"[^"]*/${file.replace('.', String.raw`\.`)}","range":${line === undefined ? '' : String.raw`\[${line - 1},`}.*"id":"${lens}"`,
  );
  await until(
    `the state of the window to be written down with ${String(pattern)}`,
    async () => {
      const states = (await storedValues(page)).filter(value => value.includes(by === 'panel' ? 'attentionLens.panel' : 'webviewState'));
      if (states.some(state => pattern.test(state))) return true;
      throw new Error(`written down: ${states.join('\n')}`);
    },
    { timeout: 10 * FLUSH_MILLISECONDS },
  );
}

/** Values are JSON inside of JSON; their backslashes are left out. */
function storedValues(page: Page): Promise<string[]> {
  return page.evaluate(async prefix => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('the database does not answer')));
      });
    const values: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.startsWith(prefix)) continue;
      const database = await asked(indexedDB.open(name));
      for (const store of database.objectStoreNames)
        values.push(...(await asked(database.transaction(store).objectStore(store).getAll())).map(String));
      database.close();
    }
    return values.map(value => value.replaceAll('\\', ''));
  }, DATABASE);
}
