import { documentedProperties, hashes, operationIds, profiles, requirements } from '#contract'
import { assembleReport, type RunRecord } from './assemble.ts'
import type { Report } from './report.ts'

/** The report of a run, measured with this package's own contract and register. */
export const buildReport = (run: RunRecord): Report =>
  assembleReport(run, {
    requirements,
    profiles,
    coverable: { operations: operationIds, properties: documentedProperties },
    hashes,
  })
