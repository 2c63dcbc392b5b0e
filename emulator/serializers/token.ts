import { createHash } from 'node:crypto'
import type { JsonObject } from '../server/response.ts'
import type { Tenant, Token, User } from '../state/accounts.ts'
import { inSeconds, withFraction } from './timestamps.ts'

const region = 'KR1'
const domain = { id: 'default', name: 'Default' }

interface Service {
  readonly type: string
  readonly name: string
  readonly url: string
}

/** Returns the services of the cloud, all at the origin that the client called. */
function servicesFor(origin: string, tenant: Tenant, identityVersion: 'v2.0' | 'v3'): readonly Service[] {
  return [
    { type: 'compute', name: 'nova', url: `${origin}/v2/${tenant.id}` },
    { type: 'image', name: 'glance', url: `${origin}/image` },
    { type: 'network', name: 'neutron', url: `${origin}/network` },
    { type: 'volumev2', name: 'cinderv2', url: `${origin}/volume/v2/${tenant.id}` },
    { type: 'volumev3', name: 'cinderv3', url: `${origin}/volume/v3/${tenant.id}` },
    { type: 'identity', name: 'keystone', url: `${origin}/identity/${identityVersion}` },
  ]
}

/** Returns an id that depends only on the parts of a name. */
function idOf(...parts: readonly string[]): string {
  return createHash('md5').update(parts.join(' ')).digest('hex')
}

const role = { id: idOf('role', 'member'), name: 'member' }

/** Represents a token with its service catalog as identity v2.0 does. */
export function tokenV2(origin: string, { text, user, issuedAt, expiresAt }: Token): JsonObject {
  const catalog = servicesFor(origin, user.tenant, 'v2.0').map(({ type, name, url }) => ({
    type,
    name,
    endpoints: [{ region, publicURL: url, internalURL: url, adminURL: url, id: idOf('endpoint', type) }],
    endpoints_links: [],
  }))
  return {
    access: {
      token: {
        id: text,
        issued_at: withFraction(issuedAt).slice(0, -1),
        expires: inSeconds(expiresAt),
        tenant: { ...user.tenant, enabled: true, description: '' },
        audit_ids: [idOf(text).slice(0, 22)],
      },
      serviceCatalog: catalog,
      user: { id: user.id, name: user.name, username: user.name, roles: [{ name: role.name }], roles_links: [] },
      metadata: { is_admin: 0, roles: [role.id] },
    },
  }
}

/** Returns the project of a user as identity v3 represents it. */
export function projectOf({ tenant }: User): JsonObject {
  return { ...tenant, domain_id: domain.id, enabled: true, is_domain: false, description: '' }
}

/** Represents a user as identity v3 does. */
export function userV3({ id, name }: User): JsonObject {
  return { id, name, domain_id: domain.id, enabled: true }
}

/** Represents a token with its service catalog as identity v3 does. */
export function tokenV3(origin: string, { text, user, issuedAt, expiresAt }: Token) {
  const catalog = servicesFor(origin, user.tenant, 'v3').map(({ type, name, url }) => ({
    type,
    name,
    id: idOf('service', type),
    endpoints: ['public', 'internal', 'admin'].map((endpointInterface) => ({
      id: idOf('endpoint', type, endpointInterface),
      interface: endpointInterface,
      region,
      region_id: region,
      url,
    })),
  }))
  return {
    token: {
      methods: ['password'],
      user: { id: user.id, name: user.name, domain, password_expires_at: null },
      project: { ...user.tenant, domain },
      is_domain: false,
      roles: [role],
      audit_ids: [idOf(text).slice(0, 22)],
      issued_at: withFraction(issuedAt),
      expires_at: withFraction(expiresAt),
      catalog,
    },
  }
}
