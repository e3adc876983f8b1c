import type { ComparedPlace } from './comparison.ts';
import type { Explorer } from './explorer.ts';

/** The place that an item of the panel stands for; `index` counts the items, as not every place was read. */
export function placeOfItem(explorer: Explorer, index: number): ComparedPlace | undefined {
  const place = indexOfItem(explorer, index);
  return place === undefined ? undefined : explorer.experiments.comparison?.places[place];
}

/** Gives an item of the panel a name for its sense. */
export function nameShownGroup(explorer: Explorer, index: number, name: string): void {
  const place = indexOfItem(explorer, index);
  if (place !== undefined) explorer.experiments.nameGroup(place, name.trim());
}

function indexOfItem({ parts }: Explorer, index: number): number | undefined {
  return parts.latest('occurrences')?.slice.found[index];
}
