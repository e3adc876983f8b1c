import type { Link } from '../../core/describe/links.ts';
import { indexIn, TEXT, type UnitRef } from '../../core/text/unitRef.ts';
import { ofRun, type Material } from './material.ts';

/** What was measured of the two words that are looked at together; null where it is not here. */
export function linkOf(material: Material): Link | null {
  const slice = ofRun(material, 'link');
  const { pinned, linked } = material.state;
  const ends = (units: readonly (UnitRef | null)[]) => units.map(unit => indexIn(TEXT, unit)).join();
  const isOwn = slice && linked && ends([pinned]) === slice.from.join() && ends(linked) === slice.to.join();
  return isOwn ? { units: material.taken.units, ...slice } : null;
}
