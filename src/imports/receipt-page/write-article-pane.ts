import { renderRichText } from '../../publishing/rich-text.ts'
import type { ImportedArticle, ImportedPair, ImportedPerson } from '../contract.ts'
import { escapeHtml } from './html.ts'
import { anchorOf, pairPart } from './segment.ts'

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })

/** The article as it was read, each part linked to its place in the source; `firsts` has these, by part. */
export function writeArticlePane(article: ImportedArticle, firsts: Map<string, number>): string {
  const { title, dek, intro, note, qa, language } = article
  const parts = [
    part('title', `<h3>${escapeHtml(title)}${linkTo('title', firsts)}</h3>`),
    dek === null ? '' : part('dek', `<p>${escapeHtml(dek)}${linkTo('dek', firsts)}</p>`),
    writeFacts(article, firsts),
    writeProse('intro', intro, firsts),
    ...qa.map((pair, index) => writePair(pair, index + 1, firsts)),
    writeProse('note', note, firsts),
  ]
  return `<section class="pane" id="article" aria-labelledby="article-heading" tabindex="0">
<h2 id="article-heading">The article, as it was read</h2>
<article lang="${escapeHtml(language)}" dir="auto">
${parts.filter((each) => each !== '').join('\n')}
</article>
</section>`
}

function part(name: string, content: string): string {
  return `<div class="${name}" data-part="${name}" data-kind="${name}">${content}</div>`
}

function writeProse(name: 'intro' | 'note', markdown: string | null, firsts: Map<string, number>): string {
  return markdown === null ? '' : part(name, linkTo(name, firsts) + writeRichText(markdown))
}

function linkTo(name: string, firsts: Map<string, number>): string {
  const index = firsts.get(name)
  if (index === undefined) return ''
  return ` <a class="place" lang="en" href="#${anchorOf(index)}" aria-label="${name} in the source">¶</a>`
}

function writeFacts(article: ImportedArticle, firsts: Map<string, number>): string {
  const { publishedAt, people, topics, source } = article
  const date =
    publishedAt === null
      ? ''
      : `<time datetime="${escapeHtml(publishedAt)}">${dates.format(new Date(publishedAt))} UTC</time>`
  const facts = [
    fact('Date', date, firsts, 'date'),
    fact('People', writePeople(people), firsts, 'byline'),
    fact('Topics', writeTopics(topics), firsts),
    fact('Source', [source.name, source.url].map((each) => escapeHtml(each ?? '')).join(' '), firsts),
  ]
  return `<dl class="facts" lang="en">${facts.join('')}</dl>`
}

function fact(name: string, content: string, firsts: Map<string, number>, kind?: string): string {
  const mark = kind === undefined ? '' : ` data-part="${kind}" data-kind="${kind}"`
  const shown = content.trim() === '' ? '<span class="none">none found</span>' : content
  return `<div${mark}><dt>${name}${kind === undefined ? '' : linkTo(kind, firsts)}</dt><dd>${shown}</dd></div>`
}

function writePeople(people: ImportedPerson[]): string {
  if (people.length === 0) return ''
  const items = people.map(({ name, role, title }) => {
    const known = title === null ? '' : `, <span class="quiet">${escapeHtml(title)}</span>`
    return `<li><strong>${escapeHtml(name)}</strong>${known} <em class="role">${role}</em></li>`
  })
  return `<ul>${items.join('')}</ul>`
}

function writeTopics(topics: ImportedArticle['topics']): string {
  return topics.map(({ name }) => escapeHtml(name)).join(' · ')
}

function writePair(pair: ImportedPair, position: number, firsts: Map<string, number>): string {
  const name = pairPart(position)
  const index = firsts.get(name)
  const number =
    index === undefined
      ? String(position)
      : `<a href="#${anchorOf(index)}" aria-label="pair ${position}, in the source">${position}</a>`
  const asides = [
    pair.mentions.length > 0 ? `Mentions ${escapeHtml(pair.mentions.join(', '))}` : '',
    writeTopics(pair.topics),
  ].filter((aside) => aside !== '')
  return `<section class="pair" id="${name}" data-part="${name}" tabindex="-1">
<h4 lang="en">${number} <span class="quiet">${escapeHtml(writeSpeakers(pair))}</span></h4>
<div class="question" data-kind="question">${writeRichText(pair.question)}</div>
<div class="answer" data-kind="answer">${writeRichText(pair.answer)}</div>
${asides.length > 0 ? `<p class="aside" lang="en">${asides.join(' · ')}</p>` : ''}
</section>`
}

function writeSpeakers({ askedBy, answeredBy }: ImportedPair): string {
  const asks = askedBy === null ? [] : [`${askedBy} asks`]
  const answers = answeredBy.length === 0 ? [] : [`${answeredBy.join(', ')} answers`]
  return [...asks, ...answers].join(', ') || 'nobody is named'
}

/** A receipt leads nowhere and loads nothing: addresses of links and images are shown on hover instead. */
function writeRichText(markdown: string): string {
  return renderRichText(markdown)
    .html.replace(/<a href="([^"]*)"[^>]*>/g, '<span class="link" title="$1">')
    .replaceAll('</a>', '</span>')
    .replace(/<img src="([^"]*)" alt="([^"]*)"[^>]*>/g, '<span class="link" title="$1">$2</span>')
}
