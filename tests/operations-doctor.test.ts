import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { examineWhole } from '../src/cli/doctor.ts'
import type { Deps } from '../src/deps.ts'
import { Problem } from '../src/problem.ts'
import { unpublish } from '../src/publishing/publish.ts'
import { findArticleState } from '../src/revisions/queries.ts'
import { plant, startSeeded, startService } from './harness.ts'
import { anyWrite, carryOut, type Write } from './random-writes.ts'

/** What the doctor finds, by what it looked at. */
async function faultsOf(deps: Deps): Promise<Map<string, string>> {
  const findings = await examineWhole(deps)
  return new Map(findings.flatMap(({ check, fault }) => (fault === null ? [] : [[check, fault]])))
}

/** Does to a database what no code of ours does. */
function breakBy(deps: Deps, statement: string): void {
  const connection = new Sqlite(deps.config.databasePath)
  connection.pragma('foreign_keys = off')
  connection.exec(statement)
  connection.close()
}

describe('doctor finds nothing', () => {
  test('in a database that our own code wrote', async () => {
    const { deps } = await startSeeded()
    await plant(deps, { title: 'A draft' }, { draft: true })
    const id = await plant(deps, { title: '関係', qa: [{ question: '誰ですか？', answer: '*私*です。' }] })
    await plant(deps, {
      title: 'Named twice',
      people: [
        { name: 'Ada Byron', role: 'interviewee', title: 'poet' },
        { name: 'Dr. Ada Byron', role: 'interviewee', title: null },
      ],
      qa: [{ answeredBy: ['Ada Byron'], mentions: ['Dr. Ada Byron'] }],
    })
    await deps.store.write(async (tx) => {
      const state = await findArticleState(tx, id)
      if (state) await unpublish(tx, deps, state)
    })
    expect(await faultsOf(deps)).toEqual(new Map())
  })

  test('after writes that came to the disk together, whichever of them were refused', async () => {
    const failing = anyWrite.map((write): Write => async (tx, deps) => {
      await write(tx, deps)
      throw new Problem('conflict', 'Too late.')
    })
    const writes = fc.array(fc.oneof({ weight: 3, arbitrary: anyWrite }, failing), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(writes, async (together) => {
        const { deps } = await startService()
        await Promise.all(together.map((write) => carryOut(deps, write)))
        expect(await faultsOf(deps)).toEqual(new Map())
      }),
      { numRuns: 20 },
    )
  })

  test('in an empty one', async () => {
    const { deps } = await startService()
    expect(await faultsOf(deps)).toEqual(new Map())
  })
})

describe('doctor finds what is broken by hand', () => {
  const SEARCH_ROWS = 'search knows what is there, and nothing else'
  const SEARCH_INDEX = 'search finds the words of its texts'
  const SHOWN = 'readers see the revisions that were published'
  const COUNTS = 'what is counted is there'
  const REFERENCES = 'references lead somewhere'
  const NAMES = 'every name leads to what has it'
  const STATES = 'articles stand as they can'
  const TREE = 'the tree of topics is one'
  const ofKind = (kind: string) => `id = (select id from search_texts where kind = '${kind}' limit 1)`

  test.for([
    ['a pair that search does not know', `delete from search_texts where ${ofKind('qa')}`, SEARCH_ROWS],
    [
      'an article that search does not know',
      `delete from search_texts where ${ofKind('article')}`,
      SEARCH_ROWS,
    ],
    ['a person whom search does not know', `delete from search_texts where ${ofKind('person')}`, SEARCH_ROWS],
    ['a topic that search does not know', `delete from search_texts where ${ofKind('topic')}`, SEARCH_ROWS],
    [
      'a text of nothing in the search',
      `insert into search_texts (kind, id, head, body) values ('qa', 'qa_none', 'a', 'b')`,
      SEARCH_ROWS,
    ],
    [
      'words in the index that are in no text',
      `insert into search_index (rowid, head, body) values (1, 'stray', 'words')`,
      SEARCH_INDEX,
    ],
    [
      'other words in the search than in the article',
      `update search_texts set body = 'Something else.' where ${ofKind('qa')}`,
      SHOWN,
    ],
    [
      'an answer that nobody published',
      `update qa_pairs set pair = json_set(pair, '$.answer.text', 'Never said.') where position = 3`,
      SHOWN,
    ],
    ['a pair that is gone', `delete from qa_pairs where position = 2`, SHOWN],
    [
      'a count of what is not there',
      `update facet_values set pairs = pairs + 1 where facet = 'year'`,
      COUNTS,
    ],
    [
      'a count of two things that are not there together',
      `update facet_counts set pairs = pairs + 1 where facet = 'year'`,
      COUNTS,
    ],
    ['an article that is counted under nothing', `delete from article_marks`, COUNTS],
    [
      'an article that is counted under another topic',
      `update article_marks set pairs = json_set(pairs, '$[0][2][0][1][0]', 0) where pairs <> '[]'`,
      COUNTS,
    ],
    ['a title that nobody published', `update published_articles set title = 'Other'`, SHOWN],
    ['a page that nobody published', `update article_replies set markdown = 'Other'`, SHOWN],
    [
      'somebody on an article who is not on it',
      `insert into article_people select article_id, person_id, 'translator', published_at from article_people limit 1`,
      SHOWN,
    ],
    [
      'a topic of a pair that is gone',
      `delete from qa_topics where qa_id = (select min(qa_id) from qa_topics)`,
      SHOWN,
    ],
    [
      'the people of a pair that is not there',
      `insert into qa_people values ('qa_x', 'per_x', 'asker')`,
      REFERENCES,
    ],
    [
      'a revision of no article',
      `insert into revisions values ('art_x', 1, '{}', 'a', 'b', 'c')`,
      REFERENCES,
    ],
    ['a name of nothing', `insert into slugs values ('topic', 'stray', 'top_none')`, NAMES],
    ['an article without its name', `delete from slugs where kind = 'article'`, NAMES],
    ['a draft that is not there', `update articles set draft_revision = 7`, STATES],
    ['an article that is seen and not published', `update articles set published_revision = null`, STATES],
    [
      'a trashed article that is to be published',
      `update articles set trashed_at = created_at, scheduled_at = created_at, published_revision = null`,
      STATES,
    ],
    ['a topic out of its place', `delete from topic_closure where ancestor_id <> descendant_id`, TREE],
  ] as const)('%s', async ([, statement, check]) => {
    const { deps } = await startSeeded()
    breakBy(deps, statement)
    const faults = await faultsOf(deps)
    expect([...faults.keys()]).toContain(check)
  })

  test('many faults are counted, and only some of them named', async () => {
    const { deps } = await startService()
    for (let number = 0; number < 14; number += 1) await plant(deps, { title: `Talk ${number}` })
    breakBy(deps, `update published_articles set title = 'Other'`)
    const fault = (await faultsOf(deps)).get(SHOWN)
    expect(fault).toMatch(/talk-0, .* and 4 more$/)
  })
})
