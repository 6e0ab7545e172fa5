import { setImmediate as otherWork } from 'node:timers/promises'
import type { Cursor, Page, PageRequest } from '../db/keyset.ts'
import type { Db, Store } from '../db/store.ts'
import { presentPerson } from '../people/present.ts'
import { listPeople } from '../people/queries.ts'
import { withSite } from '../stored-json.ts'
import { presentTopic } from '../topics/present.ts'
import { listTopics } from '../topics/queries.ts'
import { LoadLine } from './contract.ts'
import { lastSeqOf, listWholeArticles } from './queries.ts'

/** Read at once, and so held for one reader at most. */
const BATCH_NAMES = 100
const BATCH_ARTICLES = 10

/**
 * All that readers see, as lines of JSON, and as the last line where in the log that was. Nothing that is written
 * meanwhile gets in. Rows are read when they are asked for. Throws when the signal comes.
 */
export async function* loadEverything(
  store: Store,
  siteUrl: string,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  const snapshot = await store.snapshot()
  try {
    for await (const lines of writeLines(snapshot.read, siteUrl)) {
      signal.throwIfAborted()
      yield lines
    }
  } finally {
    snapshot.end()
  }
}

async function* writeLines(db: Db, siteUrl: string): AsyncGenerator<string, void> {
  const seq = await lastSeqOf(db)
  for await (const rows of pagesOf(BATCH_NAMES, (page) => listTopics(db, {}, 'name', page)))
    yield rows
      .map((row) => LoadLine.parse({ resource: 'topic', id: row.id, data: presentTopic(row, siteUrl) }))
      .map(writeLine)
      .join('')
  for await (const rows of pagesOf(BATCH_NAMES, (page) => listPeople(db, {}, 'name', page)))
    yield rows
      .map((row) => LoadLine.parse({ resource: 'person', id: row.id, data: presentPerson(row, siteUrl) }))
      .map(writeLine)
      .join('')
  for await (const rows of pagesOf(BATCH_ARTICLES, (page) => listWholeArticles(db, page)))
    for (const { id, article } of rows)
      yield `{"resource":"article","id":"${id}","data":${withSite(article, siteUrl)}}\n`
  yield writeLine({ resource: 'cursor', seq })
}

function writeLine(line: LoadLine): string {
  return `${JSON.stringify(line)}\n`
}

async function* pagesOf<Row>(
  limit: number,
  read: (page: PageRequest) => Promise<Page<Row>>,
): AsyncGenerator<Row[], void> {
  let after: Cursor | undefined
  do {
    const { rows, next } = await read({ limit, after, count: false })
    yield rows
    after = next ?? undefined
    await otherWork()
  } while (after)
}
