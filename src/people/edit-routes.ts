import type { Deps } from '../deps.ts'
import { editNamed, namedOperations } from '../editing/edit-named.ts'
import type { App } from '../http/server.ts'
import { AT_ONCE_ARTICLES_MAX } from '../publishing/show-again.ts'
import { NewPerson, Person, PersonMerge, PersonPatch, READ_ONLY } from './contract.ts'
import { createPerson, deletePerson, findPersonRecord, updatePerson } from './edit-people.ts'
import { mergePerson } from './merge.ts'
import { etagOf, presentPerson } from './present.ts'
import { findPerson } from './queries.ts'

const operations = namedOperations({
  name: 'Person',
  tag: 'people',
  shapes: { new: NewPerson, patch: PersonPatch, merge: PersonMerge, shown: Person },
  words: {
    create: {
      summary: 'Make a person',
      description: 'Readers see them once they stand on a published article. Two people may have one name.',
      reply: 'The person, with the new `ETag`.',
    },
    update: {
      summary: 'Change a person',
      description: `A merge patch (RFC 7396). The slug changes only where one is sent; the old one leads here. Every reply that shows the person shows the new name when this is answered. Where more than ${AT_ONCE_ARTICLES_MAX} published articles do, they follow within moments, and \`person.updated\` in the log of changes comes after the last.`,
      reply: 'The person, with the new `ETag`.',
    },
    delete: {
      summary: 'Delete a person on no article',
      description:
        'Only published articles count: a draft that names them makes them anew when it is published. Their slugs are free again.',
      reply: 'They are gone.',
    },
    merge: {
      summary: 'Make one person of two',
      description: `Names, addresses and articles go to \`into\`; so do title and biography, where it has none. The old id and slugs lead there. This cannot be undone. Filters and counts know one person when this is answered; where more than ${AT_ONCE_ARTICLES_MAX} published articles show the other, they follow within moments, as with a new name.`,
      reply: 'Who it turned out to be, with the new `ETag`.',
    },
  },
})

/** `/v1/people` for editors. */
export function personEditingRoutes(app: App, deps: Deps): void {
  editNamed(app, deps, {
    kind: 'person',
    path: '/v1/people',
    operations,
    readOnly: READ_ONLY,
    missing: 'Nobody has this id or slug.',
    find: findPersonRecord,
    create: (tx, input) => createPerson(tx, deps, input),
    update: (tx, person, patch) => updatePerson(tx, deps, person, patch),
    delete: deletePerson,
    merge: (tx, person, into) => mergePerson(tx, deps, person, into),
    etagOf,
    show: async (tx, id) => {
      const row = await findPerson(tx, id, { everyone: true })
      if (!row) throw new Error(`Person ${id} is gone.`)
      return presentPerson(row, deps.config.siteUrl, true)
    },
  })
}
