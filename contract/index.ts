/** The OpenAPI description and the requirement register, which define the expected behaviour of a target. The module's entry point. */

export { describeDifference } from './findings/describe-difference.ts'
export { describeTimeDistance, parseTime } from './findings/describe-time.ts'
export {
  countOf,
  describeElements,
  describeValue,
  elementNoun,
  formatNames,
  identify,
} from './findings/describe-value.ts'
export {
  type FindingField,
  findingRows,
  formatFinding,
  type RequirementCaption,
} from './findings/format-finding.ts'
export { formatViolation } from './findings/format-violation.ts'
export { packageRoot } from './package-root.ts'
export { packageText } from './package-text.ts'
export { describeMissing, exclusionReason, missingCapabilities, selects, skipReason } from './register/applicability.ts'
export { type AppliedProfile, applyEdition, sourceIn, statementsIn } from './register/editions.ts'
export { matchesGlob } from './register/id-glob.ts'
export {
  editionEntries,
  hashes,
  isRequirementId,
  type Profile,
  type ProfileChange,
  profiles,
  type Requirement,
  requirement,
  requirements,
  statements,
  unobservable,
} from './register/requirements.ts'
export { supportOf } from './register/support.ts'
export { suitesVerifying } from './register/verified-by.ts'
export {
  contractRequirementIds,
  documentedOperations,
  documentedParameters,
  documentedProperties,
  documentedValues,
} from './spec/coverage-index.ts'
export { resolvePointer } from './spec/json-pointer.ts'
export { jsonPreview } from './spec/json-preview.ts'
export { matchOperation, type OperationMatch } from './spec/match-operation.ts'
export { isObject } from './spec/openapi.ts'
export { type OperationSpec, operationSpec, operations } from './spec/operation.ts'
export { parseJson } from './spec/parse-json.ts'
export { errorCode, hasErrorEnvelope } from './validation/error-envelope.ts'
export { isDocumentedRequest, type RequestViolation, requestViolations } from './validation/validate-request.ts'
export { type ResponseToValidate, type ResponseValidation, validateResponse } from './validation/validate-response.ts'
export type { Violation } from './validation/violation-collector.ts'
