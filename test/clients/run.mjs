/**
 * Drives real OpenStack clients against the emulator, each as a process of its own:
 *
 *     node test/clients/run.mjs [--strict] [--build-tofu] [NAME…]
 *
 * Says one line for each client and version of identity, keeps what they printed in test/clients/out/, and ends with 1
 * when one failed, with --strict also when one that has to run could not.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clients, steps } from './catalog.mjs'
import { startEmulator } from './emulator.mjs'
import { environmentOf } from './environment.mjs'
import { buildTofu, provide, scratch } from './packages.mjs'
import { runStory } from './transcript.mjs'

const here = import.meta.dirname
const out = join(here, 'out')

/** Most of a story is waiting for the client's own next look, so more of them run than there are cores. */
const atOnce = 6

/** The environment without any cloud of the caller's. */
const ownEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(OS|TF|CLIENT)_/.test(name)),
)

async function tell({ client, version, isFirst }) {
  const resize = isFirst || client.confirms ? 'confirm' : 'automatic'
  const emulator = await startEmulator({ resize, faults: client.faults })
  try {
    const environment = {
      ...ownEnvironment,
      CLIENT_PACKAGES: scratch,
      ...(await environmentOf(emulator.config, version, resize)),
    }
    const file = join(out, `${client.name}-v${version}`)
    const told = await runStory({ command: client.command, cwd: here, environment, file: `${file}.log` })
    const requests = await emulator.requests()
    writeFileSync(`${file}.requests.log`, `${requests.join('\n')}\n`)
    return judge(client, version, told, requests)
  } finally {
    await emulator.stop()
  }
}

/** By what a client has to sign in when it is told to use a version of identity. */
const signIn = { 2: 'POST /identity/v2.0/tokens', 3: 'POST /identity/v3/auth/tokens' }

/** A story may neither fail, nor leave out a step that its client is said to be able to do, nor sign in otherwise. */
function judge(client, version, { steps: done, code, lastLine, seconds }, requests) {
  const missing = steps.filter((step) => !done.includes(step) && !(step in client.lacks))
  if (code !== 0) return { verdict: 'FAILED', text: `step ${done.at(-1) ?? 'none'} ended with ${code}: ${lastLine}` }
  if (missing.length > 0) return { verdict: 'FAILED', text: `it left out ${missing.join(', ')}` }
  const wrong = Object.entries(signIn).filter(
    ([other, path]) => (other === version) !== requests.some((line) => line.includes(path)),
  )
  if (wrong.length > 0) return { verdict: 'FAILED', text: `it did not sign in by identity v${version} alone` }
  return { verdict: 'ok', text: `${done.length} steps and ${requests.length} requests in ${seconds.toFixed(0)} s` }
}

function readArguments() {
  try {
    const options = { strict: { type: 'boolean' }, 'build-tofu': { type: 'boolean' } }
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    console.error(error.message)
    process.exit(2)
  }
}

function select(names) {
  const unknown = names.find((name) => !clients.some((client) => client.name === name))
  if (unknown === undefined) return clients.filter(({ name }) => names.length === 0 || names.includes(name))
  console.error(`There is no client ${unknown}; there are ${clients.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const { values, positionals } = readArguments()
const tally = { ok: 0, FAILED: 0, skipped: 0 }
let isIncomplete = false
const say = (verdict, name, text) => {
  tally[verdict] += 1
  console.log(`${verdict} ${name}: ${text}`)
}

mkdirSync(out, { recursive: true })
if (values['build-tofu']) console.log(buildTofu('v1.10.6') ?? 'OpenTofu or Terraform is there.')
const queue = select(positionals).flatMap((client) => {
  const reason = client.needs.map(provide).find((complaint) => complaint !== undefined)
  if (reason === undefined) return client.identity.map((version, index) => ({ client, version, isFirst: index === 0 }))
  say('skipped', client.name, reason)
  isIncomplete ||= client.isCore
  return []
})

const work = async () => {
  for (let story = queue.shift(); story !== undefined; story = queue.shift()) {
    const name = `${story.client.name}, identity v${story.version}`
    const { verdict, text } = await tell(story).catch((error) => ({ verdict: 'FAILED', text: error.message }))
    say(verdict, name, text)
  }
}
await Promise.all(Array.from({ length: atOnce }, work))
console.log(`clients: ${tally.ok} ok, ${tally.FAILED} failed, ${tally.skipped} skipped`)
process.exitCode = tally.FAILED > 0 || (values.strict && isIncomplete) ? 1 : 0
