/** Reads input from users and services: files with positions and schemas, JSON of unknown form, durations, misspelt names. */
export { parseDuration } from './duration.ts'
export * from './json.ts'
export { type SchemaError, schemaValidator, validated } from './schema.ts'
export { type Environment, readSource, readText, type SourceFile } from './source.ts'
export { didYouMean } from './suggestion.ts'
