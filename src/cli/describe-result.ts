import type { ImportResult } from '../imports/contract.ts'

/** One import in a line: what became of it, its name, its size, who sees it. */
export function describeResult({ status, slug, published, article }: ImportResult): string {
  const pairs = `${article.qa.length} ${article.qa.length === 1 ? 'pair' : 'pairs'}`
  const standing = status === 'preview' ? 'nothing was kept' : published ? 'published' : 'draft'
  return `${status.padEnd(9)} ${slug ?? article.title} (${article.kind}, ${pairs}, ${standing})`
}
