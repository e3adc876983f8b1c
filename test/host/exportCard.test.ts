import { expect, it, vi } from 'vitest';
import type { HostToPanel } from '../../src/protocol/panelApi.ts';
import { offerToCard, takeFromCard } from '../../src/host/commands/exportCard.ts';
import * as standIn from './standIn/vscode.ts';
import { explored, parts } from './support/commandWorld.ts';
import { textUnit } from '../support/textUnit.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

async function card() {
  const explorer = await explored();
  explorer.dispatch({ type: 'cursor', unit: textUnit(8) });
  const made = parts.at(-1)!;
  const told: HostToPanel[] = [];
  Object.assign(made.panel, { tell: (message: HostToPanel) => void told.push(message) });
  standIn.copied.length = 0;
  return { made, told };
}

it('the card is told what there is: of what, the command line, whose colours', async () => {
  const { made, told } = await card();
  await offerToCard(made);
  expect(told).toMatchObject([{ type: 'offer', files: [], answers: [], colours: 'theme' }]);
  expect(told[0]).toMatchObject({ caption: expect.stringContaining('“it” attends to'), line: expect.stringContaining('--word=it') });
});

it('what is chosen on the card is done, and the card is told; what fails is no success', async () => {
  const { made, told } = await card();
  await takeFromCard(made, { of: 'row', as: 'tsv' }, 4);
  expect(standIn.copied[0]).toContain('Word\tWeight');
  await expect(takeFromCard(made, { of: 'layers', as: 'markdown' }, 5)).rejects.toThrow('It is not here any more');
  standIn.saveTo.uri = undefined;
  await takeFromCard(made, { of: 'matrix', as: 'csv' }, 6);
  expect(told).toEqual([
    { type: 'taken', request: 4, isDone: true },
    { type: 'taken', request: 5, isDone: false },
    { type: 'taken', request: 6, isDone: false },
  ]);
});
