import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '../package-root.ts'
import { contractRequirementIds } from '../spec/coverage-index.ts'
import { isRequirementId, requirements } from './requirements.ts'
import { supportOf } from './support.ts'
import { suitesVerifying } from './verified-by.ts'

test('every requirement that no test verifies has tests that receive what it is about (npm run support)', () => {
  const untested = requirements.filter(({ id }) => contractRequirementIds.has(id) && suitesVerifying(id).length === 0)
  expect(untested.length).toBeGreaterThan(50)
  expect(untested.filter(({ id }) => supportOf(id).length === 0).map(({ id }) => id)).toEqual([])
})

test('support.json names requirements of the register, and supporting ones that tests verify', () => {
  const text = readFileSync(join(packageRoot, 'requirements', 'measured', 'support.json'), 'utf8')
  const support: Record<string, readonly string[]> = JSON.parse(text)
  const ids = Object.entries(support).flatMap(([id, supporting]) => [id, ...supporting])
  expect(ids.filter((id) => !isRequirementId(id))).toEqual([])
  const supporting = Object.values(support).flat()
  expect(supporting.filter((id) => suitesVerifying(id).length === 0)).toEqual([])
})
