import { showUnseen, visibleText } from '../../core/text/visibleText.ts';
import { placesKept, titleOf, type Finding } from './finding.ts';

/** All findings as a document, in the order given. The same findings give the same text. */
export function findingsAsMarkdown(findings: readonly Finding[]): string {
  return ['# Findings', ...findings.map(sectionOf)].join('\n\n') + '\n';
}

function sectionOf(finding: Finding): string {
  const { model, said, note } = finding;
  const rows = said.rows.map(({ word, value }) => `${code(word)} ${value}`).join(', ');
  const sentence = `${code(said.word)} ${said.verb} ${rows || 'no other word'}${said.note === '' ? '' : `; ${plain(said.note)}`}.`;
  const facts = [
    `Heads: ${plain(said.heads)}`,
    ...(said.linked.length > 0 ? [`Linked with: ${said.linked.map(code).join(' ')}`] : []),
    `Model: ${plain(model.name)}, ${code(model.fingerprint)}`,
    ...placesKept(finding).flatMap(({ label, range, hash }, at) => {
      const which = finding.second === null ? '' : nameOfText(finding, at);
      return [
        `${which || 'Place'}: ${plain(label)}, line ${range[0] + 1}`,
        `SHA-256 of ${which === '' ? 'the text' : 'it'}: ${whole(hash)}`,
      ];
    }),
  ];
  return [`## ${plain(titleOf(finding))}`, sentence, facts.map(fact => `- ${fact}`).join('\n'), ...(note === '' ? [] : [quote(note)])].join(
    '\n\n',
  );
}

/** Of two texts. */
function nameOfText({ look: { within } }: Finding, at: number): string {
  const isWithin = within === 'each' || within === (at === 0 ? 'first' : 'second');
  const looked = within === null ? (at === 0 ? ', looked at' : '') : isWithin ? ', looked within' : '';
  return `${at === 0 ? 'First' : 'Second'} text${looked}`;
}

/** In backticks, one more than the words have in a row. */
function code(words: string): string {
  const shown = visibleText(words);
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A hash is compared letter by letter: what is shown of words would be cut. */
function whole(hash: string): string {
  return /^[0-9a-f]+$/.test(hash) ? `\`${hash}\`` : code(hash);
}

/** As text: nothing in it is markup. */
function plain(words: string): string {
  return showUnseen(words).replace(/[\\`*_{}[\]()#+!<>|~&-]/g, String.raw`\$&`);
}

function quote(note: string): string {
  return note
    .split('\n')
    .map(line => `> ${plain(line)}`)
    .join('\n');
}
