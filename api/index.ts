/** The library: what `import … from 'toast-compute-conformance'` gives. docs/library.md explains it. */
export { type EmulatorOptions, type RunningEmulator, startEmulator } from '#emulator'
export { InconclusiveRunError, UsageError } from '#engine/errors'
export { createProxy, type ProxyOptions, type RunningProxy } from '#engine/proxy'
export { type FormatName, formatNames } from '#reporters/formats'
export type { Outcome, Report, RequirementResult, Verdict } from '#results'
export { type RenderReportOptions, renderReport } from './render-report.ts'
export { type ConformanceOptions, runConformance } from './run-conformance.ts'
