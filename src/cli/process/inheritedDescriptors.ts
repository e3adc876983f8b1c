import type { StdioOptions } from 'node:child_process';

/** `--file <(command)` of a shell: the name of a descriptor that this process was started with. */
const NAMED = /(?:^|=)\/(?:dev|proc\/self)\/fd\/(\d{1,4})$/;

const STANDARD = 3;

/** What the process of a command is started with: the standard streams, the descriptors its arguments name, and on free places the channel and the last words. */
export function inheritedDescriptors(
  args: readonly string[],
  isOpen: (descriptor: number) => boolean,
): { readonly stdio: Exclude<StdioOptions, string>; readonly lastWords: number } {
  const named = args.map(argument => Number(NAMED.exec(argument)?.[1] ?? 0)).filter(number => number >= STANDARD && isOpen(number));
  const stdio: (number | 'inherit' | 'ignore' | 'ipc' | 'pipe')[] = ['inherit', 'inherit', 'inherit'];
  // Beyond the standard ones 'ignore' opens nothing.
  while (stdio.length <= Math.max(0, ...named)) stdio.push('ignore');
  for (const number of named) stdio[number] = number;
  const place = (what: 'ipc' | 'pipe'): number => {
    const free = stdio.indexOf('ignore');
    const index = free < 0 ? stdio.length : free;
    stdio[index] = what;
    return index;
  };
  place('ipc');
  return { lastWords: place('pipe'), stdio };
}
