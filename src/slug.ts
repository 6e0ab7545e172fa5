import slugify from '@sindresorhus/slugify'

/** A slug made of a title is cut after the last whole word within this. */
const TITLE_SLUG_CHARS_MAX = 80

/**
 * A name for addresses, made of a title: transliterated to ASCII where the script has cases, kept in its own
 * script where it has none (Chinese, Arabic, …). Never empty.
 */
export function slugOf(title: string): string {
  const joinedAcronyms = title.replace(/(?<![\p{L}\p{N}])(?:\p{Lu}\.){2,}/gu, (acronym) =>
    acronym.replaceAll('.', ''),
  )
  const slug = /\p{Lo}/u.test(title) ? inOwnScript(title) : slugify(joinedAcronyms)
  return cut(slug) || 'untitled'
}

function inOwnScript(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

function cut(slug: string): string {
  if (slug.length <= TITLE_SLUG_CHARS_MAX) return slug
  const start = slug.slice(0, TITLE_SLUG_CHARS_MAX + 1)
  const lastWord = start.lastIndexOf('-')
  return lastWord > 0 ? start.slice(0, lastWord) : start.slice(0, TITLE_SLUG_CHARS_MAX)
}
