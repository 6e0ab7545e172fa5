import type { Config } from '../config.ts'
import { EVERYTHING, keptCounts } from '../db/facet-counts.ts'
import type { Deps } from '../deps.ts'
import type { ListName } from '../contract.ts'
import { escapeInline } from '../imports/write-markdown.ts'

/** How a text for language models begins: whose it is, and what there is. */
export async function writeHead({ store, config }: Deps): Promise<string> {
  const countOf = async (list: ListName) => {
    const [all] = await keptCounts(store.read, list, EVERYTHING, { facets: ['all'], values: [''] })
    return all?.count ?? 0
  }
  const [articles, answers] = [await countOf('article'), await countOf('qa')]
  return [
    `# ${words(config.siteName)}`,
    `> Interviews as questions and answers. Articles: ${articles}; answers: ${answers}.`,
    howToCite(config),
  ].join('\n\n')
}

function howToCite({ siteUrl }: Config): string {
  return [
    'An article as Markdown has front matter with its title, people, topics and date. A comment before each question says',
    'its `number` and who asks and answers. Quote answers as they are, by the name of who gave them, and link to',
    `\`${siteUrl}/articles/SLUG#qNUMBER\`.`,
  ].join('\n')
}

/** A text in one line of Markdown, as nothing but words; inside of a link, too. */
export function words(text: string): string {
  return escapeInline(text.replace(/\s+/g, ' ').trim()).replaceAll(']', '\\]')
}
