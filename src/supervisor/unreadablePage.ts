/** On Unix a signal, on Windows the exit code STATUS_IN_PAGE_ERROR. */
const UNREADABLE_PAGE = new Set(['signal SIGBUS', 'exit code 3221225478']);

/** Whether a process ended because a page of a mapped file was not there: the file became shorter, or its disk went away. `how` as in `ChildEnd`. */
export function wasPageUnreadable(how: string): boolean {
  return UNREADABLE_PAGE.has(how);
}
