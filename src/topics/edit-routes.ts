import type { Deps } from '../deps.ts'
import { editNamed, namedOperations } from '../editing/edit-named.ts'
import type { App } from '../http/server.ts'
import { AT_ONCE_ARTICLES_MAX } from '../publishing/show-again.ts'
import { NewTopic, Topic, TopicMerge, TopicPatch, READ_ONLY } from './contract.ts'
import { createTopic, deleteTopic, findTopicRecord, updateTopic } from './edit-topics.ts'
import { mergeTopic } from './merge.ts'
import { etagOf, presentTopic } from './present.ts'
import { findTopic } from './queries.ts'

const operations = namedOperations({
  name: 'Topic',
  tag: 'topics',
  shapes: { new: NewTopic, patch: TopicPatch, merge: TopicMerge, shown: Topic },
  words: {
    create: {
      summary: 'Make a topic',
      description: 'Readers see it at once. Two topics may have one name.',
      reply: 'The topic, with the new `ETag`.',
    },
    update: {
      summary: 'Change a topic',
      description: `A merge patch (RFC 7396). The slug changes only where one is sent; the old one leads here. With \`broader\` everything under the topic goes along. Every reply that shows the topic shows the new name when this is answered. Where more than ${AT_ONCE_ARTICLES_MAX} published articles do, they follow within moments, and \`topic.updated\` in the log of changes comes after the last.`,
      reply: 'The topic, with the new `ETag`.',
    },
    delete: {
      summary: 'Delete a topic that nothing has',
      description:
        'A topic with narrower ones stays. Only published articles count: a draft that names the topic makes it anew when it is published. Its slugs are free again.',
      reply: 'It is gone.',
    },
    merge: {
      summary: 'Make one topic of two',
      description: `Names, addresses, articles and narrower topics go to \`into\`; so does the description, where it has none. The old id and slugs lead there. This cannot be undone. Filters and counts know one topic when this is answered; where more than ${AT_ONCE_ARTICLES_MAX} published articles show the other, they follow within moments, as with a new name.`,
      reply: 'The topic that it is a part of now, with the new `ETag`.',
    },
  },
})

/** `/v1/topics` for editors. */
export function topicEditingRoutes(app: App, deps: Deps): void {
  editNamed(app, deps, {
    kind: 'topic',
    path: '/v1/topics',
    operations,
    readOnly: READ_ONLY,
    missing: 'No topic has this id or slug.',
    find: findTopicRecord,
    create: (tx, input) => createTopic(tx, deps, input),
    update: (tx, topic, patch) => updateTopic(tx, deps, topic, patch),
    delete: (tx, topic) => deleteTopic(tx, deps, topic),
    merge: (tx, topic, into) => mergeTopic(tx, deps, topic, into),
    etagOf,
    show: async (tx, id) => {
      const row = await findTopic(tx, id)
      if (!row) throw new Error(`Topic ${id} is gone.`)
      return presentTopic(row, deps.config.siteUrl, true)
    },
  })
}
