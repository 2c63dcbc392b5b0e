import type { AppliedProfile } from '#contract'
import { UsageError } from '#engine/errors'
import { defined } from '#engine/input'
import { registeredSecrets, registerSecrets } from '#harness/core'
import { hasDocumentPaths, operationsUrl, type TargetSettings } from '#model'
import { selectEndpoints } from './auth/catalog.ts'
import type { ConnectionSettings } from './auth/connection.ts'
import { secondTenant } from './auth/other-tenant.ts'
import { resolveConnection } from './auth/resolve-connection.ts'
import { authenticate } from './auth/sign-in.ts'
import { type TokenRefresh, tokenRefreshFor } from './auth/token-refresh.ts'
import { determineCapabilities } from './capabilities.ts'
import type { Config } from './config/config.ts'
import { readConfig, readTimeouts } from './config/read-config.ts'
import { discover } from './discovery/discover.ts'
import { locateCompute } from './endpoint/compute-endpoint.ts'
import { parseEndpoint, targetUrlLabel } from './endpoint/endpoint.ts'
import { servicesFrom } from './endpoint/services.ts'
import { createHttpClient, type HttpClient } from './http-client.ts'
import { preflight } from './preflight.ts'
import { profileIn, selectionFrom, withoutPathRules } from './selection.ts'
import { checkStatusControl, statusControl } from './status-control.ts'
import type { ResolveContext, TargetOptions } from './target-options.ts'
import { timeoutsFrom } from './timeouts.ts'

/** The settings of a run, and the data of the target that they do not contain. */
export interface ResolvedTarget {
  readonly settings: TargetSettings
  /** The version ids that the target's root lists. */
  readonly versions: readonly string[]
  readonly tokenRefresh: TokenRefresh
}

/** The settings that depend only on options and configuration. */
type RunPolicy = Pick<
  TargetSettings,
  'runId' | 'profile' | 'edition' | 'selection' | 'readOnly' | 'maxServers' | 'timeouts' | 'journal'
>

function positive(option: string, value: number, kind: 'number' | 'whole number'): number {
  if (value > 0 && (kind === 'number' ? Number.isFinite(value) : Number.isInteger(value))) return value
  throw new UsageError(`${option} is ${value}; expected a ${kind} greater than zero`)
}

/** The maximum of --timeout-scale: with a larger one, a single wait could take days. */
const maxTimeoutScale = 100

/**
 * Returns the profile of the options, or else of the configuration. The edition in the configuration applies only to the profile in the
 * configuration.
 */
function profileFor(options: TargetOptions, { target }: Config): AppliedProfile {
  const edition = options.edition ?? (options.profile === undefined ? target?.edition : undefined)
  return profileIn(options.profile ?? target?.profile ?? 'toast', edition)
}

function runPolicy(options: TargetOptions, config: Config, context: ResolveContext): RunPolicy {
  const profile = profileFor(options, config)
  const timeoutsFile = options.timeouts === undefined ? undefined : readTimeouts(options.timeouts, context)
  const scale = positive('--timeout-scale', options.timeoutScale ?? 1, 'number')
  if (scale > maxTimeoutScale) throw new UsageError(`--timeout-scale is ${scale}; expected at most ${maxTimeoutScale}`)
  return {
    runId: context.runId,
    profile: profile.id,
    edition: profile.edition,
    selection: selectionFrom(options.only ?? [], options.skip ?? [], profile, options.failed),
    readOnly: options.readOnly ?? false,
    maxServers: positive('--max-servers', options.maxServers ?? config.limits?.maxServers ?? 4, 'whole number'),
    timeouts: timeoutsFrom([config.timeouts, timeoutsFile], scale),
    journal: context.journal,
  }
}

/** Rejects a token that cannot be sent as a header value. */
function checkToken(token: string | undefined, source: string): void {
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new UsageError(`invalid token from ${source}: empty, or contains whitespace or non-ASCII characters`)
}

/** Tells whether the catalog is needed for a setting that is not configured. */
function needsCatalog({ url, credentials }: ConnectionSettings, { services = {} }: Config): boolean {
  const { image, network, blockStorage } = services
  const configured = [url, credentials.project?.id, image, network, blockStorage]
  return configured.includes(undefined)
}

interface ConnectInputs {
  readonly connection: ConnectionSettings
  readonly config: Config
  readonly policy: RunPolicy
  warn(line: string): void
}

/** Signs in, checks the endpoint, and discovers resources and capabilities. */
async function connect(http: HttpClient, { connection, config, policy, warn }: ConnectInputs): Promise<ResolvedTarget> {
  if (connection.url !== undefined) parseEndpoint(connection.url, targetUrlLabel)
  const session = await authenticate(http, connection, needsCatalog(connection, config), warn)
  const catalog = selectEndpoints(session.catalog, connection.region, connection.interface)
  const located = await locateCompute(http, connection, session, catalog)
  const { token } = session
  registerSecrets(token)
  const { root, versions, compute } = await preflight(http, located, token)
  const control = defined({ statusControl: statusControl(config.target, compute.url, warn) })
  await checkStatusControl(http, control.statusControl)
  const { profile, readOnly } = policy
  const allowCostly = config.limits?.allowCostly ?? false
  const services = servicesFrom(catalog, config.services, compute.tenant)
  const configured = config.resources ?? {}
  const { resources, notFound } = await discover({ http, compute, token, profile, services, configured })
  const other = await secondTenant(http, config.other, connection)
  registerSecrets(other?.token)
  const optional = { ...(other ? { other } : {}), ...control }
  const documentPaths = hasDocumentPaths(compute)
  const inputs = { profile, resources, services, readOnly, allowCostly, root, documentPaths, notFound, ...optional }
  const selection = documentPaths ? policy.selection : withoutPathRules(policy.selection, operationsUrl(compute))
  const settings: TargetSettings = {
    ...policy,
    ...optional,
    ...compute,
    selection,
    token,
    secrets: registeredSecrets(),
    resources,
    services,
    ...determineCapabilities(inputs),
    ...defined({ tls: connection.tls, proxy: connection.proxy }),
  }
  return { settings, versions, tokenRefresh: tokenRefreshFor(connection, config.other) }
}

/** Reads the config file, and applies the limits that options override. */
function configOf({ config: file, allowCostly }: TargetOptions, context: ResolveContext): Config {
  const config = file === undefined ? {} : readConfig(file, context)
  return { ...config, limits: { ...config.limits, ...defined({ allowCostly }) } }
}

/**
 * Resolves options, environment and configuration (in this order of precedence) to the settings of a run: signs in, checks that
 * the target responds, and discovers resources that are not configured. Only GETs and the POST of the sign-in are sent. Throws a
 * UsageError when the command has to be corrected, and an InconclusiveRunError when the target does not respond or rejects the token.
 */
export async function resolveTarget(options: TargetOptions, context: ResolveContext): Promise<ResolvedTarget> {
  const warn = (line: string) => context.warn(line)
  const config = configOf(options, context)
  const policy = runPolicy(options, config, context)
  const connection = resolveConnection(options, config, context, warn)
  const { password, token, application } = connection.credentials
  const { auth, other } = config
  registerSecrets(password, token, application?.secret, other?.token, other?.password)
  registerSecrets(auth?.token, auth?.password, auth?.applicationCredentialSecret)
  checkToken(token, connection.source)
  checkToken(other?.token, '/other')
  if (connection.tls?.insecure === true)
    warn(
      'WARNING: certificate verification is disabled (--insecure): anyone on the network path can read the token and change responses.',
    )
  const http = createHttpClient(connection)
  try {
    return await connect(http, { connection, config, policy, warn })
  } finally {
    await http.close()
  }
}
