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
 * Returns all tests of the suites, each with its title, its file relative to `suites/`, and the requirements that it
 * verifies. `folder` is the package's root. Throws when a suite cannot be loaded: a missing suite must not look like an
 * untested requirement.
 */
export async function collectTests(folder = root) {
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
    return testModules.flatMap((module) =>
      [...module.children.allTests()].map((test) => ({
        title: test.name,
        file: relative(suites, module.moduleId).replace(/\.js$/, '.ts'),
        requirements: test.meta().requirements ?? [],
      })),
    )
  } finally {
    await vitest.close()
  }
}

/** Returns requirement id → suite files that verify it, relative to `suites/`. `folder` is the package's root. */
export async function collectVerifies(folder = root) {
  const verifiedBy = new Map()
  for (const { file, requirements } of await collectTests(folder))
    for (const id of requirements) verifiedBy.set(id, (verifiedBy.get(id) ?? new Set()).add(file))
  return Object.fromEntries(
    [...verifiedBy].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, files]) => [id, [...files].sort()]),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(root, 'generated'), { recursive: true })
  writeFileSync(join(root, 'generated', 'verified-by.json'), `${JSON.stringify(await collectVerifies(), null, 1)}\n`)
}
