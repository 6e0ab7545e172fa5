import { ArticleElement } from './article-element.ts'
import { QaElement } from './qa-element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'colloquy-qa': QaElement
    'colloquy-article': ArticleElement
  }
}

const elements = { 'colloquy-qa': QaElement, 'colloquy-article': ArticleElement }

// A page may have the script twice.
for (const [name, made] of Object.entries(elements))
  if (!customElements.get(name)) customElements.define(name, made)
