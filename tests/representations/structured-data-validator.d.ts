declare module '@adobe/structured-data-validator' {
  export default class Validator {
    /** `vocabulary`: schema.org's own, in JSON-LD. */
    constructor(vocabulary: object)
    validate(found: { jsonld: Record<string, object[]> }): Promise<unknown>
  }
}
