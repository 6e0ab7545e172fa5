// A file of ours, for the bundle; imported when a feed is written, as it takes 21 MB.
export { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
