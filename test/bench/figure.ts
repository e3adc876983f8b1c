import os from 'node:os';

export type FigureUnit = 'ratio' | 'ms' | 'bytes';

/** One measured number. */
export interface Figure {
  readonly name: string;
  /** Null: not measured; `note` says why. */
  readonly value: number | null;
  readonly unit: FigureUnit;
  /** The value is to be at most this. Without it the figure only informs. */
  readonly aim?: number;
  /** What exactly was measured. */
  readonly note?: string;
}

/** Undefined for a figure without an aim, or without a value. */
function isMet({ value, aim }: Figure): boolean | undefined {
  return value === null || aim === undefined ? undefined : value <= aim;
}

/** Other work on the machine shows in every time, so its load is part of the result. */
function machine() {
  return { cores: os.cpus().length, loadAverage: os.loadavg(), node: process.version, platform: `${process.platform}-${process.arch}` };
}

export function reportAsJson(figures: readonly Figure[]): string {
  return JSON.stringify({ machine: machine(), figures: figures.map(figure => ({ ...figure, met: isMet(figure) })) }, null, 2);
}

export function reportAsText(figures: readonly Figure[]): string {
  const { cores, loadAverage, node, platform } = machine();
  const load = loadAverage.map(value => value.toFixed(1)).join(' ');
  const width = Math.max(...figures.map(figure => figure.name.length));
  const lines = figures.map(figure => {
    const { name, value, unit, aim, note } = figure;
    const aimText = aim === undefined ? '' : `aim <= ${format(aim, unit)}`;
    const verdict = { true: 'met', false: 'NOT MET', undefined: '' }[String(isMet(figure)) as 'true' | 'false' | 'undefined'];
    const measured = value === null ? 'not measured' : format(value, unit);
    return [name.padEnd(width), measured.padStart(14), aimText.padEnd(22), verdict.padEnd(7), note ?? ''].join('  ').trimEnd();
  });
  return [...lines, '', `${platform}, ${cores} cores, load average ${load}, Node.js ${node}`].join('\n');
}

function format(value: number, unit: FigureUnit): string {
  if (unit === 'ratio') return value.toFixed(3);
  if (unit === 'bytes') return `${(value / 1e6).toFixed(1)} x 10^6 B`;
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}
