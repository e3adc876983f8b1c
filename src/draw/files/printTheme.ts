import type { ThemeColors } from '../theme.ts';
import { forFile } from './opaque.ts';

const HEAT = ['1A', '2E', '45', '5E', '7A', '96', 'B3', 'D1'].map(alpha => `#F59B00${alpha}`);

/** For paper: the heat of light themes on white. */
export const PRINT_THEME: ThemeColors = forFile({
  heat: ['transparent', ...HEAT],
  cellText: Array.from({ length: HEAT.length + 1 }, () => '#000000'),
  line: '#945000',
  ground: '#F5F5F5',
  foreground: '#1A1A1A',
  muted: '#5A5A5A',
  source: '#0063B8',
  border: '#1A1A1A',
  cross: '#8A8A8A',
  edge: '#D0D0D0',
  selection: '#E4E6F1',
  activeBorder: '#1A1A1A',
  background: '#FFFFFF',
  focus: '#0063B8',
  font: '',
  quotedFont: '',
  highContrast: false,
  ratio: 1,
});
