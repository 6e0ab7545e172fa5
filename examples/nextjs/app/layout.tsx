import type { Metadata } from 'next'
import Link from 'next/link'
import { colloquyUrl } from '../colloquy'
import './style.css'

/** Every page is made whole before it is sent, so that 404 and 308 are what they are called. */
export const ensureStatic = 'navigation'

export const metadata: Metadata = {
  title: { default: 'Interviews', template: '%s · Interviews' },
  description: 'Questions and answers, each with an address of its own.',
  alternates: { types: { 'application/rss+xml': `${colloquyUrl}/feeds/articles.rss` } },
}

export default function Layout({ children }: LayoutProps<'/'>) {
  return (
    <html lang="en">
      <body>
        <a className="skip" href="#main">
          Skip to the text
        </a>
        <header className="site">
          <Link href="/">Interviews</Link>
        </header>
        <main id="main">{children}</main>
        <footer className="site">
          Read from <a href={colloquyUrl}>Colloquy</a>, and kept until it says that something changed.
        </footer>
      </body>
    </html>
  )
}
