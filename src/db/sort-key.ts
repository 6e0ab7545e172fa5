/**
 * A name as it is sorted and matched by: without case, accents and punctuation, one space between words.
 * Made here and not by a collation, so that every database gives the same order.
 */
export function sortKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
