/**
 * Writes `expected.json` of the named cases, or of all: `node tests/imports/write-expectation.ts [case…]`. What it writes
 * is what the importer does today; whether that is right is for a person to say who reads the difference.
 */
import { writeFileSync } from 'node:fs'
import { caseNames, expectationOfCase, outcomeOf, sourceOfCase } from './cases.ts'

const named = process.argv.slice(2)
for (const name of named.length > 0 ? named : caseNames) {
  writeFileSync(expectationOfCase(name), `${JSON.stringify(outcomeOf(sourceOfCase(name)), null, 2)}\n`)
}
