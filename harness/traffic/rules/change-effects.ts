import { resolvePointer } from '#contract'
import type { RequirementId } from '#model'
import { type Contradiction, exchangeName } from '../../oracle/observation.ts'
import { objectText, setText, textAt } from '../../oracle/read-attribute.ts'
import { isAtRest } from './server-view.ts'
import type { TrafficCall } from './traffic-rule.ts'

/** An accepted request for a server that was at rest. */
export interface AcceptedChange {
  readonly kind: string
  readonly request: unknown
  readonly exchange: number
  /** The description of the server before. */
  readonly before: unknown
}

/** The contradictions in a description: an effect is missing, or the request had another effect. */
export interface ChangeEffects {
  readonly missing: readonly Contradiction[]
  readonly other: readonly Contradiction[]
}

/** An attribute of a server, read as text; undefined if a description lacks it. */
interface Attribute {
  readonly at: string
  read(server: unknown): string | undefined
}

const text = (at: string): Attribute => ({ at, read: (server) => textAt(server, at) })
const groups: Attribute = { at: 'security_groups', read: (server) => setText(server, 'security_groups', 'name') }

/** Attributes that an update must not change unless it names them. */
const kept: readonly Attribute[] = [
  ...['name', 'accessIPv4', 'accessIPv6', 'OS-DCF:diskConfig', 'flavor/id', 'image/id', 'key_name'].map(text),
  groups,
  { at: 'metadata', read: (server) => objectText(server, 'metadata') },
]

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

const groupsOf = (server: unknown): readonly string[] => (groups.read(server) ?? '').split(', ').filter(Boolean)

/** Tells whether the later value only adds to the earlier one: some values of a new server appear after it is ACTIVE. */
function onlyAdds(earlier: string, later: string): boolean {
  if (earlier === '' || earlier === '{}') return true
  const values = later.split(', ')
  return values.length > 1 && earlier.split(', ').every((value) => values.includes(value))
}

/** Finds a change of an attribute that the request should not change. */
function changedAttribute(
  { at, read }: Attribute,
  { before, exchange, kind }: AcceptedChange,
  after: unknown,
  requirement: RequirementId,
): readonly Contradiction[] {
  const [earlier, later] = [read(before), read(after)]
  if (earlier === undefined || later === undefined || earlier === later || onlyAdds(earlier, later)) return []
  return [
    {
      requirement,
      message: `${at} of a server differs after ${kind.replace('actOnServer ', '')} (${exchangeName(exchange)}), which should not change it.`,
      at: `body/server/${at}`,
      expected: earlier,
      actual: later,
    },
  ]
}

function afterGroupChange(
  change: AcceptedChange,
  after: unknown,
  action: 'addSecurityGroup' | 'removeSecurityGroup',
): ChangeEffects {
  const none = { missing: [], other: [] }
  const name = textAt(change.request, `${action}/name`)
  const [was, is] = [groupsOf(change.before), groupsOf(after)]
  // A service that shows no groups at all does not show changes of them.
  if (name === undefined || uuid.test(name) || was.length === 0) return none
  const isAdded = action === 'addSecurityGroup'
  const requirement = isAdded ? 'groups.add.attaches' : 'groups.remove.detaches'
  const contradiction = (message: string): Contradiction => ({
    requirement,
    message: `${message} (${exchangeName(change.exchange)}).`,
    at: 'body/server/security_groups',
    expected: (isAdded ? [...was, name] : was.filter((group) => group !== name)).join(', ') || 'none',
    actual: is.join(', ') || 'none',
  })
  const lost = was.find((group) => group !== name && !is.includes(group))
  return {
    missing: is.includes(name) === isAdded ? [] : [contradiction(`${action} was accepted but has no effect`)],
    other: lost === undefined ? [] : [contradiction(`${action} also removed the server's security group ${lost}`)],
  }
}

function afterUpdate(change: AcceptedChange, after: unknown): ChangeEffects {
  const requested = resolvePointer(change.request, 'body/server')
  const names = typeof requested === 'object' && requested !== null ? Object.keys(requested) : []
  const address = textAt(requested, 'accessIPv4')
  const shown = textAt(after, 'accessIPv4')
  // The requirement about the name covers an update without any effect.
  const isDone = [undefined, textAt(after, 'name')].includes(textAt(requested, 'name'))
  const isLost = isDone && address !== undefined && shown !== undefined && shown !== address
  return {
    missing: isLost
      ? [
          {
            requirement: 'servers.update.access-ipv4',
            message: `An update of accessIPv4 was accepted but has no effect (${exchangeName(change.exchange)}).`,
            at: 'body/server/accessIPv4',
            expected: address,
            actual: shown,
          },
        ]
      : [],
    other: [
      ...kept
        .filter(({ at }) => !names.includes(at))
        .flatMap((attribute) => changedAttribute(attribute, change, after, 'servers.update.single-attribute')),
      ...changedAttribute(text('hostId'), change, after, 'servers.update.limited'),
    ],
  }
}

/**
 * Finds an accepted request that must be rejected because the server was already in the requested state. `shownIn`: the exchange that
 * showed that state.
 */
export function findUnneeded({ kind, request, before }: AcceptedChange, shownIn: number): readonly Contradiction[] {
  const accepted = (requirement: RequirementId, what: string): readonly Contradiction[] => [
    {
      requirement,
      message: `${kind.replace('actOnServer ', '')} was accepted for a server that ${what} (${exchangeName(shownIn)}).`,
      at: 'status',
      expected: 'a rejection (4xx)',
      actual: 'a success (2xx)',
    },
  ]
  const flavor = textAt(request, 'resize/flavorRef')
  if (flavor !== undefined && flavor === textAt(before, 'flavor/id'))
    return accepted('servers.resize.same-flavor-refused', 'has this flavor')
  const group = textAt(request, 'removeSecurityGroup/name')
  const groupsBefore = groupsOf(before)
  const isAbsent = group !== undefined && !uuid.test(group) && groupsBefore.length > 0 && !groupsBefore.includes(group)
  return isAbsent ? accepted('groups.remove.not-attached', 'does not have this security group') : []
}

/** Finds a server that is at rest some time after its deletion was accepted. Deleting a server in ERROR may have failed. */
function afterDeletion({ exchange }: AcceptedChange, after: unknown): ChangeEffects {
  const status = textAt(after, 'status') ?? ''
  if (status === 'ERROR' || !isAtRest(after, status)) return { missing: [], other: [] }
  const contradiction: Contradiction = {
    requirement: 'servers.delete.removes',
    message: `A server is ${status} with no task in progress, although its deletion was accepted (${exchangeName(exchange)}).`,
    at: 'body/server/status',
    expected: '404, or a server that is being deleted',
    actual: status,
  }
  return { missing: [contradiction], other: [] }
}

/** Compares the description of a server with the one before an accepted request; undefined for a request that is not compared. */
export function effectsOf(change: AcceptedChange, after: unknown): ChangeEffects | undefined {
  switch (change.kind) {
    case 'actOnServer addSecurityGroup':
      return afterGroupChange(change, after, 'addSecurityGroup')
    case 'actOnServer removeSecurityGroup':
      return afterGroupChange(change, after, 'removeSecurityGroup')
    case 'updateServer':
      return afterUpdate(change, after)
    case 'deleteServer':
      return afterDeletion(change, after)
    default:
      return undefined
  }
}

/** Finds an update whose response does not show the new name, or the flavor of the server. */
export function findOldState({ request }: TrafficCall, before: unknown, body: unknown): readonly Contradiction[] {
  const shown = resolvePointer(body, 'body/server')
  const compared: readonly (readonly [at: string, expected: string | undefined])[] = [
    ['name', textAt(request, 'server/name')?.trim()],
    ['flavor/id', textAt(before, 'flavor/id')],
  ]
  return compared.flatMap(([at, expected]) => {
    const actual = textAt(shown, at)
    if (expected === undefined || expected === '' || actual === undefined || actual.trim() === expected) return []
    return [
      {
        requirement: 'servers.update.answer',
        message: `The response to an update shows another ${at} than the server has after it.`,
        at: `body/server/${at}`,
        expected,
        actual,
      },
    ]
  })
}
