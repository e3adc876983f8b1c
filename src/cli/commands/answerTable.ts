import { createHash } from 'node:crypto';
import type { AnswerSource } from '../../core/export/provenance.ts';
import type { ExportTable } from '../../core/export/tables.ts';
import { writeTable, type TableFormat } from '../../core/export/writeTable.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { ModelSummary, RunSummary } from '../../protocol/engineApi.ts';

/** Tells this state of the model's files from any other on this machine, in short. */
export function fingerprintOf({ fingerprint }: Pick<ModelSummary, 'fingerprint'>): string {
  return createHash('sha256').update(fingerprint).digest('hex').slice(0, 16);
}

/** Of the part of a text that the model read. */
export function hashOfRead(text: string, run: Pick<RunSummary, 'sequences'>): string {
  const { shownStart, shownEnd } = sequenceOf(run);
  return createHash('sha256').update(text.slice(shownStart, shownEnd).replace(/\r\n?/g, '\n'), 'utf8').digest('hex');
}

/** Where an answer is from, of the words of a text or of none: as the panel has it. */
export function answerSource(model: ModelSummary, read: { readonly text: string; readonly run: RunSummary } | null): AnswerSource {
  const text = read && { level: 'words' as const, textHash: hashOfRead(read.text, read.run), isEdited: false };
  return { model, fingerprint: fingerprintOf(model), text };
}

export function tableBytes(table: ExportTable, format: TableFormat): Uint8Array[] {
  return [new TextEncoder().encode(writeTable(table, format))];
}
