import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { START_TIMEOUT_MS, openWorkbench } from './workbench.ts';
import type { Workbench, WorkbenchOptions } from './workbench.ts';

/** Defines one test by mouse and keyboard. */
export type DefineFlow = (title: string, steps: (workbench: Workbench) => Promise<void>) => void;

/**
 * Gives the flows of a file one workbench: starts it before the first, keeps a picture of every failed one, ends it after the last. The file
 * fails when the page threw an error that nobody caught.
 */
export function workbenchFlows(options?: WorkbenchOptions): DefineFlow {
  let workbench: Workbench | undefined;
  const start = async () => {
    workbench = await openWorkbench(options);
  };
  const stop = async () => {
    await workbench?.close();
    assert.deepEqual(workbench?.errors, [], 'the page threw errors');
  };
  before(start, { timeout: 2 * START_TIMEOUT_MS });
  after(stop);

  return (title, steps) => {
    void test(title, async () => {
      assert.ok(workbench);
      try {
        await steps(workbench);
      } catch (error) {
        await workbench.saveEvidence(title);
        throw error;
      }
    });
  };
}
