/**
 * Builds the folder that is published: node scripts/build-package.mjs [FOLDER], by default build/package; then `npm pack` or `npm
 * publish` in there. It has what is needed at run time: the bundled programs, the declarations of the library, and the data that they
 * read (decisions/0021). Run `npm run build` first. The package.json of the checkout is private, so only this folder can be published.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { requirementIds } from '../dist/model/index.js'
import { Declarations } from './package/declarations.mjs'
import { identifierType } from './package/identifier-type.mjs'
import { bundledPrograms } from './package/programs.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const target = process.argv[2] ?? join(root, 'build', 'package')
const dist = join(root, 'dist')
const read = (file) => readFileSync(join(root, file), 'utf8')
const withoutSpaces = (json) => JSON.stringify(JSON.parse(json))
const without = (json, isLeftOut) =>
  JSON.stringify(JSON.parse(json, (key, value) => (isLeftOut(key, value) ? undefined : value)))
/** Removes the descriptions from a schema whose types are published with their documentation. A property of that name is an object. */
const withoutDescriptions = (json) => without(json, (key, value) => key === 'description' && typeof value === 'string')
/** Removes the examples from the OpenAPI description: they are a quarter of it, and the emulator returns better ones. */
const withoutExamples = (json) => without(json, (key) => key === 'examples')
const manifest = JSON.parse(read('package.json'))

function write(file, content) {
  mkdirSync(dirname(join(target, file)), { recursive: true })
  writeFileSync(join(target, file), content)
}

/** Writes a file compressed, for texts that only the programs read, by `packageText`. */
const writeCompressed = (file, text) => write(`${file}.br`, brotliCompressSync(text))

/** Turns links to files that are not published into plain text. */
const withoutDeadLinks = (markdown, folder) =>
  markdown.replace(/!?\[([^\]]*)\]\(([^)#:]+)(#[^)]*)?\)/g, (link, text, path) => {
    if (existsSync(join(target, folder, path))) return link
    return link.startsWith('!') ? '' : text
  })

/**
 * Returns the manifest without what is only for building. Nothing that is published imports by the internal names of
 * `imports`.
 */
function publishedManifest() {
  const { scripts: _s, devDependencies: _d, files: _f, private: _p, imports: _i, ...published } = manifest
  return published
}

/** Returns the register without what only tests read: where each statement is, and why some cannot be observed. */
function publishedRegister() {
  const { unobservable, ...register } = JSON.parse(read('generated/register.json'))
  return { ...register, statements: {}, unobservable: unobservable.map(({ statement }) => ({ statement })) }
}

/**
 * Checks that every imported package is a dependency.
 * @throws Error naming the packages that are imported, and not installed with this one
 */
function checkPackages(specifiers) {
  const names = [...new Set(specifiers)]
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) => specifier.match(/^(?:@[^/]+\/)?[^/]+/)?.[0] ?? specifier)
  const missing = names.filter((name) => !Object.hasOwn(manifest.dependencies, name))
  if (missing.length > 0) throw new Error(`Not among the dependencies of package.json: ${missing.join(', ')}`)
}

rmSync(target, { recursive: true, force: true })
const { programs, texts } = await bundledPrograms(dist)
const declarations = new Declarations(root, manifest.imports)
const declarationFiles = declarations.from(['dist/api/index.d.ts', 'dist/emulator/index.d.ts'])
checkPackages([...programs.flatMap(({ packages }) => packages), ...declarations.packages])
for (const { file, code } of programs) write(join('dist', file), code)
for (const [file, text] of declarationFiles) write(file, text)
write('dist/model/requirement-ids.generated.d.ts', `export type RequirementId=${identifierType(requirementIds)}\n`)

for (const name of ['hashes', 'verified-by'])
  writeCompressed(`generated/${name}.json`, withoutSpaces(read(`generated/${name}.json`)))
writeCompressed('generated/register.json', JSON.stringify(publishedRegister()))
writeCompressed('requirements/measured/support.json', withoutSpaces(read('requirements/measured/support.json')))
// They make a mutation test of all faults quicker, which is a matter of this repository.
writeCompressed('requirements/measured/masked-requirements.json', '{}')
writeCompressed('requirements/measured/noticed-faults.json', '{}')
writeCompressed('requirements/measured/fault-groups.json', '[]')
for (const [file, text] of texts) writeCompressed(file, text)
write('generated/openapi.json', withoutExamples(read('generated/openapi.json')))
for (const name of readdirSync(join(root, 'schemas'))) {
  const reduce = name === 'report.schema.json' ? withoutDescriptions : withoutSpaces
  write(`schemas/${name}`, reduce(read(`schemas/${name}`)))
}

for (const path of ['bin', 'examples', 'LICENSE']) cpSync(join(root, path), join(target, path), { recursive: true })
// The published package has no sources that could be newer than its build.
write('bin/check-build.js', 'exports.missingBuild = exports.outdatedBuild = () => undefined\n')
const documents = ['README.md', ...['library', 'nhn-cloud'].map((name) => `docs/${name}.md`)]
for (const file of documents) cpSync(join(root, file), join(target, file))
for (const file of documents) write(file, withoutDeadLinks(read(file), dirname(file)))
write('package.json', `${JSON.stringify(publishedManifest(), null, 2)}\n`)
