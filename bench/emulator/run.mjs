/**
 * Measures the emulator next to a bare `node:http` server that writes the same bytes, and next to Prism's mock server of our OpenAPI
 * description: `npm run bench`. Options: `--seconds N` per measurement (2), `--rounds N` (5), `--without-prism`. Needs
 * `npm run build`. Prints the figures and writes them to results.md.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measureManyServers, measureStart } from './footprint.mjs'
import * as processes from './processes.mjs'
import { render } from './render.mjs'
import { measureThroughput, startTargets } from './throughput.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    'without-prism': { type: 'boolean', default: false },
  },
})
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)]
const connections = 16
const onProgress = (text) => process.stderr.write(`${text}\n`)

try {
  onProgress('start time')
  // Load the modules of the first fetch of this process before its time is measured.
  await fetch('http://127.0.0.1:1').catch(() => undefined)
  const start = await measureStart()
  const startWithState = await measureStart('--state', processes.temporaryFile())
  onProgress('ten thousand servers')
  const manyServers = await measureManyServers()
  const prism = values['without-prism'] ? undefined : await processes.installPrism()
  if (prism === undefined) onProgress('Prism is left out: disabled, or not available from the registry.')
  const targets = await startTargets(prism)
  const rows = await measureThroughput(targets, { connections, milliseconds: seconds * 1000, rounds, onProgress })
  const names = Object.keys(targets)
  const markdown = render({ names, rows, start, startWithState, manyServers, connections, seconds, rounds })
  process.stdout.write(markdown)
  writeFileSync(new URL('results.md', import.meta.url), markdown)
} finally {
  processes.cleanUp()
}
process.exit()
