import { readFileSync } from 'node:fs'
import Validator from '@adobe/structured-data-validator'
import jsonld from 'jsonld'
import { z } from 'zod'

/** The types of schema.org as they are published for TypeScript: no network is needed. */
const TYPES = new URL('../../node_modules/schema-dts/dist/schema.d.ts', import.meta.url)
const INTERFACE = /^(?:export )?interface (\w+?)(?:Base|Leaf) extends ([^{]+) \{$([\s\S]*?)^\}$/gm

/** schema.org's vocabulary as far as the validator asks for it: which types there are, and what each has. */
function vocabulary(): object {
  const graph: object[] = []
  for (const [, name = '', parents = '', body = ''] of readFileSync(TYPES, 'utf8').matchAll(INTERFACE)) {
    const above = [...parents.matchAll(/(\w+)Base\b/g)].map(([, parent = '']) => parent)
    const others = above.filter((parent) => parent !== name).map((parent) => ({ '@id': `schema:${parent}` }))
    const isLeaf = body.includes('"@type"')
    if (!isLeaf || others.length > 0)
      graph.push({ '@id': `schema:${name}`, '@type': 'rdfs:Class', 'rdfs:subClassOf': others })
    for (const [, property = ''] of body.matchAll(/^ +"(\w+)"\?:/gm))
      graph.push({
        '@id': `schema:${property}`,
        '@type': 'rdf:Property',
        'schema:domainIncludes': [{ '@id': `schema:${name}` }],
      })
  }
  return { '@graph': graph }
}

const validator = new Validator(vocabulary())
const Typed = z.looseObject({ '@type': z.string() })

/** What schema.org does not know of a document, or what its readers miss in it. */
export async function faultsOf(document: unknown): Promise<string[]> {
  const typed = Typed.parse(document)
  const issues = await validator.validate({ jsonld: { [typed['@type']]: [structuredClone(typed)] } })
  return z
    .array(z.looseObject({ issueMessage: z.string() }))
    .parse(issues)
    .map((issue) => issue.issueMessage)
}

/** The statements of a document, each term as its address; fails where it asks for another context than schema.org's. */
export async function expand(document: unknown): Promise<object[]> {
  const options = {
    // Whatever would be left out makes it fail.
    safe: true,
    documentLoader: async (url: string) => {
      if (url !== 'https://schema.org') throw new Error(`Nobody is asked for ${url}.`)
      return Promise.resolve({
        documentUrl: url,
        document: { '@context': { '@vocab': 'https://schema.org/' } },
      })
    },
  }
  const expanded = await jsonld.expand(z.looseObject({}).parse(document), options)
  return z.array(z.looseObject({})).parse(expanded)
}
