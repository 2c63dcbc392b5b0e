import type { FormatName } from '#reporters/formats'

/** A report to write. Without a path it goes to the output folder, or to standard output if its format has no file. */
export interface ReportRequest {
  readonly format: FormatName
  readonly path?: string
}

/** The reports that are written without `--report`. */
export const defaultReports: readonly ReportRequest[] = [{ format: 'console' }, { format: 'json' }, { format: 'html' }]
