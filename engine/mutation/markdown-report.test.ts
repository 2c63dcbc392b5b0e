import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '#contract'
import { faults } from '#emulator'
import { mutationMarkdown } from './markdown-report.ts'
import { failing, faultNamed, other, own } from './mutation.fixture.ts'

test('docs/mutation-testing.md shows every fault killed as declared', () => {
  const document = readFileSync(join(packageRoot, 'docs', 'mutation-testing.md'), 'utf8')
  const tested = faults.filter(({ needsSequence }) => !needsSequence)
  const asDeclared = tested.map((fault) => ({
    fault,
    killed: true,
    collateral: Object.keys(fault.alsoFails ?? {}),
  }))
  expect(document, 'npm run mutation-test writes it').toBe(mutationMarkdown(asDeclared))
})

test('a survivor and an undeclared collateral failure stand out', () => {
  const collateral = failing(own, other)
    .failures.slice(1)
    .map(({ requirement }) => requirement)
  const fault = { ...faultNamed('a-fault'), description: 'It is | wrong.' }
  expect(mutationMarkdown([{ fault, killed: false, collateral }])).toContain(
    `| \`a-fault\` | It is \\| wrong. | \`${own}\` |  | **no** |  | \`${other}\`: **not declared** |`,
  )
})
