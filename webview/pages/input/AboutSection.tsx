import { useEffect, useRef } from 'preact/hooks';
import { aboutModel } from '../../../src/core/describe/model.ts';
import type { ModelSummary } from '../../../src/protocol/engineApi.ts';
import { Section } from '../../controls/Section.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import type { TermLink } from '../../linkTerms.ts';

const TERMS: readonly TermLink[] = [
  ['layers', 'layer'],
  ['heads', 'head'],
  ['tokens', 'token'],
];

/** What the model is, in three lines. @param term `about`: it was asked for, and comes into view */
export function AboutSection({ model, term }: { readonly model: ModelSummary; readonly term: string | null }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (term === 'about') box.current?.scrollIntoView({ block: 'nearest' });
  }, [term]);
  const { kind, reads, attention, figures } = aboutModel(model.facts, model);
  return (
    <div ref={box}>
      <Section title="About this model" aside={<Quoted text={model.name} />} kind="about-model">
        <dl class="about">
          <dt>Kind</dt>
          <dd>
            <WithTerms text={kind} terms={TERMS.slice(0, 2)} />
          </dd>
          <dt>Reads</dt>
          <dd>{reads}</dd>
          <dt>Attention</dt>
          <dd>{attention}</dd>
          {figures !== null && (
            <>
              <dt>Few bits</dt>
              <dd>{figures}</dd>
            </>
          )}
        </dl>
      </Section>
    </div>
  );
}
