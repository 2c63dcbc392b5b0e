import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { citedIn, packageRoot } from '#contract'

/** Requirements that some suite of the built package names. */
export function citedBySuites(): ReadonlySet<string> {
  const folder = join(packageRoot, 'dist', 'suites')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
  return citedIn(names.map((name) => readFileSync(join(folder, name), 'utf8')))
}
