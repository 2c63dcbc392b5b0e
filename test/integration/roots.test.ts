/** Clouds that are signed in to and verified from clouds.yaml alone, with their Compute service at roots other than the document's. */
import { expect, type OnTestFinishedHandler, test } from 'vitest'
import { type Cloud, type CloudOptions, startCloud } from '../fixtures/cloud-at-root.ts'
import { runCommand } from '../fixtures/exec-cli.ts'
import { writeFile } from '../fixtures/files.ts'
import { serve } from '../fixtures/loopback-server.ts'
import { createReportFolder } from './report-folder.ts'

const { path, readReport } = createReportFolder()

const pathRules = ['versions.list.answers', 'versions.v2']
const only = ['flavors.list.answers', 'zones.list.answers', ...pathRules]

/** The context of the test that uses a server: the global function would stop it after any of the concurrent tests. */
interface Finishing {
  onTestFinished(handler: OnTestFinishedHandler): void
}

async function start(options: CloudOptions, { onTestFinished }: Finishing): Promise<Cloud> {
  const cloud = await startCloud(options)
  onTestFinished(cloud.close)
  return cloud
}

/** Runs the suites against the cloud that a clouds.yaml of only this entry names, and returns its report. */
async function verify(name: string, cloud: Cloud, entry: object, ...others: readonly string[]) {
  const auth = {
    auth_url: `${cloud.url}/identity/v3`,
    username: 'conformance',
    password: 'conformance-password',
    project_id: cloud.config.target.tenant,
  }
  const file = writeFile(path(), `${name}.yaml`, { clouds: { [name]: { auth, ...entry } } })
  const { code, stderr } = await runCommand(
    [
      'run',
      '--os-cloud',
      name,
      '--out',
      path(name),
      '--timeout-scale',
      '0.05',
      '--quiet',
      '--only',
      ...only,
      ...others,
    ],
    { env: { OS_CLIENT_CONFIG_FILE: file } },
  )
  const { requirements, notes, target, errors } = readReport(name)
  const undecided = requirements.flatMap(({ id, outcome, reason }) => (outcome === 'inconclusive' ? [id, reason] : []))
  expect([stderr, errors, undecided, code]).toEqual(['', [], [], 0])
  const selected = requirements.filter(({ id }) => [...only, ...others].includes(id))
  const outcomes = Object.fromEntries(selected.map(({ id, outcome, off }) => [id, off === true ? 'off' : outcome]))
  return { outcomes, notes, target }
}

test.concurrent.for([
  ['with the project in its paths, by HTTPS', { root: '/compute/v2.1/{tenant}', https: true }, []],
  ['without the project in its paths', { root: '/compute/v2.1' }, ['servers.show.answers']],
] as const)('a cloud behind a prefix, %s', async ([, options, others], context) => {
  const cloud = await start(options, context)
  const root = options.root.replace('{tenant}', cloud.config.target.tenant)

  const name = options.root.replaceAll(/\W/g, '')
  const { outcomes, notes, target } = await verify(name, cloud, { cacert: cloud.authorityFile }, ...others)

  expect(outcomes).toEqual({
    ...Object.fromEntries([...only, ...others].map((id) => [id, 'pass'])),
    ...Object.fromEntries(pathRules.map((id) => [id, 'off'])),
  })
  expect(target.url).toBe(`${cloud.url}/compute/v2.1`)
  expect(target.versions).toContain('v2.1')
  expect(notes).toEqual([
    `The operations of the target are below ${cloud.url}${root}; rules about /v2/{tenantId} were left out.`,
  ])
  expect(cloud.requests).toContain(`GET ${root}/flavors`)
})

test.concurrent('a cloud with three regions receives requests in the chosen one alone', async (context) => {
  let elsewhere = 0
  const others = await serve((_, response) => {
    elsewhere++
    response.writeHead(500).end()
  })
  context.onTestFinished(others.close)
  const otherRegions = { KR1: others.url, JP1: others.url }
  const cloud = await start({ root: '/v2/{tenant}', region: 'KR2', otherRegions }, context)

  const { outcomes, notes } = await verify('three', cloud, { region_name: 'KR2' })

  expect(Object.values(outcomes)).toEqual(only.map(() => 'pass'))
  expect(notes).toBeUndefined()
  expect(elsewhere).toBe(0)
})
