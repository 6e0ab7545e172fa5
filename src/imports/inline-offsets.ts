import MarkdownIt from 'markdown-it'

const { StateInline } = MarkdownIt

type Tokens = InstanceType<typeof StateInline>['tokens']

/** The state of a text that is read, with where each of its tokens begins. */
class PlacedState extends StateInline {
  readonly begins: number[] = []
}

const FROM_THE_BEGINNING = [0]

/**
 * Has a parser of Markdown keep where its inline tokens begin, as it keeps lines only. Gives, for the children of a
 * token, their offsets in its content; an empty item where that is not known.
 */
export function keepInlineOffsets(
  markdownIt: InstanceType<typeof MarkdownIt>,
): (children: Tokens) => readonly (number | undefined)[] {
  const { core, inline } = markdownIt
  const begins = new WeakMap<Tokens, number[]>()
  inline.State = PlacedState
  // Comes before every other rule, so that what stands in front of it is known: text that is yet to become a token.
  inline.ruler.before('text', 'begins', (state, isSilent) => {
    if (!isSilent && state instanceof PlacedState)
      state.begins[state.tokens.length + (state.pending === '' ? 0 : 1)] = state.pos
    return false
  })
  inline.ruler2.before('balance_pairs', 'begins', (state) => {
    if (state.tokens.length > 1 && state instanceof PlacedState) begins.set(state.tokens, state.begins)
  })
  // Joined, they would be one token with the offset of the last.
  inline.ruler2.disable('fragments_join')
  core.ruler.at('text_join', ({ tokens }) => {
    for (const token of tokens)
      for (const child of token.children ?? []) if (child.type === 'text_special') child.type = 'text'
  })
  return (children) => begins.get(children) ?? FROM_THE_BEGINNING
}
