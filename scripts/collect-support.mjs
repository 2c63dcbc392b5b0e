/**
 * Writes requirements/measured/support.json: for each requirement that its own tests do not decide alone, the requirements whose tests have
 * to run as well. A requirement about the schema of responses depends on tests that receive such responses, one about a rejection
 * on a test that sends the valid request. Both are collected from a run of the built suites against the emulator. To be repeated when
 * suites or requirements change (`npm run support`).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Tests that a requirement of the schema brings along at most. */
const maxTests = 3

const requestCount = ({ evidence }) => evidence.exchanges.length

/** Returns, of the requirements that a test verifies, the one whose tests send the fewest requests together. */
function representativeOf(test, costs) {
  const [cheapest] = [...test.requirements].sort((a, b) => costs.get(a) - costs.get(b) || (a < b ? -1 : 1))
  return cheapest
}

/** Returns the cheapest tests that received the data of the requirement: by each of its operations, if these are few. */
function testsReaching({ id, operations }, tests, costs) {
  const reaching = tests
    .filter(({ evidence, requirements }) => evidence.observed.includes(id) && requirements.length > 0)
    .map((test) => ({ test, representative: representativeOf(test, costs) }))
    .sort((a, b) => costs.get(a.representative) - costs.get(b.representative) || (a.test.id < b.test.id ? -1 : 1))
  const calls = ({ test }, operation) => test.evidence.exchanges.some((exchange) => exchange.operation === operation)
  const byOperation = operations.flatMap((operation) => reaching.find((each) => calls(each, operation)) ?? [])
  const chosen = [...byOperation.slice(-maxTests), ...reaching]
  return [...new Set(chosen.map(({ representative }) => representative))].slice(0, maxTests)
}

/**
 * Returns requirement id → ids of the requirements whose tests it needs.
 * @param tests the results of a complete run
 * @param requirements the register
 */
export function supportFrom(tests, requirements) {
  const costs = new Map()
  for (const test of tests) for (const id of test.requirements) costs.set(id, (costs.get(id) ?? 0) + requestCount(test))
  const declared = new Set(costs.keys())
  const counterparts = (id) =>
    tests.flatMap(({ evidence }) =>
      evidence.assertions.flatMap((each) =>
        each.requirement === id && each.counterpart ? [each.counterpart.requirement] : [],
      ),
    )
  return Object.fromEntries(
    requirements.flatMap((requirement) => {
      const { id } = requirement
      const needed = declared.has(id) ? [...new Set(counterparts(id))].sort() : testsReaching(requirement, tests, costs)
      const others = needed.filter((other) => other !== id)
      return others.length === 0 ? [] : [[id, others]]
    }),
  )
}

async function collect() {
  const { runOnce, startEmbedded } = await import('#engine/runner')
  const { requirements } = await import('#contract')
  // A requirement depends on tests of the first edition that has it.
  const has = (edition) => (requirement) => requirement.editions.includes(edition)
  const first = await testsOf(runOnce, startEmbedded, 'toast', '2020-03')
  const second = await testsOf(runOnce, startEmbedded, 'nhn', '2026-05')
  return {
    ...supportFrom(first, requirements.filter(has('2020-03'))),
    ...supportFrom(
      second,
      requirements.filter((requirement) => !has('2020-03')(requirement)),
    ),
  }
}

/** Returns the finished tests of a run against the emulator of an edition. */
async function testsOf(runOnce, startEmbedded, profile, edition) {
  const embedded = await startEmbedded({ emulator: { edition } })
  const folder = mkdtempSync(join(tmpdir(), 'support-'))
  const tests = []
  try {
    await runOnce({
      target: { profile },
      environment: { env: {}, cwd: folder },
      embedded,
      journalFolder: folder,
      listeners: { onTestResult: (test) => tests.push(test) },
    })
  } finally {
    await embedded.stop()
    rmSync(folder, { recursive: true })
  }
  return tests.sort((a, b) => (a.id < b.id ? -1 : 1))
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(root, 'requirements', 'measured', 'support.json'), `${JSON.stringify(await collect(), null, 1)}\n`)
