import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '#contract'

export interface Ended {
  /** Exit code; -1 when a signal ended it. */
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Started {
  readonly ended: Promise<Ended>
  kill(signal: NodeJS.Signals): void
}

/** An environment in which nothing names a cloud. */
const plainEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(OS_|NODE_OPTIONS|VITEST|NO_COLOR|FORCE_COLOR)/.test(name)),
)

/** Starts the command line as its users do: a process of its own, from what was built. */
export function start(...args: readonly string[]): Started {
  const bin = join(packageRoot, 'bin', 'compute-conformance.js')
  const child = spawn(process.execPath, [bin, ...args], { env: plainEnvironment, stdio: ['ignore', 'pipe', 'pipe'] })
  const texts = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.err += text
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code: code ?? -1, ...texts }))
  })
  return { ended, kill: (signal) => void child.kill(signal) }
}

export const command = (...args: readonly string[]): Promise<Ended> => start(...args).ended

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'conformance-test-'))

/** Writes a file into a folder and returns its path. */
export function write(folder: string, name: string, value: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}
