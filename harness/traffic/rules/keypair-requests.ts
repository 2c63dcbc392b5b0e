import { type Contradiction, exchangeName, type ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { isAccepted, rememberIn, type TrafficCall, type TrafficRule } from './traffic-rule.ts'

/** Milliseconds after its creation within which a keypair counts as one that exists: its user may delete it out of sight. */
const maxAgeMs = 10_000

interface CreatedKeypair {
  readonly exchange: number
  readonly receivedAt: number
}

/** What the response to a create has to have of the request. */
function findOtherCreated({ request }: TrafficCall, { body }: ObservedResponse): readonly Contradiction[] {
  const [asked, shown] = [textAt(request, 'keypair/name'), textAt(body, 'keypair/name')]
  const isImport = textAt(request, 'keypair/public_key') !== undefined
  const hasPrivateKey = (textAt(body, 'keypair/private_key') ?? '') !== ''
  const found: Contradiction[] = []
  if (asked !== undefined && shown !== undefined && asked !== shown)
    found.push({
      requirement: isImport ? 'keypairs.create.imports' : 'keypairs.create.generates',
      message: 'A keypair was created with another name than was requested.',
      at: 'body/keypair/name',
      expected: asked,
      actual: shown,
    })
  if (shown !== undefined && hasPrivateKey === isImport)
    found.push({
      requirement: 'keypairs.create.private-key',
      message: isImport
        ? 'The response has a private key, although the request had a public key.'
        : 'The response to the creation of a keypair without a public key has no private key.',
      at: 'body/keypair/private_key',
      expected: isImport ? 'no private key' : 'the private key that the service generated',
      actual: isImport ? 'a private key' : 'none',
    })
  return found
}

function findOtherShown({ resource = '' }: TrafficCall, { body }: ObservedResponse): readonly Contradiction[] {
  const shown = textAt(body, 'keypair/name')
  if ((textAt(body, 'keypair/private_key') ?? '') !== '')
    return [
      {
        requirement: 'keypairs.create.private-key',
        message: 'show returns a private key, which only the response to the creation has.',
        at: 'body/keypair/private_key',
        expected: 'no private key',
        actual: 'a private key',
      },
    ]
  if (shown === undefined || shown.toLowerCase() === resource.toLowerCase()) return []
  return [
    {
      requirement: 'keypairs.show.by-name',
      message: 'show returns a keypair of another name than the one in the path.',
      at: 'body/keypair/name',
      expected: resource,
      actual: shown,
    },
  ]
}

/** Compares single responses about keypairs with their requests, and finds a second keypair of one name. */
export class KeypairRequests implements TrafficRule {
  readonly #created = new Map<string, CreatedKeypair>()

  begin({ operation, resource = '' }: TrafficCall): void {
    if (operation === 'deleteKeypair') this.#created.delete(resource)
  }

  forget(resource: string): void {
    this.#created.delete(resource)
  }

  observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    if (!isAccepted(response)) return []
    if (call.operation === 'showKeypair') return findOtherShown(call, response)
    if (call.operation !== 'createKeypair') return []
    return [...findOtherCreated(call, response), ...this.#create(call, response)]
  }

  #create({ request }: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const name = textAt(request, 'keypair/name')
    if (name === undefined) return []
    const { exchange, receivedAt, sentAt, status } = response
    const earlier = this.#created.get(name)
    rememberIn(this.#created, name, { exchange, receivedAt })
    const existed = earlier !== undefined && earlier.receivedAt < sentAt && sentAt - earlier.receivedAt <= maxAgeMs
    if (!existed) return []
    return [
      {
        requirement: 'keypairs.create.duplicate-refused',
        message: `A keypair was created although one of this name was created before (${exchangeName(earlier.exchange)}).`,
        at: 'status',
        expected: '409',
        actual: String(status),
      },
    ]
  }
}
