declare module '@tryghost/nql-lang' {
  /** The filter as a tree, in the words of MongoDB. Throws where it is not well-formed. */
  export function parse(filter: string, options: { preserveRelativeDates: true }): unknown
  export function lex(filter: string): { token: string; matched: string }[]
}
