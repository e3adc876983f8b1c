import type { Told } from '../model/told.ts';
import { visibleText } from '../text/visibleText.ts';

/** In English: French of `fr_XX`, `fra_Latn` and `__fr__`; the code itself where nobody knows it. */
export function languageName(code: string): string {
  const [, language, script] = /^_*([a-z]{2,3})(?:_(?:XX|[A-Z]{2}|([A-Z][a-z]{3})))?_*$/.exec(code) ?? [];
  if (language === undefined) return code;
  const name = nameOf(language);
  // Chinese and Serbian are written in two ways; most languages in one.
  return script === undefined || !SEVERAL_SCRIPTS.has(language) ? (name ?? code) : (nameOf(`${language}-${script}`) ?? code);
}

const SEVERAL_SCRIPTS: ReadonlySet<string> = new Set([
  'zho',
  'yue',
  'srp',
  'uzn',
  'azj',
  'kas',
  'knc',
  'min',
  'bjn',
  'ace',
  'taq',
  'arb',
  'ben',
  'mni',
]);

function nameOf(tag: string): string | null {
  try {
    const name = NAMES.of(tag);
    return name === undefined || name === tag ? null : name;
  } catch {
    return null;
  }
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'language' });

/** "French to English", "summarization"; of what is told nothing, that. */
export function describeTold({ task, sourceLanguage, targetLanguage }: Told): string {
  const from = sourceLanguage === undefined ? '' : `from ${languageName(sourceLanguage)}`;
  const to = targetLanguage === undefined ? '' : `to ${languageName(targetLanguage)}`;
  const languages = from !== '' && to !== '' ? `${from.slice('from '.length)} ${to}` : from + to;
  return visibleText([task ?? '', languages].filter(Boolean).join(', ') || 'told nothing');
}
