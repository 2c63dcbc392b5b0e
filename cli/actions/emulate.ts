import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type EmulatorOptions, faults, isLoopback, startEmulator } from '#emulator'
import { UsageError } from '../../engine/errors.ts'

export interface EmulateCommand {
  readonly port: number
  readonly readyFile?: string
  readonly faults: readonly string[]
  readonly timing?: string
  readonly state?: string
  readonly control: boolean
  readonly host: string
}

/** The named faults, one a line. */
export const listFaults = (): string =>
  faults
    .map(({ name, requirement, description }) => `${name.padEnd(40)} ${requirement.padEnd(40)} ${description}`)
    .join('\n')

function timingOf(name: string): NonNullable<EmulatorOptions['timing']> {
  if (name === 'instant' || name === 'realistic') return name
  try {
    return JSON.parse(readFileSync(name, 'utf8'))
  } catch (cause) {
    throw new UsageError(
      `--timing ${name}: expected instant, realistic or a JSON file: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    )
  }
}

function checkFaults(names: readonly string[]): void {
  const unknown = names.find((name) => !faults.some((fault) => fault.name === name))
  if (unknown !== undefined)
    throw new UsageError(`--fault ${unknown}: there is no such fault; --list-faults shows them.`)
}

/** Serves the emulator until the process is asked to stop. The ready file appears complete or not at all. */
export async function emulate(command: EmulateCommand): Promise<number> {
  checkFaults(command.faults)
  const emulator = await start(command)
  if (command.readyFile !== undefined) {
    try {
      writeFileSync(`${command.readyFile}.tmp`, JSON.stringify(emulator.config, null, 2), { mode: 0o600 })
      renameSync(`${command.readyFile}.tmp`, command.readyFile)
    } catch (cause) {
      await emulator.close()
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new UsageError(`--ready-file ${command.readyFile}: cannot be written (${reason})`, { cause })
    }
  }
  if (!isLoopback(command.host)) {
    process.stderr.write(
      `compute-conformance: warning: --host ${command.host} lets other machines in; the accounts of the emulator are public.\n`,
    )
  }
  process.stdout.write(`Serving on ${emulator.url}. Ctrl-C stops.\n`)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await emulator.close()
  return 0
}

async function start({ port, host, control, faults: active, timing, state }: EmulateCommand) {
  try {
    return await startEmulator({
      ...{ port, host, control, faults: active },
      ...(timing === undefined ? {} : { timing: timingOf(timing) }),
      ...(state === undefined ? {} : { state }),
    })
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    // The emulator names the entry of a timing, not the file that has it.
    if (timing !== undefined && reason.startsWith('timing'))
      throw new UsageError(`--timing ${timing}: ${reason}`, { cause })
    const isOfTheSystem = cause instanceof Error && 'code' in cause
    throw new UsageError(isOfTheSystem ? `--host ${host} --port ${port}: cannot listen there (${reason})` : reason, {
      cause,
    })
  }
}
