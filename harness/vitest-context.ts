/** What the suites put into Vitest's `task.meta`, and what the runner provides to them. */
import 'vitest' // without this import the augmentation below does not merge
import type { Evidence, RequirementId, TargetSettings } from '#model'

declare module 'vitest' {
  interface TaskMeta {
    requirements?: readonly RequirementId[]
    evidence?: Evidence
  }
  interface ProvidedContext {
    target: TargetSettings
    /** Which part of the suites runs: `{ index: 1, count: 1 }` is all of them. */
    shard: { readonly index: number; readonly count: number }
  }
}
