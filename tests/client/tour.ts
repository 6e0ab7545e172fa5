import { createClient, ProblemError } from '../../src/client/index.ts'

/** What somebody saw who tried the client at some place. */
export interface Seen {
  title: string
  numbers: number[]
  code: string | undefined
  published: string[]
}

/** Reads, turns pages, asks for what is not there, and watches until something was published. */
export async function tour({ url, slug }: { url: string; slug: string }): Promise<Seen> {
  const client = createClient({ url })
  const { title } = await client.articles.get(slug, { fields: ['title'] })
  const numbers: number[] = []
  for await (const { number } of client.qa.all({ article: slug, sort: 'position', limit: 3 }))
    numbers.push(number)
  const refused: unknown = await client.articles.get('none').catch((error: unknown) => error)
  const code = refused instanceof ProblemError ? refused.code : undefined
  const published: string[] = []
  const stop = new AbortController()
  for await (const { id } of client.changes.watch({ types: ['article.published'], signal: stop.signal })) {
    published.push(id)
    stop.abort()
  }
  return { title, numbers, code, published }
}
