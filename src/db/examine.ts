import { getTableName, sql } from 'drizzle-orm'
import { findMiscounted } from './examine-counts.ts'
import type { Column } from './kit.sqlite.ts'
import { isRenaming } from './is-renaming.ts'
import type { Db, Store } from './store.ts'
import {
  articlePeople,
  articleQaTopics,
  articleSpeakers,
  articleTopics,
  qaPeople,
  qaTopics,
} from './list-tables.ts'
import {
  articles,
  people,
  personNames,
  publishedArticles,
  qaPairs,
  revisions,
  searchTexts,
  slugs,
  topicClosure,
  topics,
} from './tables.ts'

/** One thing that was looked at; `fault` says what is wrong, null that all is well. */
export interface Finding {
  check: string
  fault: string | null
}

/** So many are named where the same is wrong with many. */
export const NAMED_MAX = 10

/** Looks at the database whole, and changes nothing. Time grows with its size, memory does not. */
export async function examine(store: Store): Promise<Finding[]> {
  const db = store.read
  return [
    { check: 'the file is sound', fault: await integrityFault(db) },
    { check: 'references lead somewhere', fault: await referenceFault(db) },
    { check: 'every name leads to what has it', fault: await slugFault(db) },
    { check: 'articles stand as they can', fault: await stateFault(db) },
    { check: 'the tree of topics is one', fault: await treeFault(db) },
    { check: 'what is counted is there', fault: await countFault(store) },
    { check: 'search knows what is there, and nothing else', fault: await searchRowFault(db) },
    { check: 'search finds the words of its texts', fault: await searchIndexFault(store) },
  ]
}

/** Names the first of many, and says how many there are. */
export function nameSome(ids: string[], count = ids.length): string {
  const more = count > NAMED_MAX ? ` and ${count - NAMED_MAX} more` : ''
  return ids.slice(0, NAMED_MAX).join(', ') + more
}

async function integrityFault(db: Db): Promise<string | null> {
  const rows = await db.all<{ integrity_check: string }>(sql`pragma integrity_check`)
  const faults = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok')
  return faults.length > 0 ? faults.join('; ') : null
}

// Rows that say whose they are without a foreign key of the database.
const BELONGS: [Column, Column][] = [
  [articlePeople.articleId, publishedArticles.articleId],
  [articlePeople.personId, people.id],
  [articleTopics.articleId, publishedArticles.articleId],
  [articleTopics.topicId, topics.id],
  [articleSpeakers.articleId, publishedArticles.articleId],
  [articleSpeakers.personId, people.id],
  [articleQaTopics.articleId, publishedArticles.articleId],
  [articleQaTopics.topicId, topics.id],
  [qaPeople.qaId, qaPairs.id],
  [qaPeople.personId, people.id],
  [qaTopics.qaId, qaPairs.id],
  [qaTopics.topicId, topics.id],
  [personNames.personId, people.id],
  [people.mergedInto, people.id],
  [topics.mergedInto, topics.id],
  [topics.broaderId, topics.id],
]

async function referenceFault(db: Db): Promise<string | null> {
  const rows = await db.all<{ table: string; parent: string }>(sql`pragma foreign_key_check`)
  const faults = rows.map(({ table, parent }) => `${table} without its ${parent}`)
  for (const [child, parent] of BELONGS) {
    const [table, owner] = [getTableName(child.table), getTableName(parent.table)]
    const lost = await db
      .selectDistinct({ id: sql<string>`${child}` })
      .from(child.table)
      .where(
        sql`${child} is not null and not exists
          (select 1 from ${parent.table} as owners where owners.${sql.identifier(columnName(parent))} = ${child})`,
      )
    if (lost.length > 0) faults.push(`${table} without its ${owner}: ${nameSome(lost.map(({ id }) => id))}`)
  }
  return faults.length > 0 ? nameSome(faults) : null
}

/** As it is in the database. */
function columnName({ name }: Column): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

async function slugFault(db: Db): Promise<string | null> {
  const nameless = await db.all<{ slug: string }>(sql`
    select slug from (
      select 'article' as kind, id, slug from ${articles}
      union all select 'person', id, slug from ${people} where merged_into is null
      union all select 'topic', id, slug from ${topics} where merged_into is null
    ) as named
    where not exists (select 1 from ${slugs} where slugs.kind = named.kind
      and slugs.slug = named.slug and slugs.resource_id = named.id)
    union all
    select slug from ${slugs}
    where not exists (select 1 from ${articles} where id = resource_id)
      and not exists (select 1 from ${people} where id = resource_id)
      and not exists (select 1 from ${topics} where id = resource_id)`)
  return nameless.length > 0 ? `these lead elsewhere: ${nameSome(nameless.map(({ slug }) => slug))}` : null
}

async function stateFault(db: Db): Promise<string | null> {
  const faults: string[] = []
  const find = async (fault: string, where: ReturnType<typeof sql>) => {
    const found = await db.select({ slug: articles.slug }).from(articles).where(where)
    if (found.length > 0) faults.push(`${fault}: ${nameSome(found.map(({ slug }) => slug))}`)
  }
  const isRevision = (number: Column) =>
    sql`exists (select 1 from ${revisions} where ${revisions.articleId} = ${articles.id} and ${revisions.number} = ${number})`
  const isShown = sql`exists (select 1 from ${publishedArticles} where ${publishedArticles.articleId} = ${articles.id})`
  await find('without their draft', sql`not ${isRevision(articles.draftRevision)}`)
  await find(
    'without what was published',
    sql`${articles.publishedRevision} is not null and not ${isRevision(articles.publishedRevision)}`,
  )
  await find(
    'published, and not to be seen',
    sql`${articles.publishedRevision} is not null and not ${isShown}`,
  )
  await find('seen, and not published', sql`${articles.publishedRevision} is null and ${isShown}`)
  await find(
    'published from the trash',
    sql`${articles.trashedAt} is not null and ${articles.publishedRevision} is not null`,
  )
  await find(
    'to be published, and cannot be',
    sql`${articles.scheduledAt} is not null and (${articles.trashedAt} is not null or ${articles.retractedAt} is not null)`,
  )
  return faults.length > 0 ? faults.join('; ') : null
}

/** Every topic is above itself, and above what is under it: no more, and no less. */
async function treeFault(db: Db): Promise<string | null> {
  const wrong = await db.all<{ id: string }>(sql`
    with recursive above (ancestor_id, descendant_id) as (
      select id, id from ${topics} where merged_into is null
      union
      select topics.broader_id, above.descendant_id from above
      join ${topics} on topics.id = above.ancestor_id where topics.broader_id is not null
    )
    select distinct descendant_id as id from (
      select * from (select * from above except select ancestor_id, descendant_id from ${topicClosure})
      union all
      select * from (select ancestor_id, descendant_id from ${topicClosure} except select * from above)
    )`)
  return wrong.length > 0 ? `out of their place: ${nameSome(wrong.map(({ id }) => id))}` : null
}

async function countFault(store: Store): Promise<string | null> {
  const { read, end } = await store.snapshot()
  try {
    // What is shown again by a job is counted anew article by article.
    if (await isRenaming(read)) return null
    const wrong = await findMiscounted(read)
    return wrong.length > 0 ? `counted wrongly: ${nameSome(wrong)}` : null
  } finally {
    end()
  }
}

async function searchRowFault(db: Db): Promise<string | null> {
  const differing = await db.all<{ id: string }>(sql`
    with there (kind, id) as (
      select 'article', article_id from ${publishedArticles}
      union all select 'qa', id from ${qaPairs}
      union all select 'person', id from ${people} where merged_into is null
      union all select 'topic', id from ${topics} where merged_into is null
    )
    select id from (
      select * from (select kind, id from there except select kind, id from ${searchTexts})
      union all
      select * from (select kind, id from ${searchTexts} except select kind, id from there)
    )`)
  return differing.length > 0
    ? `the index and what is there differ in ${nameSome(differing.map(({ id }) => id))}`
    : null
}

/** The index is written for each text by triggers; here it compares itself to them, under the writers' lock. */
async function searchIndexFault(store: Store): Promise<string | null> {
  try {
    await store.write(async (tx) => {
      await tx.run(sql`insert into search_index (search_index, rank) values ('integrity-check', 1)`)
    })
    return null
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_CORRUPT'))
      return 'the index is not that of the texts'
    throw error
  }
}
