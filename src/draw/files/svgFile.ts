import { escapeXml, svgText } from '../svgPainter.ts';
import type { FilePicture } from './framed.ts';

/** A picture as a file, with its title and where it is from. */
export function svgFile(title: string, source: string, { width, height, paint }: FilePicture): string {
  const about = [`<title>${escapeXml(title)}</title>`, `<desc>${escapeXml(source)}</desc>`];
  return svgText(width, height, paint, { about });
}
