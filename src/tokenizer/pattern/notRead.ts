/** What a regular expression has and this version does not read, in words that can end "a regular expression with ...". */
export class NotRead extends Error {}

export function notRead(what: string): NotRead {
  return new NotRead(what);
}
