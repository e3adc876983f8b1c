import { readsAnAnswer } from '../../core/grounding/layout.ts';
import { checkByRemoval } from '../../session/groundedAnswer.ts';
import type { Parts } from '../services.ts';
import { explored, refusal } from './preconditions.ts';
import { commandButton } from './refusal.ts';

/** Leaves out, one at a time, the source sentences that the explored answer looks at, in the panel. */
export async function checkAnswer({ explorer, panel, requests }: Parts): Promise<void> {
  const { model, summary } = explored(explorer);
  if (!summary.pair)
    throw refusal(
      'One text is explored',
      'An answer is read behind what it was made from.',
      'Select the source, then the answer, and run Explore Two Texts.',
      commandButton('Explore Two Texts…', 'exploreTwoTexts'),
    );
  if (summary.within && readsAnAnswer(model.attention, { pair: summary.pair }))
    throw refusal(
      'What stays within each text is looked at',
      'An answer is checked by what it has from the other text.',
      'Look across the texts.',
      commandButton('Look Across or Within', 'lookWithin'),
    );
  if (!readsAnAnswer(model.attention, summary))
    throw refusal(
      'This model is no decoder',
      'It does not write the second text word by word behind the first, so nothing can be left out of what it was written from.',
      'Choose a decoder (GPT-2, Llama, Qwen, SmolLM2 and their like).',
      commandButton('Choose Model…', 'chooseModel'),
    );
  // It is in sight, so that it is asked for.
  panel.show();
  explorer.dispatch({ type: 'seek', place: 'ground' });
  checkByRemoval(explorer, requests, null);
}
