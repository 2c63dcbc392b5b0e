import { registeredSecrets, registerSecrets } from '#harness/core'
import type { TargetSettings } from '#model'
import { UsageError } from '../errors.ts'
import { narrowed } from './auth/catalog.ts'
import type { ConnectionSettings } from './auth/connection.ts'
import { resolveConnection } from './auth/merge.ts'
import { otherTenant } from './auth/other-tenant.ts'
import { authenticate } from './auth/sign-in.ts'
import { type TokenRefresh, tokenRefreshFor } from './auth/token-refresh.ts'
import { determineCapabilities } from './capabilities.ts'
import type { Config } from './config/config.ts'
import { readConfig, readTimeouts } from './config/file.ts'
import { discover } from './discovery/discover.ts'
import { locateCompute } from './endpoint/compute-endpoint.ts'
import { parseEndpoint, targetUrl } from './endpoint/endpoint.ts'
import { servicesFrom } from './endpoint/services.ts'
import { createHttpClient, type HttpClient } from './http-client.ts'
import { present } from './json.ts'
import { preflight } from './preflight.ts'
import type { RunContext, RunOptions } from './run-options.ts'
import { profileNamed, selectionFrom } from './selection.ts'
import { checkStatusControl, statusControl } from './status-control.ts'
import { timeoutsFrom } from './timeouts.ts'

export type { RunContext, RunOptions }

export interface Resolved {
  readonly settings: TargetSettings
  /** The ids that the target's root lists. */
  readonly versions: readonly string[]
  /** For runs that last longer than their tokens. */
  readonly renewal: TokenRefresh
}

/** What is decided without asking anybody. */
type Intentions = Pick<
  TargetSettings,
  'runId' | 'profile' | 'selection' | 'readOnly' | 'maxServers' | 'timeouts' | 'journal'
>

function positive(option: string, value: number, kind: 'number' | 'whole number'): number {
  if (value > 0 && (kind === 'number' ? Number.isFinite(value) : Number.isInteger(value))) return value
  throw new UsageError(`${option} is ${value}; expected a ${kind} greater than zero`)
}

function intentions(options: RunOptions, config: Config, context: RunContext): Intentions {
  const profile = profileNamed(options.profile ?? config.target?.profile ?? 'toast')
  const fromFile = options.timeouts === undefined ? undefined : readTimeouts(options.timeouts, context)
  const scale = positive('--timeout-scale', options.timeoutScale ?? 1, 'number')
  return {
    runId: context.runId,
    profile: profile.id,
    selection: selectionFrom(options.only ?? [], options.skip ?? [], profile),
    readOnly: options.readOnly ?? false,
    maxServers: positive('--max-servers', options.maxServers ?? config.limits?.maxServers ?? 4, 'whole number'),
    timeouts: timeoutsFrom([config.timeouts, fromFile], scale),
    journal: context.journal,
  }
}

/** What is no token would end in a request that cannot be sent. */
function checkToken(token: string | undefined, from: string): void {
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new UsageError(
      `the token of ${from} is none: it is empty, or has a space, a line break or a letter beyond ASCII`,
    )
}

/** The catalog is worth a request when it can say something that nothing else has said. */
function needsCatalog({ url, credentials }: ConnectionSettings, { services = {} }: Config): boolean {
  const { image, network, blockStorage } = services
  const known = [url, credentials.project?.id, image, network, blockStorage]
  return known.includes(undefined)
}

async function survey(
  web: HttpClient,
  access: ConnectionSettings,
  config: Config,
  plan: Intentions,
  warn: (line: string) => void,
): Promise<Resolved> {
  if (access.url !== undefined) parseEndpoint(access.url, targetUrl)
  const session = await authenticate(web, access, needsCatalog(access, config), warn)
  const catalog = narrowed(session.catalog, access.region, access.interface)
  const compute = await locateCompute(web, access, session, catalog)
  const { token } = session
  registerSecrets(token)
  const { root, versions } = await preflight(web, compute, token)
  const operator = present({ statusControl: statusControl(config.target, compute.url, warn) })
  await checkStatusControl(web, operator.statusControl)
  const { profile, readOnly } = plan
  const services = servicesFrom(catalog, config.services, compute.tenant)
  const given = config.resources ?? {}
  const { resources, notFound } = await discover({ web, compute, token, profile, services, given })
  const other = await otherTenant(web, config.other, access)
  registerSecrets(other?.token)
  const seconded = other ? { other } : {}
  const settings: TargetSettings = {
    ...plan,
    url: compute.url,
    computeUrl: compute.computeUrl,
    tenant: compute.tenant,
    token,
    secrets: registeredSecrets(),
    ...seconded,
    ...operator,
    resources,
    services,
    ...determineCapabilities({ profile, resources, services, readOnly, root, notFound, ...seconded, ...operator }),
    ...(access.tls ? { tls: access.tls } : {}),
  }
  return { settings, versions, renewal: tokenRefreshFor(access, config.other) }
}

/**
 * Everything that the suites need to know about the target, out of options, environment and configuration (in this order of
 * strength), by signing in, by asking the target whether it is there, and by looking for what is not configured. Only GETs and
 * the sign-in's POST are sent. Throws a UsageError for what the user can put right in the command, InconclusiveRunError for a target
 * that does not answer or refuses the token; both are one line.
 */
export async function resolveTarget(options: RunOptions, context: RunContext): Promise<Resolved> {
  const warn = (line: string) => context.warn(line)
  const config = options.config === undefined ? {} : readConfig(options.config, context)
  const plan = intentions(options, config, context)
  const access = resolveConnection(options, config, context, warn)
  const { password, token, application } = access.credentials
  const { auth, other } = config
  registerSecrets(password, token, application?.secret, other?.token, other?.password)
  registerSecrets(auth?.token, auth?.password, auth?.applicationCredentialSecret)
  checkToken(token, access.from)
  checkToken(other?.token, '/other')
  if (access.tls?.insecure === true)
    warn(
      'WARNING: certificates are not checked (--insecure). Anybody on the way can read the token and change the answers.',
    )
  const web = createHttpClient(access.tls)
  try {
    return await survey(web, access, config, plan, warn)
  } finally {
    await web.close()
  }
}
