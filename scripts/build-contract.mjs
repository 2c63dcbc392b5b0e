/**
 * Builds the input of the contract module: generated/openapi.json (the bundled OpenAPI files), generated/register.json (all
 * requirement files), generated/hashes.json (their SHA-256) and model/requirement-ids.generated.ts (the union of the requirement
 * ids). With --check, it only checks whether the committed ids are up to date.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { closest } from 'fastest-levenshtein'
import { parse } from 'yaml'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const pathOf = (...parts) => join(root, ...parts)
const readYaml = (path) => parse(readFileSync(path, 'utf8'))
const sha256 = (text) => createHash('sha256').update(text).digest('hex')

function bundleOpenapi() {
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json')
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
  const redocly = join(dirname(manifest), typeof bin === 'string' ? bin : bin.redocly)
  const file = pathOf('generated', 'openapi.json')
  execFileSync(process.execPath, [redocly, 'bundle', pathOf('openapi/openapi.yaml'), '--ext', 'json', '-o', file], {
    cwd: root,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return sha256(readFileSync(file, 'utf8'))
}

/** Reads what each edition of the document has beside the register: requirements/editions/<id>.yaml and the folder of that name. */
function readEditions(check) {
  const read = (name, kind) =>
    check(kind, `requirements/editions/${name}`, readYaml(pathOf('requirements/editions', name)))
  const names = readdirSync(pathOf('requirements/editions')).filter((name) => name.endsWith('.yaml'))
  return Object.fromEntries(
    names.sort().map((name) => {
      const { id, ...edition } = read(name, 'edition')
      const hasStatements = existsSync(pathOf('requirements/editions', id))
      const statements = hasStatements ? read(`${id}/statements.yaml`, 'editionStatements') : {}
      const unverified = hasStatements ? read(`${id}/unverified.yaml`, 'unverified') : []
      return [id, { id, ...edition, statements, unverified }]
    }),
  )
}

/** Returns a function that validates the content of a file against a definition of the register schema, and returns it. */
function registerValidator() {
  const schema = JSON.parse(readFileSync(pathOf('requirements/register.schema.json'), 'utf8'))
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
  ajv.addSchema(schema, 'register')
  return (kind, file, value) => {
    const validate = ajv.getSchema(`register#/$defs/${kind}`)
    if (validate(value)) return value
    const violations = validate.errors.map(
      (e) => `  ${file}${e.instancePath}: ${e.message} ${JSON.stringify(e.params)}`,
    )
    throw new Error(`A requirement file violates register.schema.json.\n${violations.join('\n')}`)
  }
}

/** Reads all requirement files; throws an Error that lists the file and location of each violation of the register schema. */
function readRegister() {
  const check = registerValidator()
  const read = (kind, path) => check(kind, path, readYaml(pathOf(path)))
  const files = readdirSync(pathOf('requirements')).filter((name) => name.endsWith('.yaml'))
  return {
    requirements: files.sort().flatMap((name) =>
      read('requirements', `requirements/${name}`).map((entry) => ({
        ...entry,
        group: name.replace(/\.yaml$/, ''),
      })),
    ),
    unobservable: read('unobservable', 'requirements/document/unobservable.yaml'),
    statements: read('statements', 'requirements/document/statements.yaml'),
    editions: readEditions(check),
    profiles: Object.fromEntries(
      readdirSync(pathOf('requirements/profiles')).map((name) => {
        const profile = read('profile', `requirements/profiles/${name}`)
        return [profile.id, profile]
      }),
    ),
  }
}

function idsModule(requirements) {
  const ids = requirements.map(({ id }) => id).sort()
  return `// Written by scripts/build-contract.mjs from requirements/*.yaml. Do not edit.\nexport const requirementIds = [\n${ids.map((id) => `  '${id}',`).join('\n')}\n] as const\n\nexport type RequirementId = (typeof requirementIds)[number]\n`
}

/** Returns the ids in x-requirement and x-rejection in a YAML document of the OpenAPI description. */
function linkedRequirements(node) {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'x-requirement') return [value]
    if (key === 'x-rejection') return typeof value === 'string' ? [value] : Object.values(value)
    return linkedRequirements(value)
  })
}

/** Returns one line for each link that names no requirement: the schema node would be checked for nothing. */
function unknownLinks(requirements) {
  const ids = requirements.map(({ id }) => id)
  const files = readdirSync(pathOf('openapi'), { recursive: true }).filter((name) => name.endsWith('.yaml'))
  return files.sort().flatMap((name) =>
    linkedRequirements(readYaml(pathOf('openapi', name)))
      .filter((id) => !ids.includes(id))
      .map((id) => `openapi/${name}: ${id} names no requirement; did you mean ${closest(String(id), ids)}?`),
  )
}

mkdirSync(pathOf('generated'), { recursive: true })
const register = readRegister()
const ids = idsModule(register.requirements)
const unknown = unknownLinks(register.requirements)
if (unknown.length > 0) {
  console.error(unknown.join('\n'))
  process.exit(1)
}
const idsFile = pathOf('model/requirement-ids.generated.ts')
if (process.argv.includes('--check')) {
  if (readFileSync(idsFile, 'utf8') !== ids) {
    console.error('model/requirement-ids.generated.ts is out of date: run `npm run contract` and commit it.')
    process.exit(1)
  }
} else {
  writeFileSync(idsFile, ids)
  const text = JSON.stringify(register)
  const contractHash = bundleOpenapi()
  writeFileSync(pathOf('generated/register.json'), text)
  writeFileSync(pathOf('generated/hashes.json'), JSON.stringify({ contract: contractHash, register: sha256(text) }))
}
