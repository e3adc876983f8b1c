import type { Capability } from '../core/model/capability.ts';
import { showUnseen } from '../core/text/visibleText.ts';
import type { ModelSummary, RunSummary } from '../protocol/engineApi.ts';

/** What can be had of a text that it read. */
function ofRun({ capabilities }: ModelSummary, { held, pair }: Pick<RunSummary, 'held' | 'pair'>): readonly Capability[] {
  return [...capabilities, ...(held === 'maps' ? (['every-pair'] as const) : []), ...(pair ? [] : (['one-text'] as const))];
}

/** A model as the text that it read shows it. */
export function shownModel(model: ModelSummary, run: Pick<RunSummary, 'held' | 'pair'>): ModelSummary {
  return { ...withShownWords(model), capabilities: ofRun(model, run) };
}

/** Its words, which come from files beside it, can be shown anywhere: in the panel, in quick picks, in the status bar. */
export function withShownWords(model: ModelSummary): ModelSummary {
  const { facts } = model;
  return {
    ...model,
    name: showUnseen(model.name),
    about: showUnseen(model.about),
    facts: { ...facts, architecture: facts.architecture && showUnseen(facts.architecture), file: showUnseen(facts.file) },
    warnings: model.warnings.map(showUnseen),
    lenses: model.lenses.map(lens => ({
      ...lens,
      name: showUnseen(lens.name),
      description: showUnseen(lens.description),
      evidence: lens.evidence.map(({ measure, baselineName, data, ...numbers }) => ({
        ...numbers,
        measure: showUnseen(measure),
        baselineName: showUnseen(baselineName),
        data: showUnseen(data),
      })),
    })),
  };
}
