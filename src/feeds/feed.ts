/** A person, as feeds name one. */
export interface FeedPerson {
  name: string
  url: string
}

/** What a feed says, in whatever format. Texts are plain but for `html`, addresses are absolute, times as on the wire. */
export interface Feed {
  /** Another one for every feed; stays when it comes to have another address here. */
  id: string
  title: string
  description: string
  /** Where readers read the same. */
  url: string
  selfUrl: string
  /** undefined: no hub is told of what is new. */
  hubUrl: string | undefined
  siteName: string
  siteUrl: string
  /** Of all items; undefined: they differ. */
  language: string | undefined
  updatedAt: string
  items: FeedItem[]
}

export interface FeedItem {
  /** Never another one, and the same in every feed. */
  id: string
  url: string
  title: string
  summary: string | null
  html: string
  language: string
  publishedAt: string
  updatedAt: string
  /** Who says what it says: may be nobody. */
  authors: FeedPerson[]
  contributors: FeedPerson[]
  categories: { slug: string; name: string }[]
  /** Where it was published before. */
  source: { name: string | null; url: string | null }
}

/** Where the topics are that items have. */
export function categoryScheme({ siteUrl }: Feed): string {
  return `${siteUrl}/topics`
}
