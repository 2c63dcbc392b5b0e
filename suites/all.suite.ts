/**
 * All suites as one module, because Vitest runs modules one after the other but the tests of a module concurrently: while one test waits for
 * a server, the others continue. The suites of other shards are left out.
 */
import { readdirSync } from 'node:fs'
import { afterAll, inject } from 'vitest'
import { endRun } from '#harness'

const { index, count } = inject('shard')
const folder = new URL('.', import.meta.url)
const suites = ['operations', 'lifecycle']
  .flatMap((module) =>
    readdirSync(new URL(module, folder))
      .filter((name) => /\.suite\.[jt]s$/.test(name))
      .map((name) => `./${module}/${name}`),
  )
  .sort()
  .filter((_, position) => position % count === index - 1)
for (const suite of suites) await import(/* @vite-ignore */ new URL(suite, folder).href)

afterAll(() => endRun(inject('target')))
