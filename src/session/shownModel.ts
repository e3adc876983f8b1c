import type { Capability } from '../core/model/capability.ts';
import { showUnseen } from '../core/text/visibleText.ts';
import type { ModelSummary, RunSummary } from '../protocol/engineApi.ts';

/** What can be had of a text that it read. */
function ofRun({ capabilities }: ModelSummary, { held }: Pick<RunSummary, 'held'>): readonly Capability[] {
  return held === 'maps' ? [...capabilities, 'every-pair'] : capabilities;
}

/** A model as the text that it read shows it: its words, which come from files beside it, can be shown anywhere: in the panel, in quick picks, in the status bar. */
export function shownModel(model: ModelSummary, run: Pick<RunSummary, 'held'>): ModelSummary {
  return {
    ...model,
    capabilities: ofRun(model, run),
    name: showUnseen(model.name),
    about: showUnseen(model.about),
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
