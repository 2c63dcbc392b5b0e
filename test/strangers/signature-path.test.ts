/**
 * A target written from the signatures of the first edition: it attaches volumes by POST to `os-volume_attachments/{volumeId}` only, and
 * responds with 201 to what creates a resource and with 501 to a method that it implements nowhere (RFC 9110, sections 9.1 and 15.3.2).
 */
import { expect, onTestFinished, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { isRequestFor } from '../fixtures/tampering-proxy.ts'
import { type ProxyRule, respond, respondingTo } from './proxy-rules.ts'
import { startTarget } from './start-target.ts'

const below = /^\/servers\/[^/]+\/os-volume_attachments\/[^/]+$/
const attachesBelow: ProxyRule = {
  rewrite: (request) =>
    isRequestFor(request, 'POST', below) ? { ...request, path: request.path.replace(/\/[^/]+$/, '') } : request,
  change: (request, response) =>
    isRequestFor(request, 'POST', below) && response.status === 200 ? { ...response, status: 201 } : response,
}

test('a target with the path, the statuses and the methods of the signatures follows every recommendation about them', async () => {
  const rules = [
    respondingTo('POST', /^\/servers\/[^/]+\/os-volume_attachments$/, () => respond(405)),
    attachesBelow,
    respondingTo('PATCH', /./, () => respond(501)),
  ]
  const proxy = await startTarget({ name: 'a target written from signatures', rules: () => rules })
  onTestFinished(() => proxy.close())
  const only = ['servers.unknown-status', 'errors.unknown-route', 'status.attach-volume', 'attachments.create.path']
  const run = await runSuites(proxy.config, { only, edition: '2020-03', timeoutScale: 0.1 })

  for (const id of only) expect(run.requirement(id), id).toMatchObject({ outcome: 'pass' })
  expect(run.requirement('attachments.create.path')).toMatchObject({ variant: 'volume-id' })
})
