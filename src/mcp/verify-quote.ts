import { QUOTE_VERDICTS, QuoteQuestion } from '../quotes/contract.ts'
import { verifyQuote as verify } from '../quotes/verify-quote.ts'
import { VerifyQuoteOutput } from './contract.ts'
import { defineTool } from './tool.ts'
import { writeCitation } from './write-text.ts'

export const verifyQuote = defineTool({
  name: 'verify_quote',
  title: 'Verify a quotation',
  description:
    'Says whether somebody said something in a published interview: `verbatim`, `trimmed`, `altered`, `misattributed` or `not_found`, with the place in the source, to the letter, and each word that differs. Use it before you quote anybody, and quote `text` of the evidence, with speaker, date and permalink.',
  input: QuoteQuestion,
  output: VerifyQuoteOutput,
  async run(deps, question) {
    const { verdict, speaker, evidence } = await verify(deps, question)
    return {
      ...{ verdict, meaning: QUOTE_VERDICTS[verdict], speaker },
      evidence: evidence.map(({ qa, article, ...found }) => ({
        ...found,
        ...{ id: qa.id, permalink: qa.url, date: article.publishedAt },
        article: { id: article.id, title: article.title, url: article.url },
      })),
    }
  },
  write({ verdict, meaning, evidence }) {
    const places = evidence.map(
      (each) => `“${each.text}” (${each.match}, in the ${each.part})\n${writeCitation(each)}`,
    )
    return [`${verdict}: ${meaning}`, ...places].join('\n\n')
  },
})
