/** Types of what the suites store in Vitest's `task.meta`, and of what the runner provides to them. */
import 'vitest' // required for the augmentation below to merge
import type { Evidence, RequirementId, TargetSettings } from '#model'

declare module 'vitest' {
  interface TaskMeta {
    requirements?: readonly RequirementId[]
    /** Requirements whose missing capabilities do not prevent the test from running for the others. */
    whereAvailable?: readonly RequirementId[]
    evidence?: Evidence
    /** An ordinary probe starts after all tests without this mark, and a final one after those. */
    probe?: 'ordinary' | 'final'
  }
  interface ProvidedContext {
    target: TargetSettings
    /** The part of the suites to run; `{ index: 1, count: 1 }` is all of them. */
    shard: { readonly index: number; readonly count: number }
  }
}
