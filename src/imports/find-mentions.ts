import { WordTree } from './word-tree.ts'
import { wordsIn } from './words.ts'

/** Finds which of the named people a text speaks of, in their order: by full name, or by a short one that only they have. */
export function mentionFinder(names: string[]): (words: string[]) => string[] {
  const forms = names.map((name) => ({ full: wordsIn(name), short: wordsIn(shortOf(name)) }))
  const owners = new Map<string, number>()
  for (const { short } of forms) owners.set(short.join(' '), (owners.get(short.join(' ')) ?? 0) + 1)
  const tree = new WordTree<number>()
  forms.forEach(({ full, short }, index) => {
    tree.grow(full).values.push(index)
    if (owners.get(short.join(' ')) === 1) tree.grow(short).values.push(index)
  })
  return (words) => {
    const found = new Set<number>()
    for (let at = 0; at < words.length; at += 1) {
      let end = tree.next(words[at] ?? '')
      for (let next = at + 1; end !== undefined; next += 1) {
        for (const index of end.values) found.add(index)
        end = end.next(words[next] ?? '')
      }
    }
    return [...found].sort((a, b) => a - b).flatMap((index) => names[index] ?? [])
  }
}

/** The surname, with the particles before it: "bin Laden", "ul-Haq", "Markey". */
function shortOf(name: string): string {
  const parts = name.split(' ')
  let from = parts.length - 1
  while (from > 1 && /^\p{Ll}/u.test(parts[from - 1] ?? '')) from -= 1
  return parts.slice(from).join(' ')
}
