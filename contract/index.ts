/** The contract room: the OpenAPI description and the requirement register, read once. Rooms meet it only here. */

export { packageRoot } from './package-root.ts'
export { exclusionReason, missingCapabilities, skipReason } from './register/applicability.ts'
export { matchesGlob } from './register/id-glob.ts'
export * from './register/requirements.ts'
export { suitesVerifying } from './register/verified-by.ts'
export { contractRequirementIds, documentedProperties } from './spec/coverage-index.ts'
export { jsonPreview } from './spec/json-preview.ts'
export { type OperationSpec, operationSpec, operations } from './spec/operation.ts'
export type { Violation } from './validation/validate-body.ts'
export { type ObservedResponse, type ResponseValidation, validateResponse } from './validation/validate-response.ts'
