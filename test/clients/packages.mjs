/** Puts on the machine what a client needs, by its name in Debian, npm or Go; nothing comes from anywhere else. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const here = import.meta.dirname
export const scratch = join(here, 'scratch')

function does(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options })
  return { isDone: status === 0, complaint: `${stderr ?? ''}${stdout ?? ''}`.trim().split('\n').at(-1) ?? '' }
}

/** @returns why the need cannot be met; undefined when it is */
export function provide(need) {
  const { isDone, complaint } = installers[need.kind](need)
  return isDone ? undefined : `${need.name} cannot be had: ${complaint}`
}

const installers = {
  debian: ({ name, check: [command, ...args] }) => {
    if (does(command, args).isDone) return { isDone: true }
    if (process.getuid?.() !== 0) return { isDone: false, complaint: 'only root may install it' }
    return installDebian(name)
  },
  npm: ({ name }) => {
    const [bare] = name.split('@')
    if (existsSync(join(scratch, 'node_modules', bare))) return { isDone: true }
    mkdirSync(scratch, { recursive: true })
    return does('npm', [
      'install',
      '--ignore-scripts',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--prefix',
      scratch,
      name,
    ])
  },
  go: ({ name }) => {
    if (!does('go', ['version']).isDone) {
      const installed = installers.debian({ name: 'golang-go', check: ['go', 'version'] })
      if (!installed.isDone) return installed
    }
    return does('go', ['build', '-o', join(scratch, 'bin', name), '.'], { cwd: join(here, name) })
  },
  tofu: () => ({
    isDone: findTofu() !== undefined,
    complaint:
      'neither tofu nor terraform is on the PATH; --build-tofu makes it of its Go module, in some four minutes',
  }),
}

/** Builds OpenTofu of its Go module, unless it or Terraform is there. @returns why it cannot; undefined when it can */
export function buildTofu(version) {
  if (findTofu() !== undefined) return undefined
  const fetched = spawnSync('go', ['mod', 'download', '-json', `github.com/opentofu/opentofu@${version}`], {
    encoding: 'utf8',
  })
  if (fetched.status !== 0) return fetched.stdout || fetched.stderr || 'there is no go'
  const { isDone, complaint } = does('go', ['build', '-o', join(scratch, 'bin', 'tofu'), './cmd/tofu'], {
    cwd: JSON.parse(fetched.stdout).Dir,
  })
  return isDone ? undefined : complaint
}

/** OpenTofu, from here or from the PATH, or else Terraform. */
export function findTofu() {
  return [join(scratch, 'bin', 'tofu'), 'tofu', 'terraform'].find((tool) => does(tool, ['version']).isDone)
}

let isUpdated = false

function installDebian(name) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  if (!isUpdated) {
    const update = does('apt-get', ['update', '-qq'], { env: environment })
    if (!update.isDone) return update
    isUpdated = true
  }
  return does('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env: environment })
}
