import { eq, sql } from 'drizzle-orm'
import type { Db } from '../db/store.ts'
import {
  articlePeople,
  articleQaTopics,
  articleSpeakers,
  articleTopics,
  qaPeople,
  qaTopics,
} from '../db/list-tables.ts'
import { idsAbove } from '../topics/tree.ts'
import type { Named } from './articles-showing.ts'

// What is selected has the order of the table's columns, by which Drizzle puts it in.

/**
 * Lets what was merged into another stand beside it wherever it is looked for. Its own rows stay until the articles are
 * shown again: they say which these are.
 */
export async function standBeside(tx: Db, { kind, id }: Named, into: string): Promise<void> {
  if (kind === 'person') await standBesidePerson(tx, id, into)
  else await standBesideTopic(tx, id, into)
}

async function standBesidePerson(tx: Db, id: string, into: string): Promise<void> {
  const personId = sql<string>`${into}`.as('into')
  const onArticles = {
    ...{ articleId: articlePeople.articleId, personId },
    ...{ role: articlePeople.role, publishedAt: articlePeople.publishedAt },
  }
  const speaks = {
    ...{ articleId: articleSpeakers.articleId, personId },
    ...{ role: articleSpeakers.role, publishedAt: articleSpeakers.publishedAt },
  }
  const inPairs = { qaId: qaPeople.qaId, personId, role: qaPeople.role }
  await tx
    .insert(articlePeople)
    .select(tx.select(onArticles).from(articlePeople).where(eq(articlePeople.personId, id)))
    .onConflictDoNothing()
  await tx
    .insert(articleSpeakers)
    .select(tx.select(speaks).from(articleSpeakers).where(eq(articleSpeakers.personId, id)))
    .onConflictDoNothing()
  await tx
    .insert(qaPeople)
    .select(tx.select(inPairs).from(qaPeople).where(eq(qaPeople.personId, id)))
    .onConflictDoNothing()
}

async function standBesideTopic(tx: Db, id: string, into: string): Promise<void> {
  for (const aboveId of await idsAbove(tx, into))
    for (const table of [articleTopics, articleQaTopics]) {
      const topicId = sql<string>`${aboveId}`.as('above')
      const isDirect = sql<boolean>`${aboveId === into ? table.isDirect : 0}`.as('is_direct')
      await tx
        .insert(table)
        .select(
          tx
            .select({ articleId: table.articleId, topicId, isDirect, publishedAt: table.publishedAt })
            .from(table)
            .where(eq(table.topicId, id)),
        )
        .onConflictDoUpdate({
          target: [table.articleId, table.topicId],
          set: { isDirect: sql`max(${table.isDirect}, excluded.is_direct)` },
        })
    }
  const ofPairs = { qaId: qaTopics.qaId, topicId: sql<string>`${into}`.as('into') }
  await tx
    .insert(qaTopics)
    .select(tx.select(ofPairs).from(qaTopics).where(eq(qaTopics.topicId, id)))
    .onConflictDoNothing()
}
