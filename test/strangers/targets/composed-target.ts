/** Targets that are wrong in ten or more places, as young emulators, gateways and forks are. */
import type { EmulatorOptions } from '#emulator'
import type { ProxyRule } from '../proxy-rules.ts'

export interface ComposedTarget {
  readonly name: string
  /** Faults of the emulator. Each violates the requirement that it is listed with. */
  readonly faults?: readonly string[]
  /** The edition of the document that it serves; default 2020-03. */
  readonly edition?: EmulatorOptions['edition']
  readonly interpretations?: readonly string[]
  readonly timing?: EmulatorOptions['timing']
  readonly seed?: EmulatorOptions['seed']
  /** Rules for one run; they may remember requests. */
  readonly rules?: () => readonly ProxyRule[]
  /** Requirements that the rules violate, besides those of the faults. */
  readonly violates?: readonly string[]
  /** Violated requirements that no client can judge because of another violation: requirement → the one to blame. */
  readonly masked?: Readonly<Record<string, string>>
  /** Requirements that may fail besides: requirement → why. */
  readonly alsoRed?: Readonly<Record<string, string>>
  /** Operations that do not exist: the requirements about them alone may stay undecided. */
  readonly missing?: readonly string[]
}
