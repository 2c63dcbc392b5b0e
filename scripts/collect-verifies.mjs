/**
 * Writes generated/verified-by.json: which suite files verify which requirement, as the suites themselves register it with
 * `verifies(…)`. Vitest collects the built suites without running a test. `npm run build` calls this after the compiler.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createVitest } from 'vitest/node'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Requirement id → suite files that verify it, relative to `suites/`. `folder` is the package's root.
 * Throws when a suite cannot be loaded: a missing suite must not look like an untested requirement.
 */
export async function collectVerifies(folder = root) {
  const suites = join(folder, 'dist', 'suites')
  const vitest = await createVitest(
    'test',
    {
      root: folder,
      config: false,
      watch: false,
      include: ['dist/suites/{operations,lifecycle}/**/*.suite.js'],
      exclude: [],
      pool: 'threads',
      maxWorkers: 1,
      isolate: false,
      fileParallelism: false,
      reporters: [],
      server: { deps: { external: [/\/dist\/(?!suites\/(operations|lifecycle)\/)/] } },
    },
    { clearScreen: false, logLevel: 'silent' },
  )
  try {
    const { testModules, unhandledErrors } = await vitest.collect()
    const errors = [...unhandledErrors, ...testModules.flatMap((module) => module.errors())]
    if (errors.length > 0)
      throw new Error(`The suites cannot be collected: ${errors.map(({ message }) => message).join('; ')}`)
    const verifiedBy = new Map()
    for (const module of testModules) {
      const file = relative(suites, module.moduleId).replace(/\.js$/, '.ts')
      for (const test of module.children.allTests()) {
        for (const id of test.meta().requirements ?? []) {
          const files = verifiedBy.get(id) ?? new Set()
          verifiedBy.set(id, files.add(file))
        }
      }
    }
    return Object.fromEntries(
      [...verifiedBy].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, files]) => [id, [...files].sort()]),
    )
  } finally {
    await vitest.close()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(root, 'generated'), { recursive: true })
  writeFileSync(join(root, 'generated', 'verified-by.json'), `${JSON.stringify(await collectVerifies(), null, 1)}\n`)
}
