import type { Answer, GetArticleOutput } from './contract.ts'

/** Who, when and where: what every quotation is to be cited with. */
export function writeCitation({ speakers, date, article, permalink }: Cited): string {
  return `${writeNames(speakers)}, ${writeDay(date)}, “${article.title}”\n${permalink}`
}

type Cited = Pick<Answer, 'speakers' | 'date' | 'permalink'> & { article: { title: string } }

/** A pair with its citation. */
export function writeAnswer(answer: Answer): string {
  const { id, start, next } = answer
  const from = start > 0 ? [`(from character ${start} on)`] : []
  const on = next === null ? [] : [`(goes on: get_answer with id ${id} and start ${next})`]
  return [writeCitation(answer), ...from, ...writePair(answer), ...on].join('\n')
}

/** What was asked and answered, as far as it is given. */
export function writePair({
  askedBy,
  question,
  answer,
}: Pick<Answer, 'askedBy' | 'question' | 'answer'>): string[] {
  const asker = askedBy === null ? '' : ` (${askedBy.name})`
  return [...(question === '' ? [] : [`Q${asker}: ${question}`]), ...(answer === '' ? [] : [`A: ${answer}`])]
}

export function writeNames(people: { name: string }[]): string {
  return people.map(({ name }) => name).join(', ') || 'Speaker not named'
}

/** The day of a moment, UTC. */
export function writeDay(time: string): string {
  return time.slice(0, 10)
}

/** An article, or a part of one. */
export function writeArticle(article: GetArticleOutput): string {
  const { title, dek, date, permalink, people, intro, qa, note, start, next } = article
  const head = [
    title,
    ...(dek === null ? [] : [dek]),
    `${writeDay(date)}, with ${writeNames(people.filter(({ role }) => role !== 'mentioned'))}`,
    permalink,
  ]
  const pairs = qa.map((pair) =>
    [`[${pair.permalink}] ${writeNames(pair.speakers)}`, ...writePair(pair)].join('\n'),
  )
  const texts = [intro, ...pairs, note].filter((text) => text !== '')
  const from = start > 0 ? [`(from character ${start} on)`] : []
  const on = next === null ? [] : [`(goes on: get_article with article ${article.id} and start ${next})`]
  return [head.join('\n'), ...from, ...texts, ...on].join('\n\n')
}
