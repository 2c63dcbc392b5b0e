import { createOverrides, type HookOverrides } from './overrides.ts'

/** An emulator's state, as far as hooks need it. */
interface FaultyCloud {
  readonly faults: {
    readonly isEmpty: boolean
    /** The key of the wrong behaviours that hooks currently have. */
    readonly current: object
  }
}

/** The first argument of a hook. It leads to the emulator whose faults apply: a cloud, or a call to one of its operations. */
export type HookScope = FaultyCloud | { readonly cloud: FaultyCloud }

export type HookArguments = readonly [scope: HookScope, ...rest: unknown[]]

/**
 * A piece of the emulator's behaviour that faults can replace. It is called like any other function, and its correct behaviour is
 * defined next to the code that calls it.
 */
export interface Hook<Args extends HookArguments, Result> extends HookOverrides<Args, Result> {
  (...args: Args): Result
  /** Unique, for example `flavors.minRam`. */
  readonly hookName: string
}

/**
 * Defines a hook by its correct behaviour:
 * `export const isVisible = defineHook('servers.isVisible', (call: OperationCall, server: Server) => …)`.
 */
export function defineHook<Args extends HookArguments, Result>(
  hookName: string,
  correct: (...args: Args) => Result,
): Hook<Args, Result> {
  const replacements = new WeakMap<object, (...args: Args) => Result>()
  const behaviourFor = (faults: object) => replacements.get(faults) ?? correct
  const hook = (...args: Args): Result => {
    const [scope] = args
    const { faults } = 'cloud' in scope ? scope.cloud : scope
    return faults.isEmpty ? correct(...args) : behaviourFor(faults.current)(...args)
  }
  const overrides = createOverrides<Args, Result>(hookName, (faults, wrapper) => {
    replacements.set(faults, wrapper(behaviourFor(faults)))
  })
  return Object.assign(hook, { hookName }, overrides)
}
