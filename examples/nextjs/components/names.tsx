import Link from 'next/link'
import { Fragment } from 'react'

interface Named {
  id: string
  slug: string
  name: string
}

/** People or topics in a row, each a link. */
export function Names({ folder, of }: { folder: 'people' | 'topics'; of: Named[] }) {
  return of.map(({ id, slug, name }, index) => (
    <Fragment key={id}>
      {index > 0 && ', '}
      <Link href={`/${folder}/${slug}`}>{name}</Link>
    </Fragment>
  ))
}
