import { isRequirementId, requirements, suitesVerifying } from '#contract'
import { type Fault, faults } from '#emulator'
import { changedEntries } from './changed-entries.ts'

/** A file that differs from an earlier revision. */
export interface ChangedFile {
  /** Relative to the package, with `/`. */
  readonly path: string
  /** Its texts then and now; empty where it did or does not exist. Read only if they matter. */
  readonly read: () => { readonly before: string; readonly after: string }
}

export interface ChangedFaults {
  readonly faults: readonly Fault[]
  /** The first file that every fault depends on; then `faults` are all. */
  readonly sharedFile: string | undefined
}

/** The faults and requirements that a change of one file can affect; `everything` for code that all checks share. */
type Affected = { readonly requirements?: Iterable<string>; readonly faults?: Iterable<string> } | 'everything'

/** No run of the suites reads these files. */
const withoutEffect = [
  /\.(md|test\.ts|fixture\.ts)$/,
  /^\./,
  /^(LICENSE|action\.yml|biome\.json|knip\.json|redocly\.yaml)$/,
  /^(api|bench|bin|cli|decisions|docs|examples|reporters|schemas|targets|test)\//,
  /^scripts\/(?!build-contract)/,
  /^engine\/(explore|proxy|traffic)\//,
  /^emulator\/(interpretations|faults\/sequence)\//,
  /^emulator\/faults\/(index|fault-taxonomy|requirements-without-fault)\.ts$/,
  /^requirements\/(document|measured)\//,
  /^requirements\/register\.schema\.json$/,
  /^requirements\/editions\/[^/]+\//,
  /^openapi\/components\/examples\//,
]

const quoted = (text: string): readonly string[] => [...text.matchAll(/'([^'\n]+)'/g)].flatMap(([, word]) => word ?? [])

const inSuite = (path: string, text: string): Affected => ({
  requirements: [
    ...quoted(text),
    ...requirements.map(({ id }) => id).filter((id) => suitesVerifying(id).includes(path.slice('suites/'.length))),
  ],
})

function inDescription(text: string): Affected {
  const ids = [...text.matchAll(/^\s*x-requirement:\s*'?([\w.-]+)/gm)].flatMap(([, id]) => id ?? [])
  return ids.length === 0 ? 'everything' : { requirements: ids }
}

function inFaults(text: string): Affected {
  const words = new Set(quoted(text))
  const names = faults.map(({ name }) => name).filter((name) => words.has(name))
  return names.length === 0 ? 'everything' : { faults: names }
}

function affectedBy({ path, read }: ChangedFile): Affected {
  if (withoutEffect.some((pattern) => pattern.test(path))) return {}
  const isSuite = path.startsWith('suites/') && path.endsWith('.suite.ts') && path !== 'suites/all.suite.ts'
  const isSchema = path.startsWith('openapi/components/')
  const isFault = path.startsWith('emulator/faults/')
  const isRegister = path.startsWith('requirements/') && path.endsWith('.yaml')
  if (!isSuite && !isSchema && !isFault && !isRegister) return 'everything'
  const { before, after } = read()
  if (isRegister) {
    const ids = changedEntries(before, after)
    return ids === undefined ? 'everything' : { requirements: ids }
  }
  const text = `${before}\n${after}`
  if (isSuite) return inSuite(path, text)
  return isSchema ? inDescription(text) : inFaults(text)
}

/**
 * Returns the faults that the mutation test has to run after a change: those that are defined in the changed files, and
 * those that break a requirement whose entry, suite or schema node has changed. All faults if a file has changed that
 * they all depend on.
 */
export function changedFaults(files: readonly ChangedFile[]): ChangedFaults {
  const ids = new Set<string>()
  const names = new Set<string>()
  for (const file of files) {
    const affected = affectedBy(file)
    if (affected === 'everything') return { faults, sharedFile: file.path }
    for (const id of affected.requirements ?? []) if (isRequirementId(id)) ids.add(id)
    for (const name of affected.faults ?? []) names.add(name)
  }
  const isTouched = ({ name, requirement, alsoFails = {} }: Fault) =>
    names.has(name) || [requirement, ...Object.keys(alsoFails)].some((id) => ids.has(id))
  return { faults: faults.filter(isTouched), sharedFile: undefined }
}
