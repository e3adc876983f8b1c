import { formatCount } from '../../core/describe/numbers.ts';

/** Tables are rounded up, and a token or two are added: the usual models have at least 98 % of the one in the other. */
const FEW = 0.75;
/** Toys say nothing. */
const TOY = 1000;

/** What a person should know when a tokenizer seems to be of another model: ids that fit a table by chance give a picture of words that nobody wrote. */
export function foreignTokenizer(entries: number, rows: number): string[] {
  const [less, more] = [Math.min(entries, rows), Math.max(entries, rows)];
  if (more < TOY || less >= FEW * more) return [];
  const what = rows < entries ? 'some texts cannot be read' : 'many rows have no word';
  return [
    `The tokenizer has ${formatCount(entries)} entries, and the model's word table ${formatCount(rows)} rows: ${what}. If tokenizer.json is of another model, nothing that is shown is true.`,
  ];
}
