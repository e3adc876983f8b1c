/** The escapes of a coloured report: a heat, the word pointed at, and the end of both. */
// oxlint-disable-next-line no-control-regex -- an escape is what it finds
export const HEAT_ESCAPES = /\u001b\[(?:0|1;4|48;5;\d{3};38;5;16)m/g;
