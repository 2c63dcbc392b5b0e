import { readFileSync } from 'node:fs'
import type { Report } from '#results'

/** A report with every outcome, accepted failures, leftover resources, and text of a hostile target. */
export const exampleReport: Report = JSON.parse(readFileSync(new URL('./example-report.json', import.meta.url), 'utf8'))
