/** SHA-256 of a text in UTF-8, hexadecimal, from who has one: core runs anywhere. */
export type Sha256 = (text: string) => string;

/** Tells this state of the model's files from any other on this machine, in short. */
export function shortFingerprint(fingerprint: string, sha256: Sha256): string {
  return sha256(fingerprint).slice(0, 16);
}

/** Of a text, however its lines end. */
export function hashOfText(text: string, sha256: Sha256): string {
  return sha256(text.replace(/\r\n?/g, '\n'));
}
