/** How a model keeps its weights and what it computes with. */
export interface NumberForms {
  /** Bits of weights that are whole numbers, smallest first; empty when all are floats. */
  readonly weightBits: readonly number[];
  /** What most of its floats are, e.g. `float16`; null when the model holds none. */
  readonly floatType: string | null;
  /** Bits that values between the nodes are rounded to while it runs; null: none are. */
  readonly activationBits: number | null;
  /**
   * Values are rounded by ranges that are measured over all that is in one pass: a text gives other numbers in pieces, or beside another text,
   * than in one pass by itself.
   */
  readonly onePassOnly: boolean;
}

/** In the terms of the field, short, for a list of facts: `4- and 8-bit weights, computes in 8 bits`. Empty for what is expected: 32-bit floats. */
export function describeNumbers({ weightBits, floatType, activationBits }: NumberForms): string {
  return [
    weightBits.length > 0
      ? `${weightBits.map((bits, place) => (place < weightBits.length - 1 ? `${bits}-` : `${bits}-bit`)).join(' and ')} weights`
      : '',
    floatType === null || floatType === 'float32' ? '' : `floats of the type ${floatType}`,
    activationBits === null ? '' : `computes in ${activationBits} bits`,
  ]
    .filter(part => part !== '')
    .join(', ');
}

/** A sentence where these numbers make another model of it; null otherwise. 8-bit weights alone change little. */
export function warnOfNumbers({ weightBits, activationBits }: NumberForms): string | null {
  const [fewest = 8] = weightBits;
  if (activationBits === null && fewest >= 8) return null;
  const weights = fewest < 8 ? `weights of ${fewest} ${fewest === 1 ? 'bit' : 'bits'}` : '';
  const does = activationBits === null ? `has ${weights}` : `computes in ${activationBits} bits${weights && `, with ${weights}`}`;
  return `This model ${does}, which moves its attention weights away from those of the original.`;
}
