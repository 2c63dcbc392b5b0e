import type { Evidence } from '#model'
import { findingOf } from '../assertions/finding.ts'
import { type ObservedCall, requestedChange } from '../oracle/observation.ts'
import type { RunContext } from '../run-context.ts'
import type { ApiResponse } from './api-response.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { requestKind } from './request-kind.ts'

/** The server or keypair that the path of a URL names. */
function resourceIn(url: string): string | undefined {
  const [, name] = /\/(?:servers|os-keypairs)\/([^/?]+)/.exec(new URL(url).pathname) ?? []
  return name === undefined || name === 'detail' ? undefined : decodeURIComponent(name)
}

/** The key in the path of one pair of the metadata, or the volume in that of an attachment. */
function partIn(url: string): string | undefined {
  const [, key] = /\/(?:metadata|os-volume_attachments)\/([^/?]+)$/.exec(new URL(url).pathname) ?? []
  return key === undefined ? undefined : decodeURIComponent(key)
}

/** A call as the oracle sees it; undefined for companion services and undocumented paths. */
export function observedCall(request: OutgoingRequest): ObservedCall | undefined {
  const { operation, url, content, isAuthorized, isInvalid } = request
  if (operation === undefined) return undefined
  const kind = requestKind(operation, content)
  const { searchParams } = new URL(url)
  const asked = requestedChange(operation, content, partIn(url))
  return { operation, kind, resource: resourceIn(url), query: searchParams, request: asked, isAuthorized, isInvalid }
}

/** Lets the oracle compare a response with the earlier ones of the run, and adds what contradicts them to the evidence. */
export function checkOracle(
  evidence: Evidence,
  run: Pick<RunContext, 'oracle' | 'outdatedReads' | 'redactor'>,
  call: ObservedCall,
  response: ApiResponse,
): void {
  const { index, startedAt, ms } = response.exchange
  const { status, json } = response
  const times = { sentAt: startedAt, receivedAt: startedAt + ms }
  const headers = {
    date: response.header('date'),
    location: response.header('location'),
    // A cache, which says how old its response is, repeats the headers as well.
    requestId: response.age === undefined ? response.header('x-compute-request-id') : undefined,
    age: response.age,
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
