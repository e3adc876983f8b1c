import { showUnseen, visibleText } from '../../core/text/visibleText.ts';
import { titleOf, type Finding } from './finding.ts';

/** All findings as a document, in the order given. The same findings give the same text. */
export function findingsAsMarkdown(findings: readonly Finding[]): string {
  return ['# Findings', ...findings.map(sectionOf)].join('\n\n') + '\n';
}

function sectionOf(finding: Finding): string {
  const { model, text, said, note } = finding;
  const rows = said.rows.map(({ word, value }) => `${code(word)} ${value}`).join(', ');
  const sentence = `${code(said.word)} ${said.verb} ${rows || 'no other word'}${said.note === '' ? '' : `; ${plain(said.note)}`}.`;
  const facts = [
    `Heads: ${plain(said.heads)}`,
    ...(said.linked.length > 0 ? [`Linked with: ${said.linked.map(code).join(' ')}`] : []),
    `Model: ${plain(model.name)}, ${code(model.fingerprint)}`,
    `Place: ${plain(text.label)}, line ${text.range[0] + 1}`,
    `SHA-256 of the text: ${code(text.hash)}`,
  ];
  return [`## ${plain(titleOf(finding))}`, sentence, facts.map(fact => `- ${fact}`).join('\n'), ...(note === '' ? [] : [quote(note)])].join(
    '\n\n',
  );
}

/** In backticks, one more than the words have in a row. */
function code(words: string): string {
  const shown = visibleText(words);
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
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
