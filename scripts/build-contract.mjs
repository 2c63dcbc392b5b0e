/**
 * Builds what the contract room reads: generated/openapi.json (the OpenAPI files in one), generated/register.json (the
 * requirement files in one) and model/requirement-ids.generated.ts (the union of requirement ids). With --check it only says
 * whether the committed ids are up to date.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (...parts) => join(root, ...parts)
const readYaml = (path) => parse(readFileSync(path, 'utf8'))
const sha256 = (text) => createHash('sha256').update(text).digest('hex')

function bundleOpenapi() {
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json')
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
  const redocly = join(dirname(manifest), typeof bin === 'string' ? bin : bin.redocly)
  const file = at('generated', 'openapi.json')
  const environment = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  execFileSync(process.execPath, [redocly, 'bundle', at('openapi/openapi.yaml'), '--ext', 'json', '-o', file], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return sha256(readFileSync(file, 'utf8'))
}

/** Reads every file and refuses, with the place, what is not of the register's form. */
function readRegister() {
  const schema = JSON.parse(readFileSync(at('requirements/register.schema.json'), 'utf8'))
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
  ajv.addSchema(schema, 'register')
  const check = (kind, file, value) => {
    const validate = ajv.getSchema(`register#/$defs/${kind}`)
    if (validate(value)) return value
    const places = validate.errors.map((e) => `  ${file}${e.instancePath}: ${e.message} ${JSON.stringify(e.params)}`)
    throw new Error(`A requirement file is not of the register's form.\n${places.join('\n')}`)
  }
  const special = new Set(['statements.yaml', 'unobservable.yaml'])
  const files = readdirSync(at('requirements')).filter((name) => name.endsWith('.yaml') && !special.has(name))
  return {
    requirements: files.sort().flatMap((name) =>
      check('requirements', `requirements/${name}`, readYaml(at('requirements', name))).map((entry) => ({
        ...entry,
        group: name.replace(/\.yaml$/, ''),
      })),
    ),
    unobservable: check(
      'unobservable',
      'requirements/unobservable.yaml',
      readYaml(at('requirements/unobservable.yaml')),
    ),
    statements: check('statements', 'requirements/statements.yaml', readYaml(at('requirements/statements.yaml'))),
    profiles: Object.fromEntries(
      readdirSync(at('requirements/profiles')).map((name) => {
        const profile = check('profile', `requirements/profiles/${name}`, readYaml(at('requirements/profiles', name)))
        return [profile.id, profile]
      }),
    ),
  }
}

function idsModule(requirements) {
  const ids = requirements.map(({ id }) => id).sort()
  return `// Written by scripts/build-contract.mjs from requirements/*.yaml. Do not edit.\nexport const requirementIds = [\n${ids.map((id) => `  '${id}',`).join('\n')}\n] as const\n\nexport type RequirementId = (typeof requirementIds)[number]\n`
}

mkdirSync(at('generated'), { recursive: true })
const register = readRegister()
const ids = idsModule(register.requirements)
const idsFile = at('model/requirement-ids.generated.ts')
if (process.argv.includes('--check')) {
  if (readFileSync(idsFile, 'utf8') !== ids) {
    console.error('model/requirement-ids.generated.ts is out of date: run `npm run contract` and commit it.')
    process.exit(1)
  }
} else {
  writeFileSync(idsFile, ids)
  const text = JSON.stringify(register)
  const contractHash = bundleOpenapi()
  writeFileSync(at('generated/register.json'), text)
  writeFileSync(at('generated/hashes.json'), JSON.stringify({ contract: contractHash, register: sha256(text) }))
}
