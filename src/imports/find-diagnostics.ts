import type { Diagnostic, DIAGNOSTICS } from './contract.ts'
import type { ImportedArticle } from './contract.ts'
import type { Page } from './read-page.ts'

type Code = keyof typeof DIAGNOSTICS

/** What an editor may want to look at, in the order of the text; what concerns all of it comes last. */
export function findDiagnostics(page: Page, text: string, article: ImportedArticle): Diagnostic[] {
  const { blocks, descriptions, places, pairs, head } = page
  const isItem = (index: number) => blocks[index]?.markup?.form === 'item'
  const found: Diagnostic[] = []
  const add = (code: Code, severity: Diagnostic['severity'], detail: string, index?: number) => {
    const block = index === undefined ? undefined : blocks[index]
    found.push({ code, severity, detail, start: block?.start ?? null, end: block?.end ?? null })
  }
  places.forEach((place, index) => {
    if (place?.kind === 'pull-quote')
      add('pull-quote.repeated', 'info', 'The same words stand in a longer paragraph.', index)
    const isLine =
      place?.kind === 'answer' &&
      page.speakers === undefined &&
      descriptions[index]?.titleLike === true &&
      !isItem(index)
    if (isLine) add('text.unplaced', 'info', 'A line like a heading was kept in the answer.', index)
  })
  pairs.forEach(({ question }, position) => {
    const asks = question.some((index) => (descriptions[index]?.asking ?? 0) > 0)
    if (!asks) add('question.statement', 'info', `Question ${position + 1} is a statement.`, question[0])
  })
  for (const index of page.unanswered)
    add('question.unanswered', 'warning', 'Nobody answers this question.', index)
  const { date } = head
  if (date?.ambiguous === true)
    add(
      'date.ambiguous',
      'warning',
      `"${date.text}" was read as ${date.publishedAt.slice(0, 10)}.`,
      date.block,
    )
  if (date?.zoneLiteral === true)
    add('date.zone-literal', 'info', `"${date.text}" was taken at its word.`, date.block)
  found.sort((a, b) => (a.start ?? 0) - (b.start ?? 0))
  const replaced = text.indexOf('\uFFFD')
  if (replaced >= 0) {
    const detail = 'The first one is here; was the text decoded with the right charset?'
    found.push({
      code: 'text.replaced-characters',
      severity: 'warning',
      detail,
      start: replaced,
      end: replaced + 1,
    })
  }
  if (head.titleText === undefined)
    add('title.missing', 'warning', 'The first words of the text stand in for it.')
  if (pairs.length === 0) add('interview.none', 'warning', 'The text was kept as an article.')
  else if (article.kind !== 'faq' && !article.people.some(({ role }) => role === 'interviewee')) {
    add('people.unknown-interviewee', 'warning', 'Name the person who answers.')
  }
  return found
}
