import { showUnseen } from '../core/text/visibleText.ts';
import type { ModelSummary } from '../protocol/engineApi.ts';

/** A model whose words, which come from files beside it, can be shown anywhere: in the panel, in quick picks, in the status bar. */
export function shownModel(model: ModelSummary): ModelSummary {
  return {
    ...model,
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
