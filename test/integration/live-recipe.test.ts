/** The recipe of docs/nhn-cloud.md, followed word for word in a cloud that is shaped like the vendor's. */
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { startCloud } from '../fixtures/cloud-at-root.ts'
import { runCommand } from '../fixtures/exec-cli.ts'
import { temporaryFolder, writeFile } from '../fixtures/files.ts'
import { serve } from '../fixtures/loopback-server.ts'
import { createReportFolder } from './report-folder.ts'

const { path, readReport } = createReportFolder()
const recipe = readFileSync(new URL('../../docs/nhn-cloud.md', import.meta.url), 'utf8')
const identity = 'https://api-identity-infrastructure.nhncloudservice.com'

/** Returns the lines of all code blocks in a language. */
const blocks = (language: string): readonly string[] =>
  [...recipe.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text)

const shellLines = blocks('sh').flatMap((block) => block.trim().split('\n'))
const variables = shellLines.flatMap((line) => /^export (\w+)=/.exec(line)?.[1] ?? [])
const commands = shellLines.flatMap((line) => /^node bin\/compute-conformance\.js (.*)$/.exec(line)?.[1] ?? [])

/** Returns the text of the YAML block that begins with the name of its file. */
const fileNamed = (name: string): string => blocks('yaml').find((block) => block.startsWith(`# ${name}\n`)) ?? ''

/** Keeps the test short: one requirement of a read, one of a server, and one of the retired family of flavors. */
const only = ['--only', 'flavors.detail.answers', 'servers.update.renames', 'servers.create.destination-local']

async function startVendorCloud(unknownIn: 'v2.0' | 'v3') {
  const elsewhere: string[] = []
  const others = await serve((request, response) => {
    elsewhere.push(`${request.method} ${request.url}`)
    response.writeHead(500).end()
  })
  onTestFinished(others.close)
  const cloud = await startCloud({
    ...{ root: '/v2/{tenant}', unknownIn, retiredFlavors: /^u2/, emulator: { edition: '2026-05' } },
    otherRegions: { KR2: others.url, JP1: others.url },
  })
  onTestFinished(cloud.close)
  return { cloud, elsewhere }
}

const credentialsOf = ({ config, userId }: Awaited<ReturnType<typeof startCloud>>) => ({
  NHN_TENANT_ID: config.target.tenant,
  NHN_USER: 'conformance',
  NHN_USER_ID: userId,
  NHN_API_PASSWORD: 'conformance-password',
})

test('the recipe leads to a report, in one region, with the identity version that knows the account', async () => {
  const { cloud, elsewhere } = await startVendorCloud('v2.0')
  const env = credentialsOf(cloud)
  expect(variables).toEqual(Object.keys(env))
  writeFile(path(), 'nhn.yaml', fileNamed('nhn.yaml').replace(identity, `${cloud.url}/identity`))
  const outputs: string[] = []
  for (const command of commands) {
    const isRun = command.startsWith('run ')
    const args = [...command.split(' '), ...(isRun ? ['--timeout-scale', '0.5', ...only] : [])]
    const { code, stdout, stderr } = await runCommand(args, { cwd: path(), env })
    expect([command, code, isRun || stderr.includes('no journal of a run in nhn-report')]).toEqual([
      command,
      isRun ? 0 : 2,
      true,
    ])
    if (isRun) expect(stderr).toContain('Signed in with identity v3: v2.0 rejected user "conformance" (401).')
    outputs.push(stdout)
  }

  const [plan] = outputs
  expect(plan).toContain(`Plan for ${cloud.url}/v2, profile nhn, edition 2026-05. Nothing has been created.`)
  expect(plan).toMatch(/availabilityZone +kr-pub-a/)
  expect(plan).toMatch(/volume +\w{8}-/)
  const [, time, unit] = /about \d+ requests in about (\d+) (s|min)/.exec(plan ?? '') ?? []
  const seconds = Number(time) * (unit === 'min' ? 60 : 1)
  expect(seconds, 'a server takes half a minute to start, and two are created').toBeGreaterThanOrEqual(60)
  expect(seconds).toBeLessThanOrEqual(180)
  expect(plan).toContain('no flavor of family u2, which the vendor has retired in region KR1')
  const { target, requirements } = readReport('nhn-report')
  expect(target).toMatchObject({ profile: 'nhn', edition: '2026-05' })
  const outcomes = requirements.filter(({ id }) => only.includes(id)).map(({ id, outcome }) => `${id} ${outcome}`)
  expect(outcomes.toSorted()).toEqual([
    'flavors.detail.answers pass',
    'servers.create.destination-local skipped',
    'servers.update.renames pass',
  ])
  expect(elsewhere).toEqual([])
})

test('the entry of clouds.yaml signs in with v2.0 too', async () => {
  const { cloud } = await startVendorCloud('v3')
  const credentials = credentialsOf(cloud)
  const entry = fileNamed('clouds.yaml')
    .replace(identity, `${cloud.url}/identity`)
    .replace(/username: .*/, `username: ${credentials.NHN_USER}`)
    .replace(/user_id: .*/, `user_id: ${credentials.NHN_USER_ID}`)
    .replace(/password: .*/, `password: ${credentials.NHN_API_PASSWORD}`)
    .replace(/project_id: .*/, `project_id: ${credentials.NHN_TENANT_ID}`)
  const folder = temporaryFolder()
  writeFile(folder, 'clouds.yaml', entry)
  const args = ['run', '--os-cloud', 'nhn', '--profile', 'nhn', '--quiet', '--only', 'flavors.detail.answers']
  expect(await runCommand([...args, '--out', folder], { cwd: folder })).toMatchObject({ code: 0, stderr: '' })
})
