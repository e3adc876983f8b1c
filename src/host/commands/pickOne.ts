import * as vscode from 'vscode';

export interface PickOptions<T> {
  readonly title: string;
  readonly placeholder?: string;
  readonly items: readonly T[];
  /** The entry that the list opens on. */
  readonly current: T | undefined;
  /** The same entries with more to say of them, which takes the place of `title` and `items` once it is here: nobody waits for it. It does not fail. */
  readonly later?: Promise<{ readonly title: string; readonly items: readonly T[] }>;
  /** Takes the place of VS Code's own filter, which hides all that does not look like what is typed. `none` says that nothing is left, and cannot be chosen. */
  readonly filter?: { readonly keeps: (item: T, typed: string) => boolean; readonly none: (typed: string) => T };
}

/** Asks for one entry; undefined when the list is left. */
export function pickOne<T extends vscode.QuickPickItem>({
  title,
  placeholder,
  items,
  current,
  later,
  filter,
}: PickOptions<T>): Promise<T | undefined> {
  const pick = vscode.window.createQuickPick<T>();
  let entries = items;
  let isOpen = true;
  const isEntry = (item: T) => item.kind !== vscode.QuickPickItemKind.Separator;
  const fitting = (typed: string): readonly T[] => {
    if (!filter || typed.trim() === '') return entries;
    const kept = entries.filter(item => !isEntry(item) || filter.keeps(item, typed));
    const shown = kept.some(isEntry) ? kept : [filter.none(typed.trim())];
    return shown.map(item => (isEntry(item) ? { ...item, alwaysShow: true } : item));
  };
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = items;
  if (current) pick.activeItems = [current];
  void later?.then(more => {
    if (!isOpen) return;
    entries = more.items;
    const [active] = pick.activeItems;
    pick.title = more.title;
    pick.keepScrollPosition = true;
    pick.items = fitting(pick.value);
    const same = pick.items.find(({ label }) => label === active?.label);
    if (same) pick.activeItems = [same];
  });
  return new Promise(resolve => {
    pick.onDidChangeValue(typed => {
      if (filter) pick.items = fitting(typed);
    });
    pick.onDidAccept(() => {
      // Nothing is selected while VS Code takes a list that was just filtered: the first that fits is what it opens on.
      const chosen = pick.selectedItems[0] ?? pick.activeItems[0] ?? (filter && fitting(pick.value).find(isEntry));
      const isNone =
        filter !== undefined && pick.value.trim() !== '' && !entries.some(item => isEntry(item) && filter.keeps(item, pick.value));
      if (!chosen || isNone) return;
      resolve(chosen);
      pick.hide();
    });
    pick.onDidHide(() => {
      isOpen = false;
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
