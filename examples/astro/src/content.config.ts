import { defineCollection } from 'astro:content'
import { COLLOQUY_KEY, COLLOQUY_URL } from 'astro:env/server'
import { articlesLoader, peopleLoader, qaLoader, topicsLoader } from 'colloquy/astro'

const service = { url: COLLOQUY_URL, key: COLLOQUY_KEY }

export const collections = {
  articles: defineCollection({ loader: articlesLoader(service) }),
  qa: defineCollection({ loader: qaLoader(service) }),
  people: defineCollection({ loader: peopleLoader(service) }),
  topics: defineCollection({ loader: topicsLoader(service) }),
}
