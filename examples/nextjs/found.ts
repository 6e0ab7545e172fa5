import { notFound, permanentRedirect } from 'next/navigation'

/** What an address of a folder is about. Where there is nothing, the reply is 404; a former slug leads to the present one. */
export async function found<T extends { slug: string }>(
  folder: string,
  params: Promise<{ slug: string }>,
  get: (slug: string) => Promise<T | undefined>,
): Promise<T> {
  const slug = decodeURIComponent((await params).slug)
  const resource = await get(slug)
  if (!resource) notFound()
  if (resource.slug !== slug) permanentRedirect(`/${folder}/${encodeURIComponent(resource.slug)}`)
  return resource
}

/** The addresses to be built beforehand; all others are when they are first asked for. Next.js wants one at least. */
export function slugsOf(resources: { slug: string }[]): { slug: string }[] {
  return resources.length === 0 ? [{ slug: '-' }] : resources.map(({ slug }) => ({ slug }))
}
