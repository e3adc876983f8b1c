import type { Offer } from '../../../src/protocol/panelApi.ts';

/** What the host tells the card: here of no model on a disk. */
export const OFFER: Offer = {
  type: 'offer',
  caption: 'What “it” attends to: Reference, L3 H1',
  line: "node /home/you/.vscode/extensions/attention-lens/dist/cli.mjs run --lens=reference --word=it --format csv '--text=I visited France last summer because it has wonderful food.'",
  files: [],
  answers: ['strongest', 'layers'],
  colours: 'theme',
};
