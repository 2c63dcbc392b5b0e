/** Model-based testing (stateful property-based testing): random walks on a target, whose responses are compared with a model. */
export type { Exploration, ExploredViolation } from './exploration.ts'
export { type ExploreRequest, type ExploreResult, exploreTarget } from './explore-target.ts'
export { renderScript } from './output/script.ts'
export { readSequence, renderSequence } from './output/sequence-file.ts'
export { coverageLines, totalLine, violationLines } from './output/summary.ts'
