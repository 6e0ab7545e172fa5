import { presentTopic } from '../topics/present.ts'
import { allTopics } from '../topics/queries.ts'
import { ListTopicsInput, ListTopicsOutput, TOPICS_MAX } from './contract.ts'
import { getTopic } from './find-named.ts'
import { defineTool } from './tool.ts'

export const listTopics = defineTool({
  name: 'list_topics',
  title: 'List topics',
  description: `Lists the topics of published interviews with how many answers there are on each: the broadest ones, or those \`under\` one. \`slug\` is what search_answers takes as \`topic\`. Gives ${TOPICS_MAX} at most; \`next\` is the \`start\` of the next ones.`,
  input: ListTopicsInput,
  output: ListTopicsOutput,
  async run({ store, config }, { under: name, start }) {
    const db = store.read
    const under = name === undefined ? null : await getTopic(db, name)
    const rows = (await allTopics(db)).filter(({ counts }) => counts.qaUnder > 0)
    const ids = new Set(rows.map(({ id }) => id))
    const here = rows.filter(({ broaderId }) => broaderId === (under?.id ?? null))
    const topics = here.slice(start, start + TOPICS_MAX).map((row) => {
      const { slug, name, description, url, counts, narrower } = presentTopic(row, config.siteUrl)
      const count = narrower.filter(({ id }) => ids.has(id)).length
      return { slug, name, description, url, answers: counts.qaUnder, narrower: count }
    })
    const next = start + TOPICS_MAX
    return { under, topics, next: next < here.length ? next : null }
  },
  write({ under, topics, next }) {
    const where = under === null ? 'Topics' : `Topics under ${under.name}`
    if (topics.length === 0) return `${where}: none on which something was said.`
    const lines = topics.map(({ slug, name, answers, narrower }) => {
      const more = narrower > 0 ? `, narrower topics: ${narrower}` : ''
      return `- ${name} (${slug}), answers: ${answers}${more}`
    })
    const on = next === null ? [] : [`(goes on: list_topics with start ${next})`]
    return [`${where}:`, ...lines, ...on].join('\n')
  },
})
