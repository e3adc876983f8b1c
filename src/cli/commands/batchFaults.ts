import { FaultError } from '../../core/faults.ts';
import type { Console } from '../console.ts';

/** A line that is no text to run. */
export function badLine(cause: string, nextStep = 'Correct it and run it again.'): FaultError {
  return new FaultError({ code: 'usage', title: 'This line cannot be read', cause, nextStep });
}

/** More would only hide the first ones, which tell what is wrong. */
const MOST_LISTED = 100;

/** Says which lines failed, the first ones one by one. */
export class FailedLines {
  readonly #console: Console;
  #count = 0;

  constructor(console: Console) {
    this.#console = console;
  }

  get count(): number {
    return this.#count;
  }

  add(line: string, { fault }: FaultError): void {
    this.#count++;
    if (this.#count <= MOST_LISTED) this.#console.fail(fault, `${line}: `);
    else if (this.#count === MOST_LISTED + 1) this.#console.progress(`more than ${MOST_LISTED} lines failed: the others are counted only`);
  }
}
