/**
 * Builds the folder that is published: node scripts/build-package.mjs [FOLDER], by default build/package; then `npm pack` or `npm
 * publish` in there. It has what is needed at run time: the programs without comments, the declarations of the library, and the data that
 * they read. Expects that `npm run build` has run. The root is private, so that nobody publishes it instead.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minifySync } from '@swc/core'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const target = process.argv[2] ?? join(root, 'build', 'package')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const filesBelow = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))

function write(file, content) {
  mkdirSync(dirname(join(target, file)), { recursive: true })
  writeFileSync(join(target, file), content)
}

/** Names of classes stay, since errors are told apart by them; names of properties are never changed. */
const minify = (text) => minifySync(text, { module: true, compress: false, mangle: { keep_classnames: true } }).code

/** The declarations that the given ones import, directly or not. */
function declarationsFrom(entries) {
  const found = new Set()
  const queue = [...entries]
  for (const file of queue) {
    if (found.has(file)) continue
    found.add(file)
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, specifier] of text.matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g)) {
      const internal = manifest.imports[specifier]?.default
      const path = internal ?? (specifier.startsWith('.') ? join(dirname(file), specifier) : undefined)
      if (path !== undefined) queue.push(normalize(path).replace(/\.[jt]s$/, '.d.ts'))
    }
  }
  return [...found]
}

/** Links to files that are not published become plain text. */
const withoutDeadLinks = (markdown, folder) =>
  markdown.replace(/!?\[([^\]]*)\]\(([^)#:]+)(#[^)]*)?\)/g, (link, text, path) =>
    existsSync(join(target, folder, path)) ? link : link.startsWith('!') ? '' : text,
  )

/** The manifest without what is only for building, and without the conditions that lead to sources. */
function publishedManifest() {
  const { scripts: _s, devDependencies: _d, files: _f, private: _p, imports, ...others } = manifest
  const published = Object.entries(imports).map(([name, { default: path }]) => [name, path])
  return { ...others, imports: Object.fromEntries(published) }
}

/** Packages that a program or a declaration imports, and that are not installed with this one. */
function missingPackages(file, text) {
  const imports = text.matchAll(/^(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\)/gm)
  const specifiers = [...imports].map(([, name, dynamic]) => name ?? dynamic)
  const names = specifiers
    .filter((specifier) => !/^(\.|#|node:)/.test(specifier))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    )
  const known = [manifest.name, ...Object.keys(manifest.dependencies)]
  return names.filter((name) => !known.includes(name)).map((name) => `${file} imports ${name}`)
}

rmSync(target, { recursive: true, force: true })
const programs = filesBelow('dist').filter((file) => file.endsWith('.js'))
const declarations = declarationsFrom(['dist/api/index.d.ts', 'dist/emulator/index.d.ts'])
const missing = [...programs, ...declarations].flatMap((file) =>
  missingPackages(file, readFileSync(join(root, file), 'utf8')),
)
if (missing.length > 0) throw new Error(`Not among the dependencies of package.json: ${missing.join('; ')}`)
for (const file of programs) write(file, minify(readFileSync(join(root, file), 'utf8')))
for (const file of declarations)
  write(file, readFileSync(join(root, file), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, ''))
const data = [
  ...filesBelow('generated'),
  'requirements/measured/support.json',
  'requirements/measured/masked-requirements.json',
]
for (const file of data) {
  const text = readFileSync(join(root, file), 'utf8')
  write(file, file.endsWith('.json') ? JSON.stringify(JSON.parse(text)) : text)
}
for (const path of ['bin', 'schemas', 'examples', 'LICENSE'])
  cpSync(join(root, path), join(target, path), { recursive: true })
const documents = [
  'README.md',
  'CHANGELOG.md',
  ...['emulator', 'library', 'nhn-cloud', 'parity'].map((name) => `docs/${name}.md`),
]
for (const file of documents) cpSync(join(root, file), join(target, file))
for (const file of documents) write(file, withoutDeadLinks(readFileSync(join(root, file), 'utf8'), dirname(file)))
write('package.json', `${JSON.stringify(publishedManifest(), null, 2)}\n`)
