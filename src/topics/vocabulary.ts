import { z } from 'zod'
import { Slug } from '../contract.ts'

/** A topic as a vocabulary file gives it, in SKOS's words (https://www.w3.org/TR/skos-reference/). */
export const VocabularyTopic = z.strictObject({
  slug: Slug,
  name: z.string().min(1),
  description: z.string().nullable().default(null),
  altLabels: z.array(z.string().min(1)).default([]),
  broader: Slug.nullable().default(null),
  sameAs: z.array(z.url()).default([]),
})
export type VocabularyTopic = z.infer<typeof VocabularyTopic>

/** A whole vocabulary: slugs are unique, every `broader` is in it, and nothing is broader than itself. */
export const Vocabulary = z.array(VocabularyTopic).superRefine((topics, context) => {
  const broaderOf = new Map(topics.map((topic) => [topic.slug, topic.broader]))
  if (broaderOf.size !== topics.length) context.addIssue('two topics have the same slug')
  for (const { slug, broader } of topics) {
    if (broader !== null && !broaderOf.has(broader)) context.addIssue(`${slug}: no topic "${broader}"`)
    const seen = new Set([slug])
    for (let up = broader; up !== null; up = broaderOf.get(up) ?? null) {
      if (seen.has(up)) {
        context.addIssue(`${slug}: is broader than itself`)
        break
      }
      seen.add(up)
    }
  }
})
