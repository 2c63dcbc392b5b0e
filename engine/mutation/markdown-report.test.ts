import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '#contract'
import { faults } from '#emulator'
import { declaredTable, markdownReport } from './markdown-report.ts'
import { failing, faultNamed, other, own } from './mutation.fixture.ts'

test('docs/mutation-testing.md is that of a trial in which every fault is as it declares', () => {
  const written = readFileSync(join(packageRoot, 'docs', 'mutation-testing.md'), 'utf8')
  expect(written, 'npm run trial writes it').toBe(declaredTable(faults))
})

test('a miss and a stray without a reason stand out', () => {
  const strays = failing(own, other)
    .failures.slice(1)
    .map(({ requirement }) => requirement)
  const table = markdownReport([
    { fault: { ...faultNamed('a-fault'), description: 'It is | wrong.' }, killed: false, collateral },
  ])
  expect(table).toContain(
    `| \`a-fault\` | It is \\| wrong. | \`${own}\` |  | **no** | \`${other}\`: **not declared** |`,
  )
})
