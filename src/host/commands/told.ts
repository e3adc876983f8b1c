import * as vscode from 'vscode';
import { languageName } from '../../core/describe/told.ts';
import { canBeTold, type Tellable, type Told } from '../../core/model/told.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { showUnseen, visibleText } from '../../core/text/visibleText.ts';
import type { ChosenModel } from '../../session/modelChoice.ts';
import type { Parts } from '../services.ts';
import { pickOne } from './pickOne.ts';
import { refusal } from './preconditions.ts';
import { commandButton } from './refusal.ts';

/** The first time that a model reads two texts: what it is told beside them, where its files offer something. False: the list was left, or another text was asked for meanwhile. */
export async function askWhatToTell({ engine, explorer, models }: Parts): Promise<boolean> {
  const { target } = explorer;
  const { chosen, isBuiltIn, told } = models;
  if (isBuiltIn || told !== null || hasReadUntold(explorer, chosen)) return true;
  const offer = await engine.call('writingOffer', chosen);
  if (explorer.target !== target) return false;
  return !canBeTold(offer) || ((await ask(models, offer, chosen.directory)) && explorer.target === target);
}

/** It has read the two texts that are shown, and could be told nothing: its files are not asked once more. */
function hasReadUntold({ exploration }: Parts['explorer'], { directory }: ChosenModel): boolean {
  return exploration?.target.second !== undefined && exploration.model.directory === directory && exploration.model.tells !== true;
}

/** Asks what the chosen model is told beside two texts. False: nothing was chosen. */
export async function chooseTold({ engine, models }: Parts): Promise<boolean> {
  const { chosen } = models;
  const offer = models.isBuiltIn ? null : await engine.call('writingOffer', chosen);
  if (offer && canBeTold(offer)) return ask(models, offer, chosen.directory);
  throw refusal(
    'This model is told nothing beside two texts',
    models.isBuiltIn
      ? 'The built-in model is an encoder.'
      : 'Its config.json names no tasks (task_specific_params), and its tokenizer has no tokens for languages.',
    'T5 has tasks; mBART, NLLB and M2M100 have languages.',
    commandButton('Choose Model\u2026', 'chooseModel'),
  );
}

async function ask(models: Parts['models'], { tasks, languages, tellsSource }: Tellable, directory: string): Promise<boolean> {
  const before = models.toldOf(directory) ?? {};
  let told: Told = {};
  if (tasks.length > 0) {
    const task = await pickName('Task', 'What is asked of the model: a text of its own files that goes before the first one', before.task, [
      { label: 'No task', detail: 'The first text as it stands', name: null },
      ...tasks.map(({ name, prefix }) => ({ label: escapeIcons(visibleText(name)), detail: escapeIcons(showUnseen(prefix)), name })),
    ]);
    if (task === undefined) return false;
    told = task === null ? told : { ...told, task };
  }
  const named = languages
    .map(code => ({ label: escapeIcons(visibleText(languageName(code))), description: escapeIcons(visibleText(code)), name: code }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'));
  const asFilesSay = { label: 'As the model\u2019s files say', description: 'it is told nothing', name: null };
  if (languages.length > 0 && tellsSource) {
    const language = await pickName('Language of the First Text', 'The text that is read', before.sourceLanguage, [asFilesSay, ...named]);
    if (language === undefined) return false;
    told = language === null ? told : { ...told, sourceLanguage: language };
  }
  if (languages.length > 0) {
    const language = await pickName('Language of the Second Text', 'The text that is written', before.targetLanguage, [
      asFilesSay,
      ...named,
    ]);
    if (language === undefined) return false;
    told = language === null ? told : { ...told, targetLanguage: language };
  }
  await models.tell(directory, told);
  return true;
}

interface NamedItem extends vscode.QuickPickItem {
  /** Null: none. */
  readonly name: string | null;
}

/** Undefined: the list was left. */
async function pickName(
  title: string,
  placeholder: string,
  before: string | undefined,
  items: readonly NamedItem[],
): Promise<string | null | undefined> {
  const current = items.find(({ name }) => name === (before ?? null));
  return (await pickOne({ title, placeholder, items, current }))?.name;
}
