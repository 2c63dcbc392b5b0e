/** Installs the packages that clients need, only from Debian, npm and the Go module proxy. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const here = import.meta.dirname
/** Folder of npm packages and built programs. */
export const scratchFolder = join(here, 'scratch')

/** Runs a command. @returns whether it succeeded, and the last line that it printed as the error message */
function tryRun(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options })
  return { isSuccess: status === 0, message: `${stderr ?? ''}${stdout ?? ''}`.trim().split('\n').at(-1) ?? '' }
}

/** Installs a package unless it is there. @returns an error message if it cannot be installed */
export function ensurePackage(required) {
  const { isSuccess, message } = installers[required.kind](required)
  return isSuccess ? undefined : `${required.name} is not available: ${message}`
}

const installers = {
  debian: ({ name, check: [command, ...args] }) => {
    if (tryRun(command, args).isSuccess) return { isSuccess: true }
    if (process.getuid?.() !== 0) return { isSuccess: false, message: 'only root can install it' }
    return installDebian(name)
  },
  npm: ({ name }) => {
    const [packageName] = name.split('@')
    if (existsSync(join(scratchFolder, 'node_modules', packageName))) return { isSuccess: true }
    mkdirSync(scratchFolder, { recursive: true })
    return tryRun('npm', [
      'install',
      '--ignore-scripts',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--prefix',
      scratchFolder,
      name,
    ])
  },
  go: ({ name }) => {
    if (!tryRun('go', ['version']).isSuccess) {
      const installed = installers.debian({ name: 'golang-go', check: ['go', 'version'] })
      if (!installed.isSuccess) return installed
    }
    return tryRun('go', ['build', '-o', join(scratchFolder, 'bin', name), '.'], { cwd: join(here, name) })
  },
  tofu: () => ({
    isSuccess: findTofu() !== undefined,
    message:
      'neither tofu nor terraform is on the PATH; --build-tofu builds OpenTofu from its Go module (about four minutes)',
  }),
}

/** Builds OpenTofu from its Go module unless it or Terraform is installed. @returns an error message if that fails */
export function buildTofu(version) {
  if (findTofu() !== undefined) return undefined
  const download = spawnSync('go', ['mod', 'download', '-json', `github.com/opentofu/opentofu@${version}`], {
    encoding: 'utf8',
  })
  if (download.status !== 0) return download.stdout || download.stderr || 'go is not installed'
  const { isSuccess, message } = tryRun('go', ['build', '-o', join(scratchFolder, 'bin', 'tofu'), './cmd/tofu'], {
    cwd: JSON.parse(download.stdout).Dir,
  })
  return isSuccess ? undefined : message
}

/** Returns the command of OpenTofu, from the scratch folder or the PATH, or else of Terraform. */
export function findTofu() {
  return [join(scratchFolder, 'bin', 'tofu'), 'tofu', 'terraform'].find((tool) => tryRun(tool, ['version']).isSuccess)
}

let isUpdated = false

function installDebian(name) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  if (!isUpdated) {
    const update = tryRun('apt-get', ['update', '-qq'], { env: environment })
    if (!update.isSuccess) return update
    isUpdated = true
  }
  return tryRun('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env: environment })
}
