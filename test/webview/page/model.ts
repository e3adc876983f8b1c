import { MODEL_FACTS } from '../../support/modelFacts.ts';
import { encoderStack, type AttentionStack } from '../../../src/core/model/stack.ts';
import type { ModelSummary } from '../../../src/protocol/engineApi.ts';

/** The built-in model as the engine describes it, with lenses of each kind: one head, several, a layer, all; with and without evidence. */
export const MODEL: ModelSummary = {
  directory: 'built-in',
  variant: 'model',
  variants: ['model'],
  name: 'all-MiniLM-L6-v2',
  layers: 6,
  attention: encoderStack(6, 12),
  facts: MODEL_FACTS,
  contextLength: 512,
  ownContext: 512,
  vocabularySize: 30522,
  fingerprint: 'as fixed here',
  maskToken: '[MASK]',
  capabilities: [
    'hidden-states',
    'word-vectors',
    'layer-updates',
    'shared-width',
    'mask-token',
    'position-vectors',
    'segment-vectors',
    'summed-input',
  ],
  defaultLens: 'related',
  roles: [],
  about: 'English, uncased, trained for sentence similarity; it has no masked-word head.',
  languages: ['en'],
  warnings: [],
  lenses: [
    {
      id: 'related',
      name: 'Related words',
      description:
        'The mean of the last layer’s heads: an overview that reads well for most words. It claims nothing about any single relation.',
      selection: { kind: 'layer', layer: 5 },
      combine: 'mean',
      evidence: [],
    },
    {
      id: 'reference',
      name: 'Reference',
      description: 'One head in which pronouns tend to attend to the name or noun they stand for.',
      selection: { kind: 'heads', heads: [[3, 1]] },
      combine: 'mean',
      evidence: [
        {
          measure: 'the name a pronoun stands for',
          value: 0.75,
          baseline: 0.51,
          baselineName: 'nearest mention',
          data: 'GAP development',
          cases: 454,
        },
      ],
    },
    {
      id: 'verb-and-object',
      name: 'Verb and object',
      description: 'One head in which objects tend to attend to their verb.',
      selection: { kind: 'heads', heads: [[2, 0]] },
      combine: 'mean',
      evidence: [
        {
          measure: 'the verb of an object',
          value: 0.72,
          baseline: 0.35,
          baselineName: 'best fixed position',
          data: 'UD English EWT dev, 800 sentences',
          cases: 612,
        },
      ],
    },
    {
      id: 'pair',
      name: 'Two heads',
      description: 'The stronger of two heads.',
      selection: {
        kind: 'heads',
        heads: [
          [2, 1],
          [3, 1],
        ],
      },
      combine: 'max',
      evidence: [],
    },
    {
      id: 'previous-word',
      name: 'Previous word',
      description: 'One head (L0 H2) that attends to the word before.',
      selection: { kind: 'heads', heads: [[0, 2]] },
      combine: 'mean',
      evidence: [
        {
          measure: 'the word before',
          value: 0.996,
          baseline: 0.077,
          baselineName: 'a word at random',
          data: 'UD English EWT dev, web text',
          cases: 23010,
        },
      ],
    },
    {
      id: 'all-heads',
      name: 'All heads',
      description: 'The mean of every head of every layer. It claims nothing, and it may describe no single head.',
      selection: { kind: 'all' },
      combine: 'mean',
      evidence: [],
    },
  ],
};

/** The same of another shape. */
export function modelOf(attention: AttentionStack, roles: ModelSummary['roles'] = []): ModelSummary {
  return { ...MODEL, layers: attention.heads.length, attention, roles };
}
