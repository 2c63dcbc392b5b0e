import { type Environment, readSource, schemaValidator, validated } from '#engine/input'
import type { Config, TimeoutSettings } from './config.ts'

const configValidator = schemaValidator<Config>('config.schema.json')
const timeoutsValidator = schemaValidator<TimeoutSettings>('config.schema.json', 'timeouts')

/**
 * Reads a configuration file. Throws a UsageError with file, line, column and JSON pointer when the file cannot be read, is not
 * YAML or JSON, names an environment variable that is not set, or does not match the published schema.
 */
export const readConfig = (file: string, environment: Environment): Config =>
  validated(readSource(file, environment), configValidator())

/** Reads a file of timeouts such as `create: 5m`. Errors as for `readConfig`. */
export const readTimeouts = (file: string, environment: Environment): TimeoutSettings =>
  validated(readSource(file, environment), timeoutsValidator())
