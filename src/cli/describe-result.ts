import type { Changes, ImportResult } from '../imports/contract.ts'

/** One import in a line: what became of it, its name, and what changed or its size and who sees it. */
export function describeResult({ status, slug, published, article, changes }: ImportResult): string {
  const line = `${status.padEnd(9)} ${slug ?? article.title}`
  if (changes)
    return `${line}: ${describeChanges(changes)}${status === 'preview' ? ' (nothing was written)' : ''}`
  const pairs = `${article.qa.length} ${article.qa.length === 1 ? 'pair' : 'pairs'}`
  const standing = status === 'preview' ? 'nothing was kept' : published ? 'published' : 'draft'
  return `${line} (${article.kind}, ${pairs}, ${standing})`
}

/** How many pairs changed in which way; of the ways in which none did, nothing. */
function describeChanges(changes: Changes): string {
  const counts = (['edited', 'added', 'moved', 'removed', 'kept'] as const).flatMap((change) => {
    const { length } = changes[change]
    return length > 0 ? [`${length} ${change}`] : []
  })
  return counts.join(', ') || 'no pairs'
}
