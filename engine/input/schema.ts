import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { packageRoot } from '#contract'
import type { SourceFile } from './source.ts'
import { validationError } from './validation-error.ts'

export type SchemaError = ErrorObject

const ajv = new Ajv2020({ strict: true, verbose: true })
addFormats.default(ajv)

/**
 * Returns the validator of a published schema, or of one of its `$defs`. It is compiled at the first call. A valid
 * value is taken to be a `T`: the caller names the type that the schema describes.
 */
export function schemaValidator<T>(file: string, definition?: string): () => ValidateFunction<T> {
  let validator: ValidateFunction<T> | undefined
  return () => {
    if (ajv.getSchema(file) === undefined)
      ajv.addSchema(JSON.parse(readFileSync(join(packageRoot, 'schemas', file), 'utf8')), file)
    validator ??= ajv.compile<T>({ $ref: definition === undefined ? file : `${file}#/$defs/${definition}` })
    return validator
  }
}

/** Returns the content of a file after validating it. Throws a UsageError that names the position and what was expected. */
export function validated<T>(source: SourceFile, isValid: ValidateFunction<T>): T {
  if (isValid(source.value)) return source.value
  const [first] = isValid.errors ?? []
  if (first) throw validationError(source, first)
  throw new TypeError(`The validator rejected ${source.file} without an error.`)
}
