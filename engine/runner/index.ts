/** Runs the suites against a target: once, repeatedly, or as a dry run. */

export { type EmbeddedTarget, pollBasedTiming, startEmbedded } from './embedded.ts'
export { applyExemptions, applyExemptionsToShard, type Exemptions } from './exemptions.ts'
export { planRun, type RunPlan } from './plan/plan.ts'
export { redactReport } from './redact-report.ts'
export { runRepeatedly } from './repeat.ts'
export { createReusableSuiteRunner } from './reusable-suite-runner.ts'
export { type RunRequest, runOnce } from './run-once.ts'
export { type Shard, type SuiteRunner, wholeShard } from './suite-runner.ts'
