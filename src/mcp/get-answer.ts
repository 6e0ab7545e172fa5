import { articleOf, getArticleRow } from '../articles/read-article.ts'
import type { Deps } from '../deps.ts'
import type { ListedQaPair } from '../qa/contract.ts'
import { getPairRow, noPair, pairOf } from '../qa/read-pair.ts'
import { Answer, GetAnswerInput, READ_CHARS_MAX } from './contract.ts'
import { readAddress } from './find-named.ts'
import { presentAnswer } from './present-answer.ts'
import { defineTool } from './tool.ts'
import { writeAnswer } from './write-text.ts'

export const getAnswer = defineTool({
  name: 'get_answer',
  title: 'Read one answer',
  description: `Gives one question with its answer, by id or permalink: the exact text, who said it, when, and where. A long answer comes in parts of ${READ_CHARS_MAX} characters; \`next\` is the \`start\` of the next one. Quote it word for word and cite speaker, date and permalink.`,
  input: GetAnswerInput,
  output: Answer,
  async run(deps, { id, start }) {
    return presentAnswer(await getPair(deps, id), start, READ_CHARS_MAX)
  },
  write: writeAnswer,
})

async function getPair(deps: Deps, idOrPermalink: string): Promise<ListedQaPair> {
  const { article: name, anchor } = readAddress(deps.config, idOrPermalink)
  const { siteUrl } = deps.config
  if (anchor === undefined) return pairOf(await getPairRow(deps, name), siteUrl)
  const article = articleOf(await getArticleRow(deps, name), siteUrl)
  const pair = article.qa.find((each) => each.anchor === anchor)
  if (!pair) throw noPair()
  return { ...pair, article }
}
