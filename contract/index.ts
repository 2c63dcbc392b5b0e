/** The contract room: the OpenAPI description and the requirement register, read once. Rooms meet it only here. */
export { type RequirementId, requirementIds } from './ids.generated.ts'
export { brief, type Violation } from './inspect.ts'
export { citedByContract, documentedProperties } from './listing.ts'
export { type OperationContract, operationContract, operations } from './operation-contract.ts'
export { type OperationId, operationIds } from './operations.ts'
export * from './register.ts'
export { packageRoot } from './root.ts'
export { type Answer, type Watched, watch } from './watch.ts'
