import type { TargetSettings } from '#harness/client'
import type { Config } from '../config/config.ts'
import { readConfig, readTiming } from '../config/file.ts'
import { confide, confidences } from '../discretion.ts'
import { UsageError } from '../usage-error.ts'
import type { Access } from './access.ts'
import { budgetsFrom } from './budgets.ts'
import { verifiable } from './capabilities.ts'
import { narrowed } from './catalog.ts'
import { locateCompute } from './compute-endpoint.ts'
import { discover } from './discovery.ts'
import { parseEndpoint, targetUrl } from './endpoint.ts'
import { present } from './json.ts'
import { checkWay, operatorWay } from './operator-way.ts'
import { otherTenant } from './other-tenant.ts'
import { preflight } from './preflight.ts'
import { type Renewal, renewalOf } from './renewal.ts'
import type { RunContext, RunOptions } from './run-options.ts'
import { profileNamed, selectionFrom } from './selection.ts'
import { servicesFrom } from './services.ts'
import { openSession } from './session.ts'
import { accessFrom } from './sources.ts'
import { openWeb, type Web } from './web.ts'

export type { RunContext, RunOptions }

export interface Resolved {
  readonly settings: TargetSettings
  /** The ids that the target's root lists. */
  readonly versions: readonly string[]
  /** For runs that last longer than their tokens. */
  readonly renewal: Renewal
}

/** What is decided without asking anybody. */
type Intentions = Pick<
  TargetSettings,
  'runId' | 'profile' | 'selection' | 'readOnly' | 'maxServers' | 'budgets' | 'journal'
>

function positive(option: string, value: number, kind: 'number' | 'whole number'): number {
  if (value > 0 && (kind === 'number' ? Number.isFinite(value) : Number.isInteger(value))) return value
  throw new UsageError(`${option} is ${value}; expected a ${kind} greater than zero`)
}

function intentions(options: RunOptions, config: Config, context: RunContext): Intentions {
  const profile = profileNamed(options.profile ?? config.target?.profile ?? 'toast')
  const timing = options.timing === undefined ? undefined : readTiming(options.timing, context)
  const scale = positive('--timeout-scale', options.timeoutScale ?? 1, 'number')
  return {
    runId: context.runId,
    profile: profile.id,
    selection: selectionFrom(options.only ?? [], options.skip ?? [], profile),
    readOnly: options.readOnly ?? false,
    maxServers: positive('--max-servers', options.maxServers ?? config.limits?.maxServers ?? 4, 'whole number'),
    budgets: budgetsFrom([config.timing, timing], scale),
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
function needsCatalog({ url, credentials }: Access, { services = {} }: Config): boolean {
  const { image, network, blockStorage } = services
  const known = [url, credentials.project?.id, image, network, blockStorage]
  return known.includes(undefined)
}

async function survey(
  web: Web,
  access: Access,
  config: Config,
  plan: Intentions,
  warn: (line: string) => void,
): Promise<Resolved> {
  if (access.url !== undefined) parseEndpoint(access.url, targetUrl)
  const session = await openSession(web, access, needsCatalog(access, config), warn)
  const catalog = narrowed(session.catalog, access.region, access.interface)
  const compute = await locateCompute(web, access, session, catalog)
  const { token } = session
  confide(token)
  const { root, versions } = await preflight(web, compute, token)
  const operator = present({ operator: operatorWay(config.target, compute.url, warn) })
  await checkWay(web, operator.operator)
  const { profile, readOnly } = plan
  const services = servicesFrom(catalog, config.services, compute.tenant)
  const given = config.resources ?? {}
  const { resources, notFound } = await discover({ web, compute, token, profile, services, given })
  const other = await otherTenant(web, config.other, access)
  confide(other?.token)
  const seconded = other ? { other } : {}
  const settings: TargetSettings = {
    ...plan,
    url: compute.url,
    computeUrl: compute.computeUrl,
    tenant: compute.tenant,
    token,
    secrets: confidences(),
    ...seconded,
    ...operator,
    resources,
    services,
    ...verifiable({ profile, resources, services, readOnly, root, notFound, ...seconded, ...operator }),
    ...(access.tls ? { tls: access.tls } : {}),
  }
  return { settings, versions, renewal: renewalOf(access, config.other) }
}

/**
 * Everything that the suites need to know about the target, out of options, environment and configuration (in this order of
 * strength), by signing in, by asking the target whether it is there, and by looking for what is not configured. Only GETs and
 * the sign-in's POST are sent. Throws a UsageError for what the user can put right in the command, NoJudgement for a target
 * that does not answer or refuses the token; both are one line.
 */
export async function resolveTarget(options: RunOptions, context: RunContext): Promise<Resolved> {
  const warn = (line: string) => context.warn(line)
  const config = options.config === undefined ? {} : readConfig(options.config, context)
  const plan = intentions(options, config, context)
  const access = accessFrom(options, config, context, warn)
  const { password, token, application } = access.credentials
  const { auth, other } = config
  confide(password, token, application?.secret, other?.token, other?.password)
  confide(auth?.token, auth?.password, auth?.applicationCredentialSecret)
  checkToken(token, access.from)
  checkToken(other?.token, '/other')
  if (access.tls?.insecure === true)
    warn(
      'WARNING: certificates are not checked (--insecure). Anybody on the way can read the token and change the answers.',
    )
  const web = openWeb(access.tls)
  try {
    return await survey(web, access, config, plan, warn)
  } finally {
    await web.close()
  }
}
