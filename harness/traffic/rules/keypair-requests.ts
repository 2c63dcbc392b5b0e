import { type Contradiction, exchangeName, type ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { isAccepted, rememberIn, type TrafficCall, type TrafficRule } from './traffic-rule.ts'

/** How long a keypair counts as existing after its creation, in milliseconds: an unobserved client may delete it. */
const maxAgeMs = 10_000

interface CreatedKeypair {
  readonly exchange: number
  readonly receivedAt: number
}

/** Finds contradictions in the response to the import of a key. Another requirement covers a response with another key. */
function findOtherImported({ request }: TrafficCall, { body }: ObservedResponse): readonly Contradiction[] {
  const [sent, stored] = [textAt(request, 'keypair/public_key')?.trim(), textAt(body, 'keypair/public_key')?.trim()]
  if (sent === undefined || sent !== stored) return []
  const [asked, shown] = [textAt(request, 'keypair/name'), textAt(body, 'keypair/name')]
  const found: Contradiction[] = []
  if (asked !== undefined && shown !== undefined && asked !== shown)
    found.push({
      requirement: 'keypairs.create.imports',
      message: 'A key was imported under another name than the one in the request.',
      at: 'body/keypair/name',
      expected: asked,
      actual: shown,
    })
  if (hasPrivateKey(body))
    found.push({
      requirement: 'keypairs.create.private-key',
      message: 'The response has a private key, although the request had a public key.',
      at: 'body/keypair/private_key',
      expected: 'no private key',
      actual: 'a private key',
    })
  return found
}

const hasPrivateKey = (body: unknown): boolean => (textAt(body, 'keypair/private_key') ?? '') !== ''

function findNotGenerated({ request }: TrafficCall, { body }: ObservedResponse): readonly Contradiction[] {
  const isRequested =
    textAt(request, 'keypair/name') !== undefined && textAt(request, 'keypair/public_key') === undefined
  if (!isRequested || textAt(body, 'keypair/public_key') === undefined || hasPrivateKey(body)) return []
  return [
    {
      requirement: 'keypairs.create.private-key',
      message: 'The response to the creation of a keypair without a public key has no private key.',
      at: 'body/keypair/private_key',
      expected: 'the private key that the service generated',
      actual: 'none',
    },
  ]
}

/** `isKnown`: whether the creation of a keypair with that name was observed. Otherwise it is assumed not to exist. */
function findOtherShown(
  { resource = '' }: TrafficCall,
  { body }: ObservedResponse,
  isKnown: boolean,
): readonly Contradiction[] {
  const shown = textAt(body, 'keypair/name')
  if (hasPrivateKey(body))
    return [
      {
        requirement: 'keypairs.create.private-key',
        message: 'showKeypair returns a private key, which only the response to the creation may have.',
        at: 'body/keypair/private_key',
        expected: 'no private key',
        actual: 'a private key',
      },
    ]
  if (shown === undefined || shown.toLowerCase() === resource.toLowerCase()) return []
  return [
    {
      requirement: isKnown ? 'keypairs.show.by-name' : 'keypairs.unknown-refused',
      message: 'showKeypair returns a keypair with another name than the one in the path.',
      at: 'body/keypair/name',
      expected: resource,
      actual: shown,
    },
  ]
}

/** Compares single responses about keypairs with their requests, and finds a second keypair with the same name. */
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
    if (call.operation === 'showKeypair') return findOtherShown(call, response, this.#created.has(call.resource ?? ''))
    if (call.operation !== 'createKeypair') return []
    return [...findOtherImported(call, response), ...findNotGenerated(call, response), ...this.#create(call, response)]
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
        message: `A keypair was created although one with this name exists (${exchangeName(earlier.exchange)}).`,
        at: 'status',
        expected: '409',
        actual: String(status),
      },
    ]
  }
}
