import { wordsIn } from './words.ts'

/** Finds which of the named people a text speaks of, in their order: by full name, or by a short one that only they have. */
export function mentionFinder(names: string[]): (words: string[]) => string[] {
  const forms = names.map((name) => ({
    name,
    full: spaced(wordsIn(name)),
    short: spaced(wordsIn(shortOf(name))),
  }))
  const owners = new Map<string, number>()
  for (const { short } of forms) owners.set(short, (owners.get(short) ?? 0) + 1)
  return (words) => {
    const text = spaced(words)
    const isMentioned = (form: { full: string; short: string }) =>
      text.includes(form.full) || (owners.get(form.short) === 1 && text.includes(form.short))
    return forms.filter(isMentioned).map(({ name }) => name)
  }
}

function spaced(words: string[]): string {
  return ` ${words.join(' ')} `
}

/** The surname, with the particles before it: "bin Laden", "ul-Haq", "Markey". */
function shortOf(name: string): string {
  const parts = name.split(' ')
  let from = parts.length - 1
  while (from > 1 && /^\p{Ll}/u.test(parts[from - 1] ?? '')) from -= 1
  return parts.slice(from).join(' ')
}
