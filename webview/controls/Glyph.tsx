const PATHS = {
  chevron: 'M4.5 6.5 8 10l3.5-3.5',
  check: 'm3.5 8.5 3 3 6-7',
  right: 'M2.5 8h10.5M9.5 4.5 13 8l-3.5 3.5',
  left: 'M13.5 8H3M6.5 4.5 3 8l3.5 3.5',
  both: 'M3 5h9.5M10 2.5 12.5 5 10 7.5M13 11H3.5M6 8.5 3.5 11 6 13.5',
  back: 'M9.5 4.5 6 8l3.5 3.5',
  forward: 'M6.5 4.5 10 8l-3.5 3.5',
  swap: 'M5 2.5v11M2.5 11 5 13.5 7.5 11M11 13.5v-11M8.5 5 11 2.5 13.5 5',
  close: 'm4 4 8 8m0-8-8 8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  export: 'M8 2.5v7M5 6.8l3 3 3-3M3 10.5v3h10v-3',
  minus: 'M3.5 8h9',
  plus: 'M3.5 8h9M8 3.5v9',
  pin: 'M6 2.5h4M6.5 2.5v4L4.5 9h7l-2-2.5v-4M8 9v4.5',
  special: 'M5 3.5H3v9h2M11 3.5h2v9h-2M13.5 2.5l-11 11',
  pieces:
    'M7 6.4v3.8M7 8.3a1.9 1.9 0 1 0-3.8 0 1.9 1.9 0 0 0 3.8 0M9.2 4v6.2M9.2 8.3a1.9 1.9 0 1 0 3.8 0 1.9 1.9 0 0 0-3.8 0M2.5 12v1.5h11V12',
  warning: 'M8 2.5 14 13H2L8 2.5ZM8 6.5v3.2M8 11v1',
  error: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm-2 4 4 4m0-4-4 4',
  info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 5v4m0-6v.8',
  stale: 'M3 4v3h3M3.3 7A5 5 0 1 1 3 9.2M8 5.5V8l2 1.5',
} as const;

export type GlyphName = keyof typeof PATHS;

/** A line drawing of 16 x 16; decoration only, so it has no name of its own. */
export function Glyph({ name, extra = '' }: { readonly name: GlyphName; readonly extra?: string }) {
  return (
    <svg class={`glyph ${extra}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
