import type { Config } from '../config.ts'
import type { PersonRef, TopicRef } from '../contract.ts'
import type { Db } from '../db/store.ts'
import { findByAnyName } from '../people/find-by-any-name.ts'
import { Problem } from '../problem.ts'
import { slugOf } from '../slug.ts'
import { findTopic } from '../topics/queries.ts'

/** The topic of an id, a slug or a name. Throws `Problem` where there is none. */
export async function getTopic(db: Db, name: string): Promise<TopicRef> {
  const topic = (await findTopic(db, name)) ?? (await findTopic(db, slugOf(name)))
  if (!topic) throw new Problem('not_found', `There is no topic “${name}”.`)
  return { id: topic.id, slug: topic.slug, name: topic.name }
}

/** The person of an id, a slug or a name. Throws `Problem` where readers see nobody. */
export async function getPerson(db: Db, name: string): Promise<PersonRef> {
  const person = await findByAnyName(db, name)
  if (!person) throw new Problem('not_found', `There is nobody called “${name}”.`)
  return person
}

/**
 * What an address of ours says: the id or slug of an article and, in a permalink, the anchor of a pair. What is no
 * address is taken for the id or slug. Throws `Problem` for an address that is not ours.
 */
export function readAddress(
  { siteUrl, publicUrl }: Config,
  address: string,
): { article: string; anchor: string | undefined } {
  const url = URL.parse(address)
  if (!url) return { article: address, anchor: undefined }
  const bases = [siteUrl, publicUrl].map((each) => new URL(`${each}/articles/`).href)
  const base = bases.find((each) => url.href.startsWith(each))
  const name = base && /^[^/?#.]+/.exec(url.href.slice(base.length))?.[0]
  if (!name) throw new Problem('not_found', `${address} is no address of an article here.`)
  return { article: decodeName(name), anchor: url.hash.slice(1) || undefined }
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
