import { readFileSync } from 'node:fs'
import {
  type EmulatorEdition,
  type EmulatorOptions,
  faults,
  interpretations,
  isLoopback,
  type RunningEmulator,
  startEmulator,
} from '#emulator'
import { UsageError } from '#engine/errors'
import { didYouMean } from '#engine/input'
import { writeReadyFile } from '../files/ready-file.ts'
import { printErrorLine } from '../output.ts'
import { faultsMatching, faultTable, ineffectiveFaults } from './fault-list.ts'

export interface EmulateFlags {
  readonly port: number
  readonly host: string
  readonly readyFile?: string
  readonly fault?: readonly string[]
  /** True, or a pattern. */
  readonly listFaults?: boolean | string
  readonly edition?: EmulatorEdition
  readonly interpretation?: readonly string[]
  readonly listInterpretations?: boolean
  readonly timing?: string
  readonly state?: string
  readonly control?: boolean
}

const interpretationTable = (): string =>
  interpretations
    .map(
      ({ name, ambiguities, description }) => `${name.padEnd(36)} ${ambiguities.join(', ').padEnd(30)} ${description}`,
    )
    .join('\n')

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

function readTiming(name: string): NonNullable<EmulatorOptions['timing']> {
  if (name === 'instant' || name === 'realistic') return name
  try {
    return JSON.parse(readFileSync(name, 'utf8'))
  } catch (cause) {
    throw new UsageError(`--timing ${name}: expected instant, realistic or a JSON file: ${reasonOf(cause)}`, { cause })
  }
}

function checkNames(flags: EmulateFlags): void {
  const unknown = flags.fault?.find((name) => !faults.some((fault) => fault.name === name))
  if (unknown !== undefined)
    throw new UsageError(
      `--fault ${unknown}: unknown fault${didYouMean(
        unknown,
        faults.map(({ name }) => name),
      )}; --list-faults prints all of them`,
    )
  const unread = flags.interpretation?.find((name) => !interpretations.some((known) => known.name === name))
  if (unread !== undefined)
    throw new UsageError(
      `--interpretation ${unread}: unknown${didYouMean(
        unread,
        interpretations.map(({ name }) => name),
      )}; --list-interpretations prints all of them`,
    )
}

async function start(flags: EmulateFlags): Promise<RunningEmulator> {
  const { port, host, edition, control = false, fault = [], interpretation = [], timing, state } = flags
  const options = {
    ...{ port, host, control, faults: fault, interpretations: interpretation },
    ...(edition === undefined ? {} : { edition }),
    ...(timing === undefined ? {} : { timing: readTiming(timing) }),
    ...(state === undefined ? {} : { state }),
  }
  try {
    return await startEmulator(options)
  } catch (cause) {
    const reason = reasonOf(cause)
    // The emulator names the entry of a timing, but not the file.
    if (timing !== undefined && reason.startsWith('timing'))
      throw new UsageError(`--timing ${timing}: ${reason}`, { cause })
    const isSystemError = cause instanceof Error && 'code' in cause
    throw new UsageError(isSystemError ? `--host ${host} --port ${port}: cannot listen (${reason})` : reason, { cause })
  }
}

/** Serves the emulator until the process gets SIGINT or SIGTERM. Returns the exit code. */
export async function emulate(flags: EmulateFlags): Promise<number> {
  const { listFaults } = flags
  if (listFaults || flags.listInterpretations) {
    const selected = typeof listFaults === 'string' ? faultsMatching(listFaults) : faults
    process.stdout.write(`${listFaults ? faultTable(selected) : interpretationTable()}\n`)
    return 0
  }
  checkNames(flags)
  for (const { name } of ineffectiveFaults(flags.fault ?? [], flags.edition ?? '2020-03'))
    printErrorLine(`compute-conformance: warning: --fault ${name} shows only with --edition 2026-05`)
  const emulator = await start(flags)
  try {
    if (flags.readyFile !== undefined) writeReadyFile(flags.readyFile, emulator.config)
    if (!isLoopback(flags.host))
      process.stderr.write(
        `compute-conformance: warning: --host ${flags.host} lets other machines connect, and the emulator's passwords are public.\n`,
      )
    process.stdout.write(`Serving on ${emulator.url}. Press Ctrl-C to stop.\n`)
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve)
      process.once('SIGTERM', resolve)
    })
  } finally {
    await emulator.close()
  }
  return 0
}
