import { COMMANDS, type CommandName } from '../ids.ts';
import { SETTINGS, type SettingName } from '../settings.ts';

const OURS = 'Read from user settings only (in a remote window from its *Remote* settings, on the machine where the model runs)';
const TRUSTED = `${OURS}, and only in trusted workspaces.`;

const tryIt = (command: CommandName) => `[Try it](command:${COMMANDS[command]})`;

const DESCRIPTIONS: Readonly<Record<SettingName, string>> = {
  modelFolder: `Folder of an ONNX transformer (\`config.json\`, \`tokenizer.json\`, \`onnx/model.onnx\`). Empty: the built-in model. ${TRUSTED}`,
  idleMinutes: `Minutes without a request after which the model process is stopped to free its memory. The next exploration starts it again. ${OURS}.`,
  defaultHeads: `What a text is looked through until you choose otherwise: a lens by its name or id (\`reference\`), a head (\`L3 H1\`) or a layer (\`L3\`). Empty, or where the model has no such thing: the model’s own first look. ${tryIt('chooseLens')}.`,
  scale: `What the steps of the colours count. ${tryIt('exampleFrance')}.`,
  strength: `How strong the colours are: where the strong steps start. No word gains or loses its colour by this; the legend has the numbers. ${tryIt('exampleFrance')}.`,
  specialTokens: `Whether \`[CLS]\`, \`[SEP]\`, \`<s>\` and their like are among what the panel shows at first. Their share is said either way, and nothing is rescaled. ${tryIt('showAttention')}.`,
  hoverCard: `Resting on a word of the explored text shows a card with the three words that it attends to most, and the head. *Show Card* shows it without this. ${tryIt('showCard')}.`,
  writtenTokens: `Tokens that a model writes at most where *Explore Two Texts…* lets it write the second text. It stops by itself when it ends the text. ${tryIt('exploreTwoTexts')}.`,
  wordVectors: `File of word vectors (word2vec \`.bin\` or \`.txt\`, GloVe, fastText \`.vec\`) shown beside the model's own word embeddings. *Choose Word Vectors* sets it. ${TRUSTED}`,
};

const CHOICES: Readonly<Partial<Record<SettingName, readonly string[]>>> = {
  scale: [
    'Weights in texts of up to 100 tokens, multiples of an even share in longer ones',
    'Weights in every text: in a long one few words have a colour',
    'Multiples of an even share in every text',
  ],
  strength: ['Only large weights are strong', 'By the square root of the weight', 'Small weights are strong already'],
  specialTokens: ['Among the other tokens', 'Left out of pictures and lists'],
};

/** What names a path or a limit is of the machine; how things look is of the person. Either is out of reach of a workspace. */
const OF_MACHINE: readonly SettingName[] = ['modelFolder', 'idleMinutes', 'wordVectors'];

export function settingEntries() {
  return Object.fromEntries(
    (Object.keys(SETTINGS) as SettingName[]).map(name => {
      const { id, ...setting } = SETTINGS[name];
      const enumDescriptions = CHOICES[name];
      const scope = OF_MACHINE.includes(name) ? 'machine' : 'application';
      return [id, { ...setting, ...(enumDescriptions && { enumDescriptions }), scope, markdownDescription: DESCRIPTIONS[name] }];
    }),
  );
}
