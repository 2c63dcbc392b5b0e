import type { Evidence } from '#model'
import { findingOf } from '../assertions/finding.ts'
import { type ObservedCall, requestedChange } from '../oracle/observation.ts'
import type { RunContext } from '../run-context.ts'
import type { ApiResponse } from './api-response.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { requestKind } from './request-kind.ts'
import { withServerObject } from './unwrapped-server.ts'

/** Returns the id of the server, or the name of the keypair, in the path of a URL. */
function resourceIn(url: string): string | undefined {
  const [, name] = /\/(?:servers|os-keypairs)\/([^/?]+)/.exec(new URL(url).pathname) ?? []
  return name === undefined || name === 'detail' ? undefined : decodeURIComponent(name)
}

/** Returns the metadata key, or the volume id of an attachment, in the path of a URL. */
function partIn(url: string): string | undefined {
  const [, key] = /\/(?:metadata|os-volume_attachments)\/([^/?]+)$/.exec(new URL(url).pathname) ?? []
  return key === undefined ? undefined : decodeURIComponent(key)
}

/** Returns the parameters of the path of a server group. */
function groupParameters(url: string): Readonly<Record<string, string>> {
  const [, id] = /\/os-server-groups\/([^/?]+)$/.exec(new URL(url).pathname) ?? []
  return id === undefined ? {} : { serverGroupId: decodeURIComponent(id) }
}

/** Returns a call in the form that the oracle compares; undefined for companion services and undocumented paths. */
export function observedCall(request: OutgoingRequest): ObservedCall | undefined {
  const { operation, url, content, isAuthorized, isInvalid, deniedBy } = request
  if (operation === undefined) return undefined
  const kind = requestKind(operation, content)
  const { searchParams } = new URL(url)
  const asked = requestedChange(operation, content, partIn(url))
  const named = { resource: resourceIn(url), parameters: groupParameters(url) }
  const access = { isAuthorized, deniedBy }
  return { operation, kind, ...named, query: searchParams, request: asked, ...access, isInvalid }
}

/** Compares a response with the earlier ones of the run, and adds the contradictions to the evidence. */
export function checkOracle(
  evidence: Evidence,
  run: Pick<RunContext, 'oracle' | 'outdatedReads' | 'redactor'>,
  call: ObservedCall,
  response: ApiResponse,
): void {
  const { index, startedAt, ms } = response.exchange
  const { status } = response
  const { operation, resource = '' } = call
  const { json } = operation === 'showServer' ? withServerObject(response, resource) : response
  const times = { sentAt: startedAt, receivedAt: startedAt + ms }
  const headers = {
    date: response.header('date'),
    location: response.header('location'),
    // A cached response, which has the header `Age`, repeats the request id.
    requestId: response.age === undefined ? response.header('x-compute-request-id') : undefined,
    isFromCache: response.isFromCache,
  }
  const observed = { exchange: index, status, body: json, ...headers, ...times }
  evidence.staleReads.push(...run.outdatedReads.observe(call, observed))
  for (const contradiction of run.oracle.observe(call, observed))
    evidence.assertions.push({
      requirement: contradiction.requirement,
      by: 'oracle',
      finding: findingOf({ evidence, run }, response, contradiction),
    })
}
