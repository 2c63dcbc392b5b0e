import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { exampleReport as report } from '../example-report.fixture.ts'
import { renderSarif } from './sarif.ts'

const log = JSON.parse(renderSarif(report, { lang: 'en' }))
const [run] = log.runs

/** Returns an object with these properties and no others. */
const object = (properties: Record<string, object>, required: readonly string[] = []) => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
})
const list = (items: object) => ({ type: 'array', items })
const text = { type: 'string' }
const message = object({ text }, ['text'])
const level = { enum: ['none', 'note', 'warning', 'error'] }

/** The part of the SARIF 2.1.0 schema that a report of ours may use. `properties` is a bag of anything. */
const schema = object(
  {
    $schema: text,
    version: { const: '2.1.0' },
    runs: list(
      object(
        {
          tool: object(
            {
              driver: object(
                {
                  ...{ name: text, version: text },
                  rules: list(
                    object(
                      {
                        ...{ id: text, shortDescription: message, fullDescription: message },
                        ...{ defaultConfiguration: object({ level }), properties: {} },
                      },
                      ['id'],
                    ),
                  ),
                },
                ['name'],
              ),
            },
            ['driver'],
          ),
          automationDetails: object({ id: text }),
          invocations: list(
            object(
              {
                executionSuccessful: { type: 'boolean' },
                ...{ startTimeUtc: text, endTimeUtc: text },
                toolExecutionNotifications: list(object({ level, message, properties: {} }, ['message'])),
              },
              ['executionSuccessful'],
            ),
          ),
          results: list(
            object(
              {
                ...{ ruleId: text, ruleIndex: { type: 'integer', minimum: -1 }, level, message },
                kind: { enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'] },
                locations: list(
                  object({
                    physicalLocation: object({
                      artifactLocation: object({ uri: text }),
                      region: object({ startLine: { type: 'integer', minimum: 1 } }),
                    }),
                    logicalLocations: list(object({ fullyQualifiedName: text, kind: text })),
                  }),
                ),
                partialFingerprints: { type: 'object', additionalProperties: text },
                suppressions: list(object({ kind: { enum: ['inSource', 'external'] }, justification: text }, ['kind'])),
              },
              ['message'],
            ),
          ),
          properties: {},
        },
        ['tool'],
      ),
    ),
  },
  ['version', 'runs'],
)

test('conforms to SARIF 2.1.0', () => {
  const validate = new Ajv2020({ allErrors: true }).compile(schema)
  validate(log)
  expect(validate.errors).toBeNull()
})

test('has a rule for each requirement of the run, and a result for each failure', () => {
  const included = report.requirements.filter(({ off }) => !off)
  expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(included.map(({ id }) => id))
  const failed = included.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)
  expect(run.results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(failed)
  for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId)
})

test('suppresses what a waiver or the baseline accepts, with the reason', () => {
  const suppressed = run.results.flatMap((result: { suppressions?: readonly { justification: string }[] }) =>
    (result.suppressions ?? []).map(({ justification }) => justification),
  )
  expect(suppressed).toEqual([expect.stringMatching(/until 2026-12-31, OPS-17/), expect.stringMatching(/^also failed/)])
})

test('what prevents a decision, and what is left behind, are notifications of the run', () => {
  const levels = run.invocations[0].toolExecutionNotifications.map(({ level: each }: { level: string }) => each)
  expect(levels).toEqual(['error', 'error', 'error', 'warning', 'warning'])
})

test('words findings in the language of the report', () => {
  const [korean] = JSON.parse(renderSarif(report, { lang: 'ko' })).runs
  const [english, translated] = [run, korean].map(({ results }) => results[0].message.text.split('\n')[0])
  expect(english).toMatch(/[a-z]{4}/)
  expect(translated).toMatch(/[가-힣]/)
})
