import { expect, it, vi } from 'vitest';
import * as standIn from './standIn/vscode.ts';
import { pickOne } from '../../src/host/commands/pickOne.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

const items = ['she', 'letter', 'grandmother'].map(label => ({ label }));
const filter = {
  keeps: ({ label }: { readonly label: string }, typed: string) => label.includes(typed),
  none: (typed: string) => ({ label: `Nothing like ${typed}` }),
};
/** A list in which Enter is pressed while VS Code has nothing selected, as in the moment after its entries were replaced. */
const enterAtOnce = async (typed: string) => {
  standIn.picks.length = 0;
  const chosen = pickOne({ title: 'Link To', items, current: undefined, filter });
  standIn.picks[0]!.value = typed;
  standIn.picks[0]!.accept();
  return (await chosen)?.label;
};

it('Enter right after typing takes the first entry that fits', async () => {
  expect(await enterAtOnce('mother')).toBe('grandmother');
});

it('and nothing where none fits', async () => {
  expect(await enterAtOnce('brother')).toBeUndefined();
});
