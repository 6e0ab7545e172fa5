import type { Config } from '../config.ts'
import { QUERIES } from './contract.ts'

const NAMESPACE = 'wp/v2'
/** The part of a route that is an id, as clients that make their methods of routes expect it. */
const ID = '(?P<id>[\\d]+)'

/** What the API is found by (https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/). */
export function discoveryLink({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return `<${publicUrl}/wp-json/>; rel="https://api.w.org/"`
}

const LISTS = ['posts', 'pages', 'tags', 'categories', 'users'] as const
const ROUTES: [path: string, parameters: string[]][] = [
  ...LISTS.flatMap((list): [string, string[]][] => [
    [`/${list}`, Object.keys(QUERIES[list].shape)],
    [`/${list}/${ID}`, ['id', ...Object.keys(QUERIES.one.shape)]],
  ]),
  ['/types', Object.keys(QUERIES.types.shape)],
  ['/types/(?P<type>[\\w-]+)', ['type', ...Object.keys(QUERIES.one.shape)]],
  ['/search', Object.keys(QUERIES.search.shape)],
]

/** What WordPress says of a site at the root of its API. */
export function presentIndex({ siteName, siteUrl, publicUrl }: Config): object {
  return {
    ...{ name: siteName, description: '', url: siteUrl, home: siteUrl, gmt_offset: '0' },
    ...{ timezone_string: 'UTC', page_for_posts: 0, page_on_front: 0, show_on_front: 'posts' },
    ...{ namespaces: [NAMESPACE], authentication: {}, routes: routesOf(publicUrl) },
    ...{ site_logo: 0, site_icon: 0, site_icon_url: '' },
    _links: { help: [{ href: 'https://developer.wordpress.org/rest-api/' }] },
  }
}

/** The same of the one namespace that there is. */
export function presentNamespace({ publicUrl }: Config): object {
  return {
    ...{ namespace: NAMESPACE, routes: routesOf(publicUrl) },
    _links: { up: [{ href: `${publicUrl}/wp-json/` }] },
  }
}

function routesOf(publicUrl: string): object {
  const all: [string, string, string[]][] = [
    ['/', '', ['context']],
    [`/${NAMESPACE}`, NAMESPACE, ['namespace', 'context']],
    ...ROUTES.map(([path, names]): [string, string, string[]] => [
      `/${NAMESPACE}${path}`,
      NAMESPACE,
      names.filter((name) => !name.startsWith('_')),
    ]),
  ]
  return Object.fromEntries(
    all.map(([route, namespace, names]) => [
      route,
      {
        ...{ namespace, methods: ['GET'] },
        endpoints: [{ methods: ['GET'], args: Object.fromEntries(names.map(argumentOf)) }],
        ...(!route.includes('(') && { _links: { self: [{ href: `${publicUrl}/wp-json${route}` }] } }),
      },
    ]),
  )
}

function argumentOf(name: string): [string, object] {
  return [name, { required: false }]
}
