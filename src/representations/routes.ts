import { z } from 'zod'
import { getArticleRow } from '../articles/read-article.ts'
import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import { redirectToPresentName } from '../http/redirect.ts'
import type { App } from '../http/server.ts'
import { requireReader } from '../keys/authorize.ts'
import { getPairRow } from '../qa/read-pair.ts'
import { articleWriters } from './article-forms.ts'
import {
  ARTICLE_FORMS,
  type ArticleForm,
  type Form,
  PAIR_FORMS,
  type PairForm,
  shapesOf,
} from './contract.ts'
import { sendForm, type WrittenForm } from './forms.ts'
import { pairWriters } from './pair-forms.ts'

interface Described {
  /** Ends an operation's id. */
  name: string
  summary: string
  description: string
}

const ARTICLES: Record<WrittenForm<ArticleForm>, Described> = {
  html: {
    name: 'Html',
    summary: 'as an HTML document',
    description:
      'Without style or script, with whole addresses: its `article` stands in any page. `#q7` leads to a question, `#q7-answer` to the answer.',
  },
  md: {
    name: 'Markdown',
    summary: 'as a Markdown page',
    description:
      'Front matter in YAML, then intro, questions and answers as editors wrote them. Importing it gives the same article.',
  },
  jsonld: {
    name: 'JsonLd',
    summary: 'as schema.org',
    description:
      'A `NewsArticle` whose parts are `Question`s, each with its `acceptedAnswer`. `@id` is where readers read it.',
  },
  ninjs: {
    name: 'Ninjs',
    summary: 'as ninjs 3.1',
    description: 'A news item as IPTC has it, with each pair as an association.',
  },
  csl: {
    name: 'Csl',
    summary: 'as CSL-JSON',
    description: 'What a citation style needs to cite it, of the type `interview`.',
  },
}

const PAIRS: Record<WrittenForm<PairForm>, Described> = {
  html: {
    ...ARTICLES.html,
    description: 'Without style or script, with whole addresses: its `article` stands in any page.',
  },
  md: {
    ...ARTICLES.md,
    description: 'Front matter in YAML, then question and answer as editors wrote them.',
  },
  jsonld: { ...ARTICLES.jsonld, description: 'A `Question` with its `acceptedAnswer`, part of its article.' },
  csl: ARTICLES.csl,
}

const articleParams = z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) })
const pairParams = z.object({ id: z.string().meta({ description: 'Id of the pair.' }) })

// Made once: apps of one process describe their operations in one place.
const articleOperations = written(ARTICLE_FORMS).map((form) => {
  const { name, summary, description } = ARTICLES[form]
  const schema = operation({
    id: `getArticle${name}`,
    tag: 'articles',
    summary: `A whole article, ${summary}`,
    description,
    params: articleParams,
    replies: {
      200: { description: 'The article.', others: shapesOf([form]) },
      308: { description: 'A former slug; `Location` has the present one.' },
    },
    problems: ['not_found', 'gone'],
  })
  return { form, schema }
})

const pairOperations = written(PAIR_FORMS).map((form) => {
  const { name, summary, description } = PAIRS[form]
  const schema = operation({
    id: `getQa${name}`,
    tag: 'qa',
    summary: `One pair, ${summary}`,
    description,
    params: pairParams,
    replies: { 200: { description: 'The pair.', others: shapesOf([form]) } },
    problems: ['not_found'],
  })
  return { form, schema }
})

/** Articles and pairs by the suffix of a form; that of JSON is theirs. */
export function representationRoutes(app: App, deps: Deps): void {
  const onRequest = requireReader(deps)

  for (const { form, schema } of articleOperations)
    app.get(`/v1/articles/:idOrSlug.${form}`, { schema, onRequest }, async (request, reply) => {
      const { idOrSlug } = request.params
      const row = await getArticleRow(deps, idOrSlug)
      if (redirectToPresentName(request, reply, idOrSlug, row, `.${form}`)) return reply
      return sendForm(reply, form, await articleWriters[form](deps, row))
    })

  for (const { form, schema } of pairOperations)
    app.get(`/v1/qa/:id.${form}`, { schema, onRequest }, async ({ params: { id } }, reply) =>
      sendForm(reply, form, await pairWriters[form](deps, await getPairRow(deps, id))),
    )
}

function written<Forms extends Form>(forms: readonly Forms[]): WrittenForm<Forms>[] {
  return forms.filter((form): form is WrittenForm<Forms> => form !== 'json')
}
