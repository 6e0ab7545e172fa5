import type { Resource } from './keep.ts'
import { apiUrl, type Site } from './present.ts'

const TYPES = {
  post: { name: 'Posts', list: 'posts', taxonomies: ['category', 'post_tag'] },
  page: { name: 'Pages', list: 'pages', taxonomies: [] },
} as const

/** WordPress's types of content, by slug. There are no pages, but themes ask for them. */
export function presentTypes(site: Site): Record<string, Resource> {
  return Object.fromEntries(
    Object.entries(TYPES).map(([slug, { name, list, taxonomies }]) => [
      slug,
      {
        ...{ description: '', hierarchical: slug === 'page', has_archive: false, name, slug, icon: null },
        ...{ taxonomies, rest_base: list, rest_namespace: 'wp/v2' },
        _links: {
          collection: [{ href: apiUrl(site, 'types') }],
          'wp:items': [{ href: apiUrl(site, list) }],
          curies: [{ name: 'wp', href: 'https://api.w.org/{rel}', templated: true }],
        },
      },
    ]),
  )
}
