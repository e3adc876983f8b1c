import { aboutModel, nameOfModel } from '../../../../src/core/describe/model.ts';
import type { ModelSummary } from '../../../../src/protocol/engineApi.ts';
import { useSought } from '../../../hooks/useSought.ts';
import { SubSection } from '../../../controls/SubSection.tsx';
import { Quoted } from '../../../controls/Sentence.tsx';
import { Term, WithTerms } from '../../../controls/Term.tsx';
import type { TermLink } from '../../../linkTerms.ts';

const IN_ATTENTION: readonly TermLink[] = [
  ['Softmax', 'softmax'],
  ['weight', 'attention-weight'],
  ['even share', 'even-share'],
];

/** An architecture that has a term of its own is called by that word alone: `bert`, not `distilbert`. */
function termsOfKind(kind: string): TermLink[] {
  const coder = /(?:en|de)coder/.exec(kind);
  return [
    ...(coder ? [[coder[0], 'encoder-decoder'] as const] : []),
    ...(kind.includes('(bert)') ? [['bert', 'bert'] as const] : []),
    ['layers', 'layer'],
    ['heads', 'head'],
  ];
}

/** What the model is, in three lines. */
export function AboutSection({ model }: { readonly model: ModelSummary }) {
  const box = useSought('about');
  const { kind, reads, attention, figures } = aboutModel(model.facts, model);
  return (
    <div ref={box}>
      <SubSection title="About this model" aside={<Quoted text={nameOfModel(model)} />} kind="about-model">
        <dl class="about">
          <dt>Kind</dt>
          <dd>
            <WithTerms text={kind} terms={termsOfKind(kind)} />
          </dd>
          <dt>Reads</dt>
          <dd>{reads}</dd>
          <dt>
            <Term id="attention">Attention</Term>
          </dt>
          <dd>
            <WithTerms text={attention} terms={IN_ATTENTION} />
          </dd>
          {figures !== null && (
            <>
              <dt>Few bits</dt>
              <dd>{figures}</dd>
            </>
          )}
        </dl>
      </SubSection>
    </div>
  );
}
