import type { ImportedArticle, Parsed, Receipt } from './contract.ts'
import { guessLanguage } from './guess-language.ts'

/** Words of the text that stand in for a missing title. */
const STAND_IN_CHARS = 80
const TITLE_OF_NOTHING = 'Untitled'

/** An article as an export has it, which someone may have edited: null where that is gone. */
export type ExportedArticle = Omit<ImportedArticle, 'title' | 'kind' | 'language'> & {
  [Field in 'title' | 'kind' | 'language']: ImportedArticle[Field] | null
}

/** What an export was read as. What is gone is made up from the rest; of two pairs with one id, the first keeps it. */
export function finishExport(
  exported: ExportedArticle,
  ids: { articleId: string | null; pairIds: (string | null)[] },
  receipt: Receipt,
): Parsed {
  const { qa } = exported
  const article = {
    ...exported,
    title: exported.title ?? standInTitle(exported),
    kind: exported.kind ?? (qa.length > 0 ? 'interview' : 'article'),
    language: exported.language ?? guessLanguage(textOf(exported)),
  }
  const taken = new Set<string | null>()
  const pairIds = ids.pairIds.map((id) => {
    const isFree = !taken.has(id)
    taken.add(id)
    return isFree ? id : null
  })
  return { article, receipt, identity: { articleId: ids.articleId, pairIds } }
}

function standInTitle(exported: ExportedArticle): string {
  const words = textOf(exported).trim().replace(/\s+/g, ' ')
  if (words.length <= STAND_IN_CHARS) return words || TITLE_OF_NOTHING
  return `${words.slice(0, STAND_IN_CHARS).replace(/\s+\S*$/, '')} …`
}

function textOf({ intro, qa }: ExportedArticle): string {
  return [intro ?? '', ...qa.flatMap(({ question, answer }) => [question, answer])].join('\n')
}
