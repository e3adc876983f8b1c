import { createHash } from 'node:crypto';
import { hashOfText, shortFingerprint } from '../../core/export/identity.ts';
import type { AnswerSource } from '../../core/export/provenance.ts';
import { namesOfTexts, textsOfPair } from '../../core/export/takenPair.ts';
import type { ExportTable } from '../../core/export/tables.ts';
import { writeTable, type TableFormat } from '../../core/export/writeTable.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { ModelSummary, RunSummary } from '../../protocol/engineApi.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

export function fingerprintOf({ fingerprint }: Pick<ModelSummary, 'fingerprint'>): string {
  return shortFingerprint(fingerprint, sha256);
}

/** Of the part of a text that the model read, or of each of two texts. */
export function hashesOfRead(text: string, run: Pick<RunSummary, 'sequences' | 'pair'>): readonly string[] {
  const { shownStart, shownEnd } = sequenceOf(run);
  const read = run.pair ? textsOfPair(text, run.pair) : [text.slice(shownStart, shownEnd)];
  return read.map(part => hashOfText(part, sha256));
}

/** Where an answer is from, of the words of a text or of none: as the panel has it. */
export function answerSource(model: ModelSummary, read: { readonly text: string; readonly run: RunSummary } | null): AnswerSource {
  const text = read && {
    level: 'words' as const,
    textHashes: hashesOfRead(read.text, read.run),
    isEdited: false,
    pair: read.run.pair ? { names: namesOfTexts(model), told: read.run.told ?? {} } : null,
  };
  return { model, fingerprint: fingerprintOf(model), text };
}

/** The same of two texts that are read together. */
export function sourceOfTexts(model: ModelSummary, texts: readonly string[]): AnswerSource {
  const textHashes = texts.map(text => hashOfText(text, sha256));
  return {
    model,
    fingerprint: fingerprintOf(model),
    text: { level: 'words', textHashes, isEdited: false, pair: { names: namesOfTexts(model), told: {} } },
  };
}

export function tableBytes(table: ExportTable, format: TableFormat): Uint8Array[] {
  return [new TextEncoder().encode(writeTable(table, format))];
}
