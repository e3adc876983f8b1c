import { formatCount } from '../../core/describe/numbers.ts';
import * as vscode from 'vscode';
import { FaultError } from '../../core/faults.ts';
import { checkText } from '../../core/text/textCheck.ts';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import type { Target } from '../../session/target.ts';
import { selectedParts, targetOfRange, targetOfSelection } from '../editor/target.ts';
import type { Parts } from '../services.ts';
import { withWayOut } from './explore.ts';
import { activeEditor, refusal } from './preconditions.ts';

/** The tokens of the selection, or of the paragraph at the caret, in *Input*. Nothing is run, and the selection stays. */
export async function tokensOfSelection(parts: Parts): Promise<void> {
  const editor = activeEditor();
  const selected = selectedParts(editor);
  const [first] = selected;
  list(parts, targetOfSelection(editor, MAX_RUN_CHARACTERS));
  if (!first || selected.length === 1) return;
  const whole = new vscode.Range(first.start, selected.at(-1)!.end);
  throw refusal(
    `Only the first of ${formatCount(selected.length)} selected parts is listed`,
    'A tokenizer reads one text from its start to its end.',
    'List everything from the first part to the last, with what stands between them, or select one part.',
    {
      title: 'List from First to Last',
      run: async () => list(parts, targetOfRange(editor.document, whole, 'selection', 'start', whole.start, MAX_RUN_CHARACTERS)),
    },
  );
}

function list({ explorer, models, panel }: Parts, target: Target): void {
  const bad = checkText(target.text, target.what);
  if (bad) throw withWayOut(new FaultError(bad), target);
  explorer.dispatch({ type: 'seek', place: 'tokens' });
  explorer.lookUps.list(target, models.chosen);
  panel.show();
}

/** The model of the explored text, else the one that is chosen, which is opened for it. */
export async function aboutModel({ explorer, models, panel }: Parts): Promise<void> {
  explorer.dispatch({ type: 'seek', place: 'about' });
  if (!explorer.exploration) explorer.lookUps.askAboutModel(models.chosen);
  panel.show();
}
