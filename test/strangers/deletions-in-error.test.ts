/** A deletion that takes effect although it returns an error does not show that requests need a body. */
import { expect, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { forward, isRequestFor, startProxy } from '../fixtures/tampering-proxy.ts'
import { respond } from './proxy-rules.ts'

test('the deletion of a keypair that returns 500 after it took effect is accused of that alone', async () => {
  const failure = respond(500, { computeFault: { code: 500, message: 'The server has got itself into trouble.' } })
  const proxy = await startProxy((request, upstream, response) =>
    isRequestFor(request, 'DELETE', /^\/os-keypairs\/./) && upstream.status < 300 ? forward(failure, response) : false,
  )
  try {
    const only = ['conventions.no-request-body', 'keypairs.delete.removes']
    const { requirement } = await runSuites(proxy.config, { only })
    expect(requirement('keypairs.delete.removes').outcome).toBe('fail')
    expect(requirement('conventions.no-request-body').outcome).toBe('pass')
  } finally {
    await proxy.close()
  }
})
