/**
 * Bundles the program and the styles of the HTML report (reporters/html/page/) into reporters/html/page.generated.ts, a module that
 * exports both as text.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, defaultClientConditions } from 'vite'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const page = join(root, 'reporters/html/page')
const target = join(root, 'reporters/html/page.generated.ts')

const { output } = await build({
  configFile: false,
  root: page,
  // Warnings are about the imports of Node that are left out below.
  logLevel: 'error',
  resolve: { conditions: ['source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    write: false,
    target: 'es2022',
    cssTarget: 'chrome123',
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: {
      input: join(page, 'main.tsx'),
      // The page shares single functions with the other modules. What these do when they are loaded is for Node only.
      treeshake: { moduleSideEffects: (id) => /\.css$|\/main\.tsx$/.test(id) },
      output: { format: 'iife' },
    },
  },
})

const chunks = output.filter(({ type }) => type === 'chunk')
const sheets = output.filter(({ fileName }) => fileName.endsWith('.css'))
if (chunks.length !== 1 || sheets.length !== 1)
  throw new Error(
    `Expected one script and one style sheet; built ${output.map(({ fileName }) => fileName).join(', ')}.`,
  )

// The page belongs to the reporters, which may use these modules only.
const foreign = Object.entries(chunks[0].modules)
  .filter(([id, { renderedLength }]) => renderedLength > 0 && id.startsWith(root))
  .map(([id]) => relative(root, id))
  .filter((path) => !/^(reporters|results|model|node_modules\/preact)\//.test(path))
if (foreign.length > 0) throw new Error(`The page contains code of other modules: ${foreign.join(', ')}.`)

// Neither text may end the element that contains it.
const program = chunks[0].code.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
const styles = String(sheets[0].source).trim()
if (/<\/style/i.test(styles) || /url\(|@import/.test(styles))
  throw new Error('The styles would end early or load something.')

const text = `// Written by scripts/build-page.mjs from reporters/html/page/. Do not edit.
export const program: string = ${JSON.stringify(program)}
export const styles: string = ${JSON.stringify(styles)}
`
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text)
console.log(`page: ${Math.round(program.length / 1024)} KB of script, ${Math.round(styles.length / 1024)} KB of styles`)
