import { provenanceLine } from '../../core/export/provenance.ts';
import type { Taken } from '../../core/export/taken.ts';
import { escapeXml, svgText } from '../svgPainter.ts';
import type { FilePicture } from './framed.ts';

/** A picture as a file, with what it shows and where it is from. */
export function svgFile(taken: Taken, title: string, { width, height, paint }: FilePicture): string {
  const about = [`<title>${escapeXml(title)}</title>`, `<desc>${escapeXml(provenanceLine(taken))}</desc>`];
  return svgText(width, height, paint, { about });
}
