import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { packageRoot } from '#contract'
import type { Waiver } from '#results'
import { type Environment, readSource } from '../../engine/input/source.ts'
import { validationError } from '../../engine/input/validation-error.ts'

const ajv = new Ajv2020({ strict: true, verbose: true })
addFormats.default(ajv)

const schema = (): object => JSON.parse(readFileSync(join(packageRoot, 'schemas', 'waivers.schema.json'), 'utf8'))

/**
 * Reads a waivers file, YAML or JSON. Throws a UsageError of one line, with file, line, column and JSON pointer, for one
 * that cannot be read or is not of the published form.
 */
export function readWaivers(file: string, surroundings: Environment): readonly Waiver[] {
  const source = readSource(file, surroundings)
  const isWaivers: ValidateFunction<readonly Waiver[]> = ajv.compile<readonly Waiver[]>(schema())
  if (isWaivers(source.value)) return source.value
  const [first] = isWaivers.errors ?? []
  if (first) throw validationError(source, first)
  throw new TypeError('The validator refused a file without a reason.')
}
