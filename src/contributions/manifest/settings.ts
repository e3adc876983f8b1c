import { SETTINGS, type SettingName } from '../settings.ts';

const OURS = 'Read from user settings only (in a remote window from its *Remote* settings, on the machine where the model runs)';
const TRUSTED = `${OURS}, and only in trusted workspaces.`;

const DESCRIPTIONS: Readonly<Record<SettingName, string>> = {
  modelFolder: `Folder of an ONNX transformer (\`config.json\`, \`tokenizer.json\`, \`onnx/model.onnx\`). Empty: the built-in model. ${TRUSTED}`,
  idleMinutes: `Minutes without a request after which the model process is stopped to free its memory. The next exploration starts it again. ${OURS}.`,
  wordVectors: `File of word vectors (word2vec \`.bin\` or \`.txt\`, GloVe, fastText \`.vec\`) shown beside the model's own word embeddings. *Choose Word Vectors* sets it. ${TRUSTED}`,
};

/** All of them are of the machine, since they name a path or a limit: out of reach of a workspace. */
export function settingEntries() {
  return Object.fromEntries(
    (Object.keys(SETTINGS) as SettingName[]).map(name => {
      const { id, ...setting } = SETTINGS[name];
      return [id, { ...setting, scope: 'machine', markdownDescription: DESCRIPTIONS[name] }];
    }),
  );
}
