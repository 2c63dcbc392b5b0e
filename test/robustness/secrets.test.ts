/** Thirteen secrets pass through a run in many encodings. No report, journal or terminal output contains any of them. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { expectWithinLimits, runCli } from '../fixtures/run-cli.ts'
import { startProxy } from '../fixtures/tampering-proxy.ts'
import { startLeakingProxy } from './leaking-proxy.ts'
import { allSecrets, base64, echo, encodingsOf, findSecrets, percentEncoded, secrets } from './planted-secrets.ts'

test('the scan finds every secret in every encoding', () => {
  for (const secret of allSecrets)
    for (const encoded of encodingsOf(secret)) expect(findSecrets(`before ${encoded} after`).length).toBeGreaterThan(0)
  expect(findSecrets(echo)).toHaveLength(13)
})

describe('no secret is written', () => {
  test('during a run that signs in, creates, waits, fails, retries and is redirected', async () => {
    const proxy = await startLeakingProxy()
    onTestFinished(() => proxy.close())
    const { config } = proxy
    const auth = {
      authUrl: `${config.target.url}/identity/v3`,
      username: 'conformance',
      password: secrets.password,
      applicationCredentialId: 'x',
      applicationCredentialSecret: secrets.applicationSecret,
    }
    const other = { tenant: config.other.tenant, username: 'other', password: secrets.otherPassword }
    const run = await runCli({ ...config, auth, other }, { ownProcess: true, env: { DEBUG: '1' } })
    expect(run.report?.requests).toBeGreaterThan(400)
    expect(run.report?.resources.leaked.length).toBeGreaterThan(0)
    expect(Object.keys(run.files).some((name) => name.startsWith('journal-'))).toBe(true)
    const outputs = { ...run.files, stdout: run.stdout, stderr: run.stderr }
    for (const [name, text] of Object.entries(outputs))
      expect({ name, secrets: findSecrets(text) }).toEqual({ name, secrets: [] })
    for (const name of ['report.json', 'report.html.json', 'report.md', 'junit.xml'])
      expect(run.files[name]).toContain('(removed)')
    expectWithinLimits(run)
  })

  test.each([
    ['a JSON error', 401, JSON.stringify({ error: { code: 401, message: echo } })],
    ['a page', 500, `<pre>${echo}</pre>`],
    ['a redirect', 302, echo],
  ])('when the identity service repeats the request in %s', async (_, status, body) => {
    const proxy = await startProxy(({ path }, _upstream, response) => {
      if (!path.startsWith('/identity')) return false
      const location = `http://127.0.0.1:9/${percentEncoded(secrets.password)}/${base64(secrets.password)}`
      response.writeHead(status, { 'content-type': 'application/json', location }).end(body)
      return true
    })
    onTestFinished(() => proxy.close())
    const { config } = proxy
    const auth = { authUrl: `${config.target.url}/identity/v3`, username: 'ada', password: secrets.password }
    const other = { ...config.other, token: secrets.otherToken }
    const run = await runCli({ ...config, auth, other }, { ownProcess: true, env: { DEBUG: '1' } })
    expect(run.code).toBeGreaterThan(1)
    expect(run.stderr).not.toBe('')
    // The other secrets of the echo were never part of this run.
    expect(findSecrets(run.stderr).filter((match) => /^(password|otherToken) /.test(match))).toEqual([])
    expectWithinLimits(run)
  })
})
