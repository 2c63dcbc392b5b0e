// In a checkout the program runs from dist/, which a change of the sources does not change. The published package has no sources.
const { existsSync, readdirSync, statSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')
const modules = ['api', 'cli', 'contract', 'emulator', 'engine', 'harness', 'model', 'reporters', 'results', 'suites']
const isSource = (name) => /\.(ts|tsx|yaml)$/.test(name) && !/\.(test|fixture|generated)\.ts$/.test(name)

/** The time of a file, or 0. */
const timeOf = (...parts) => statSync(join(root, ...parts), { throwIfNoEntry: false })?.mtimeMs ?? 0

/** What the compiler makes of a source; a YAML file has nothing of its own. */
const compiled = (file) => join('dist', file.replace(/\.tsx?$/, '.js'))

/** When the last build ended: the time of the last file that it writes, or 0. */
const builtAtMs = () => timeOf('generated', 'verified-by.json')

const isCheckout = () => existsSync(join(root, 'tsconfig.build.json'))

/** A sentence if there is no build, without which no command runs; undefined otherwise. */
exports.missingBuild = () => {
  const isMissing = isCheckout() && (builtAtMs() === 0 || timeOf('dist', 'cli', 'main.js') === 0)
  return isMissing ? 'there is no build: run `npm run build`' : undefined
}

/** A sentence if a source is newer than what was built from it; undefined otherwise. */
exports.outdatedBuild = () => {
  if (!isCheckout()) return undefined
  const builtAt = builtAtMs()
  for (const folder of [...modules, 'openapi', 'requirements'])
    for (const name of readdirSync(join(root, folder), { recursive: true })) {
      const file = join(folder, name)
      if (!isSource(name) || timeOf(file) <= Math.max(builtAt, timeOf(compiled(file)))) continue
      return `warning: ${file} is newer than the build: run \`npm run build\``
    }
  return undefined
}
