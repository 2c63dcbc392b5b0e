import { isRequestFor, type UpstreamResponse } from '../../fixtures/tampering-proxy.ts'
import { actionOf, type ProxyRule, respondingTo } from '../proxy-rules.ts'
import type { ComposedTarget } from './composed-target.ts'

const withBody = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): UpstreamResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(text),
})

/** Replaces the successful responses of the emulator to a read. */
const garbling = (path: RegExp, replacement: UpstreamResponse): ProxyRule => ({
  change: (request, response) =>
    isRequestFor(request, 'GET', path) && response.status === 200 ? replacement : response,
})

const rejectingAction = (action: string, replacement: UpstreamResponse | 'reset'): ProxyRule => ({
  intercept: (request) => (actionOf(request) === action ? replacement : undefined),
})

const failure = withBody(500, '{"computeFault":{"code":500,"message":"Unexpected"}}')

/** One whose operations break off, or return what no client can read, each in its own way and every time. */
export const unreadableTarget: ComposedTarget = {
  name: 'one whose responses never come or cannot be read',
  rules: () => [
    respondingTo('GET', '/os-availability-zone', () => 'reset'),
    respondingTo('GET', '/servers/detail', () => 'reset'),
    respondingTo('GET', /^\/servers\/[^/]+\/os-volume_attachments$/, () =>
      withBody(200, '{}', { 'content-encoding': 'gzip' }),
    ),
    garbling(/^\/os-keypairs\/.+$/, withBody(200, '{"keypair":{"name":')),
    garbling(/^\/servers\/[^/]+\/os-volume_attachments\/.+$/, withBody(200, '')),
    rejectingAction('addSecurityGroup', 'reset'),
    rejectingAction('createImage', failure),
  ],
  faults: ['flavors-min-ram-ignored', 'start-answers-body', 'update-clears-others', 'reboot-type-unchecked'],
  missing: ['listAvailabilityZones', 'listServersDetail', 'listVolumeAttachments'],
  violates: [
    'zones.list.answers',
    'servers.detail.answers',
    'attachments.list.answers',
    'keypairs.show.by-name',
    'attachments.show.by-volume-id',
    'groups.add.attaches',
    'images.create.accepted',
    'conventions.json-object',
  ],
}
