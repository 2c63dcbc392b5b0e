/** Reads input from users and services: files with positions and schemas, JSON of unknown form, durations, misspelt names. */
export { parseDuration } from './duration.ts'
export * from './json.ts'
export { fileProblem, readText } from './read-text.ts'
export { type SchemaError, schemaValidator, validated } from './schema.ts'
export { type Environment, readSource, type SourceFile, yamlProblem } from './source.ts'
export { didYouMean } from './suggestion.ts'
