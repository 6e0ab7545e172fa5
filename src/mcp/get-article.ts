import { articleOf, getArticleRow } from '../articles/read-article.ts'
import { GetArticleInput, GetArticleOutput, READ_CHARS_MAX } from './contract.ts'
import { readAddress } from './find-named.ts'
import { readOn } from './read-on.ts'
import { defineTool } from './tool.ts'
import { writeArticle } from './write-text.ts'

export const getArticle = defineTool({
  name: 'get_article',
  title: 'Read an article',
  description: `Gives a whole interview in reading order, each answer with its exact text, speaker and permalink. A long one comes in parts of ${READ_CHARS_MAX} characters; \`next\` is the \`start\` of the next one. Quote word for word and cite speaker, date and the permalink of the answer.`,
  input: GetArticleInput,
  output: GetArticleOutput,
  async run(deps, input) {
    const { config } = deps
    const { article: name } = readAddress(config, input.article)
    const article = articleOf(await getArticleRow(deps, name), config.siteUrl)
    const { id, url, title, dek, kind, language, publishedAt, people, topics } = article
    const { read, next } = readOn(input.start, READ_CHARS_MAX)
    const intro = read(article.intro?.text ?? '')
    const pairs = article.qa.map((pair) => ({
      ...{ id: pair.id, permalink: pair.url, speakers: pair.answeredBy, askedBy: pair.askedBy },
      ...{ question: read(pair.question.text), answer: read(pair.answer.text) },
    }))
    const note = read(article.note?.text ?? '')
    return {
      ...{ id, permalink: url, title, dek, kind, language, date: publishedAt, people, topics, intro },
      qa: pairs.filter(({ question, answer }) => question !== '' || answer !== ''),
      ...{ note, start: input.start, next: next() },
    }
  },
  write: writeArticle,
})
