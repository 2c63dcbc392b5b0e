import { documentedProperties, hashes, profiles, requirements } from '#contract'
import { operationIds } from '#model'
import { assembleReport, type RunRecord } from './assemble-report.ts'
import type { Report } from './report.ts'

/** The report of a run, measured with this package's own contract and register. */
export const buildReport = (run: RunRecord): Report =>
  assembleReport(run, {
    requirements,
    profiles,
    coverable: { operations: operationIds, properties: documentedProperties },
    hashes,
  })
