import { ApiError } from '../server/errors.ts'

/** A defect of the emulator's behaviour: a wrong behaviour of one hook. */
export interface Override {
  readonly hookName: string
  /**
   * Gives the hook its wrong behaviour in the emulators that have this set of faults.
   * @param reportUse to be called whenever the defect takes effect
   */
  readonly install: (faults: object, reportUse: () => void) => void
}

type Behaviour<Args extends readonly unknown[], Result> = (...args: Args) => Result

/** A wrong behaviour; `original` is the behaviour without the fault. */
type WrongBehaviour<Args extends readonly unknown[], Result> = (
  original: Behaviour<Args, Result>,
  ...args: Args
) => Result

/** The ways in which a fault can change a hook. */
export interface HookOverrides<Args extends readonly unknown[], Result> {
  override(behaviour: WrongBehaviour<Args, Result>): Override
  /** Overrides only the calls that meet a condition. */
  overrideWhen(condition: Behaviour<Args, boolean>, behaviour: WrongBehaviour<Args, Result>): Override
  /** Returns a result in place of the `ApiError` with which the hook rejects a request. */
  insteadOfRejection(result: Behaviour<Args, Result>, condition?: Behaviour<Args, boolean>): Override
  /** Calls a listener before each call of the hook and changes nothing, for faults that depend on earlier events. */
  observe(listener: Behaviour<Args, void>): Override
}

/** Replaces the present behaviour of a hook for one set of faults. */
type Wrap<Args extends readonly unknown[], Result> = (
  faults: object,
  wrapper: (original: Behaviour<Args, Result>) => Behaviour<Args, Result>,
) => void

const always = () => true

/** Creates the functions of a hook that define overrides of its behaviour. */
export function createOverrides<Args extends readonly unknown[], Result>(
  hookName: string,
  wrap: Wrap<Args, Result>,
): HookOverrides<Args, Result> {
  const overrideWhen: HookOverrides<Args, Result>['overrideWhen'] = (condition, behaviour) => ({
    hookName,
    install: (faults, reportUse) =>
      wrap(faults, (original) => (...args) => {
        if (!condition(...args)) return original(...args)
        reportUse()
        return behaviour(original, ...args)
      }),
  })
  return {
    override: (behaviour) => overrideWhen(always, behaviour),
    overrideWhen,
    insteadOfRejection: (result, condition = always) => ({
      hookName,
      install: (faults, reportUse) =>
        wrap(faults, (original) => (...args) => {
          try {
            return original(...args)
          } catch (error) {
            if (!(error instanceof ApiError) || !condition(...args)) throw error
            reportUse()
            return result(...args)
          }
        }),
    }),
    observe: (listener) => ({
      hookName,
      install: (faults) =>
        wrap(faults, (original) => (...args) => {
          listener(...args)
          return original(...args)
        }),
    }),
  }
}
