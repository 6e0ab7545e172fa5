import { createHash } from 'node:crypto'
import type { ImportResult } from '../contract.ts'
import { escapeHtml } from './html.ts'
import { PAGE_SCRIPT } from './page-script.ts'
import { PAGE_STYLE } from './page-style.ts'
import { findFirstSegments } from './segment.ts'
import { writeArticlePane } from './write-article-pane.ts'
import { writeOverview } from './write-overview.ts'
import { writeSourcePane } from './write-source-pane.ts'

export interface Imported {
  /** The decoded source, as the importer read it. */
  text: string
  fileName: string
  result: Pick<ImportResult, 'article' | 'receipt' | 'status'>
}

const STATUSES: Record<ImportResult['status'], string> = {
  created: 'kept as a new article',
  updated: 'a new revision of the article',
  unchanged: 'the same bytes came before',
  preview: 'a preview: nothing was kept',
}

// The source is escaped; should that ever fail, nothing of it would run or be fetched all the same.
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(PAGE_SCRIPT).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/**
 * The receipt of an import as one HTML page that needs nothing else: the source with what became of each
 * segment, beside the article as read. Pure, and linear in the length of the source.
 */
export function writeReceiptPage({ text, fileName, result }: Imported): string {
  const { article, receipt, status } = result
  const name = escapeHtml(fileName)
  const pairs = `${article.qa.length} ${article.qa.length === 1 ? 'pair' : 'pairs'}`
  const facts = [article.kind, pairs, escapeHtml(article.language), STATUSES[status]].join(' · ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Receipt of ${name}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<a class="skip" href="#article">To the article</a>
<header>
<div class="name">
<p class="quiet">Colloquy, receipt of an import</p>
<h1>${name}</h1>
<p class="quiet">${facts}</p>
</div>
${writeOverview(text, receipt)}
</header>
<main>
${writeSourcePane(text, receipt.segments, article.language)}
${writeArticlePane(article, findFirstSegments(receipt.segments))}
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`
}
