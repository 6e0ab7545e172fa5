import { findMarkdown, listArticles } from '../articles/queries.ts'
import { summaryOf } from '../articles/read-article.ts'
import type { Cursor } from '../db/keyset.ts'
import type { Deps } from '../deps.ts'
import { writeHead } from './head.ts'

/** The text ends before the article by which it would be longer. */
export const FULL_TEXT_BYTES_MAX = 1_000_000
const BATCH_ARTICLES = 50

/** The newest articles whole, each as its Markdown page; where there are more, the end says where they are. */
export async function writeFullText(deps: Deps): Promise<string> {
  const { publicUrl } = deps.config
  const parts = [await writeHead(deps)]
  let bytes = 0
  for await (const { id, publishedAt } of newestArticles(deps)) {
    const { markdown } = (await findMarkdown(deps.store.read, id)) ?? { markdown: '' }
    bytes += Buffer.byteLength(markdown)
    if (bytes > FULL_TEXT_BYTES_MAX) {
      // Of the same moment there may be others, and they are in the order of their ids.
      const before = new Date(Date.parse(publishedAt) + 1).toISOString()
      parts.push(
        `## More\n\nOlder articles: ${publicUrl}/v1/articles?publishedAt.lt=${before} has their slugs, and ${publicUrl}/v1/articles/SLUG.md each as Markdown.`,
      )
      break
    }
    parts.push(markdown.trimEnd())
  }
  return `${parts.join('\n\n')}\n`
}

async function* newestArticles({ store, config }: Deps): AsyncGenerator<{ id: string; publishedAt: string }> {
  for (let after: Cursor | undefined; ;) {
    const page = { limit: BATCH_ARTICLES, after, count: false }
    const { rows, next } = await listArticles(store.read, {}, '-publishedAt', page)
    for (const row of rows) yield summaryOf(row, config.siteUrl)
    if (!next) return
    after = next
  }
}
