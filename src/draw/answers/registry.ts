import { ANSWER_KINDS, type AnswerKind } from '../../core/export/kinds.ts';
import { isSectionOpen, SECTIONS } from '../../core/state/sections.ts';
import * as attention from './attention.ts';
import * as compare from './compare.ts';
import * as effects from './effects.ts';
import { ground } from './ground.ts';
import type { Answer, Material } from './material.ts';
import { pairLinks } from './pairLinks.ts';
import * as vectors from './vectors.ts';

const ANSWERS: { readonly [kind in AnswerKind]: Answer } = { ground, ...attention, pairLinks, ...vectors, ...compare, ...effects };

export function answerOf(kind: AnswerKind): Answer {
  return ANSWERS[kind];
}

/** Those that the open page shows, unfolded and complete. */
export function answersOnPage(material: Material): readonly AnswerKind[] {
  const { tab, folding } = material.state;
  return ANSWER_KINDS.filter(kind => {
    const { section } = answerOf(kind);
    return SECTIONS[section].page === tab && isSectionOpen(folding, section) && answerOf(kind).table(material) !== null;
  });
}
