import type { z } from 'zod'
import type { Citation, JsonLd, MEDIA_TYPES, Ninjs } from '../representations/contract.ts'
import { type ClientOptions, requestText } from './request.ts'

/** What something is in each of its other forms: those of JSON are parsed. */
export interface Forms {
  html: string
  md: string
  jsonld: z.infer<typeof JsonLd>
  ninjs: Ninjs
  csl: Citation
}

export interface GetAs<Form extends keyof Forms> {
  /** The same in another form. Throws `ProblemError` with `not_found` where there is none. */
  getAs<Asked extends Form>(name: string, form: Asked): Promise<Forms[Asked]>
}

const mediaTypes: Omit<typeof MEDIA_TYPES, 'json'> = {
  html: 'text/html',
  md: 'text/markdown',
  jsonld: 'application/ld+json',
  ninjs: 'application/ninjs+json',
  csl: 'application/vnd.citationstyles.csl+json',
}

/** How to get what is at `path` in another form. */
export function formsAt<Form extends keyof Forms>(options: ClientOptions, path: string): GetAs<Form> {
  return {
    async getAs<Asked extends Form>(name: string, form: Asked) {
      const mediaType = mediaTypes[form]
      const text = await requestText(options, `${path}/${encodeURIComponent(name)}.${form}`, mediaType)
      const body: unknown = mediaType.endsWith('+json') ? JSON.parse(text) : text
      // The service checks what it sends; the client is small because it need not.
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
      return body as Forms[Asked]
    },
  }
}
