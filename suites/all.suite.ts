/**
 * All suites as one module. Vitest runs modules one after the other but the tests of a module side by side: so a server
 * that boots for one story is waited for while every other test goes on.
 */
import { readdirSync } from 'node:fs'
import { afterAll, inject } from 'vitest'
import { endRun } from '#harness'

const { index, count } = inject('shard')
const here = new URL('.', import.meta.url)
const files = ['operations', 'lifecycle'].flatMap((folder) =>
  readdirSync(new URL(folder, here))
    .filter((name) => /\.suite\.[jt]s$/.test(name))
    .map((name) => `./${folder}/${name}`),
)
const mine = files.sort().filter((_, position) => position % count === index - 1)
for (const file of mine) await import(/* @vite-ignore */ new URL(file, here).href)

afterAll(() => endRun(inject('target')))
