/** The server of the full lifecycle: its steps, and the state that they share. */
import { type ApiResponse, assume, hasAddress, isObject, startIfStopped, type Verify } from '#harness'
import { keepsAddress } from '../addresses.ts'
import { expectedObservations, type ObservedWait, verifyTransition } from '../transition-checks.ts'
import { requestServerById, untilActive, waitUntilActive } from './active-server.ts'
import { type EquipmentFixtures, requestEquippedServer } from './equipped-server.ts'
import { watchMembership } from './group-watch.ts'
import { deletePair, setLaterPair, setLaterValues } from './later-values.ts'
import { tryForbiddenAction } from './rejected-actions.ts'
import { compareInterfaces } from './requested-interfaces.ts'
import { shelveAndUnshelve } from './server-shelving.ts'
import {
  bringToActive,
  describeStatus,
  restStatusOf,
  stoppedStatuses,
  untilDeleted,
  untilPoweredOff,
} from './server-state.ts'
import { verifyLaterUpdate } from './updated-time.ts'
import { readBothLists } from './whole-lists.ts'

interface Fixtures extends EquipmentFixtures {
  readonly verify: Verify
  readonly build: EquipmentFixtures['build'] & { name(label: string): string }
}

/** A server that was requested, after the wait until it is ACTIVE. */
interface Creation extends Awaited<ReturnType<typeof waitUntilActive>> {
  readonly name: string
  /** The name of its keypair, if it has one. */
  readonly key: string | undefined
  /** The number of networks in its request. */
  readonly interfaces: number
}

/** Checks, after an action, that the server is still a member of its server group. */
type CheckMembership = (after: string) => Promise<void>

/** One server from its creation to its deletion. Each method is a step of the test, and verifies its requirements. */
export class LifecycleServer {
  readonly fixtures: Fixtures
  readonly #creation: Creation
  readonly #checkMembership: CheckMembership
  #checkDeletedPair = async (): Promise<void> => undefined
  readonly #shownAfterActions = new Map<string, ApiResponse>()
  #name: string
  #built: ApiResponse
  #isShownStopped = false
  /** Its flavor after the resize. */
  newFlavor: string | undefined

  private constructor(fixtures: Fixtures, creation: Creation, checkMembership: CheckMembership) {
    this.fixtures = fixtures
    this.#creation = creation
    this.#checkMembership = checkMembership
    this.#name = creation.name
    this.#built = creation.created
  }

  /** Requests the server, and waits until it is ACTIVE or will not become ACTIVE. */
  static async request(fixtures: Fixtures): Promise<LifecycleServer> {
    const { compute, build } = fixtures
    const equipped = await requestEquippedServer(fixtures, 'lifecycle')
    const plain = build.server('lifecycle')
    const creation = await waitUntilActive(compute, equipped, () => requestServerById(compute, plain))
    const isEquipped = creation.serverId === equipped.serverId
    const name = isEquipped ? equipped.name : String(plain.server['name'])
    const group = isEquipped ? equipped.group : undefined
    const interfaces = isEquipped ? equipped.interfaces : 1
    const checkMembership = await watchMembership(compute, group, creation.serverId)
    return new LifecycleServer(fixtures, { ...creation, name, key: equipped.key, interfaces }, checkMembership)
  }

  get id(): string {
    return this.#creation.serverId
  }

  get name(): string {
    return this.#name
  }

  /** The response that showed the server after it was built. */
  get built(): ApiResponse {
    return this.#built
  }

  /** Records a violation if it has fewer addresses than its request had networks. */
  compareInterfaces(): Promise<void> {
    return compareInterfaces(this.fixtures.compute, this.id, this.built, { count: this.#creation.interfaces })
  }

  /** Whether it showed a documented status when it was stopped; `servers.state.shutoff` covers another one. */
  get isShownStopped(): boolean {
    return this.#isShownStopped
  }

  readonly show = (): Promise<ApiResponse> => this.fixtures.compute.call('showServer', { path: { serverId: this.id } })

  #act(action: string): Promise<ApiResponse> {
    return this.fixtures.compute.call('actOnServer', { path: { serverId: this.id }, body: { [action]: null } })
  }

  /** Verifies that it became ACTIVE, with only the statuses of a creation before. */
  async verifyCreation(): Promise<void> {
    const { compute, verify } = this.fixtures
    const becomesActive = verify('servers.create.becomes-active')
    const { response, statusHistory, mismatch, blockedBy } = this.#creation.becoming
    if (mismatch) {
      assume(blockedBy === undefined, mismatch.message, blockedBy)
      const started = await startIfStopped(compute, this.id, this.#creation.becoming)
      const lasts = started.mismatch ? becomesActive : verify.soft('servers.create.becomes-active')
      lasts.holds(false, response, mismatch)
    } else {
      becomesActive.pass()
      this.verifyTransition('create', { response, statusHistory: expectedObservations('create', statusHistory) })
    }
    verify.complete('servers.create.becomes-active')
    this.#built = hasAddress(response) ? response : await this.#showWithAddress()
  }

  /** Verifies that the statuses observed during a wait belong to the transition (`servers.state.legal-transitions`). */
  verifyTransition(transition: string, wait: ObservedWait): void {
    verifyTransition(this.fixtures.verify.soft('servers.state.legal-transitions'), transition, wait)
  }

  async #showWithAddress(): Promise<ApiResponse> {
    return (await this.fixtures.compute.poll(this.show, hasAddress, 'propagation', 'an address')).value
  }

  /** Sets values that no action may reset, and deletes a pair of metadata that no action may bring back. */
  async changeValues(): Promise<void> {
    await this.setLaterValues('lifecycle-later')
    this.#checkDeletedPair = await deletePair(this.fixtures.compute, this.id, 'lifecycle')
  }

  /** Gives it a new name, and other values that no action may reset. */
  async setLaterValues(label: string): Promise<void> {
    this.#name = await setLaterValues(this.fixtures.compute, this, this.fixtures.build.name(label))
  }

  /** Verifies that it can be stopped, after a start that must be rejected. */
  async verifyStop(): Promise<void> {
    const { compute, verify } = this.fixtures
    await tryForbiddenAction(
      compute,
      this.id,
      { 'os-start': null },
      { ...untilActive, after: 'os-start', name: 'start' },
    )
    const becomesShutoff = verify('servers.stop.becomes-shutoff')
    const stopped = await verifyLaterUpdate(compute, this.id, async () => {
      becomesShutoff.isSuccess(await this.#act('os-stop'))
      return becomesShutoff.waitFor(this.id, untilPoweredOff)
    })
    verify.complete('servers.stop.becomes-shutoff')
    this.#isShownStopped = stoppedStatuses.includes(describeStatus(stopped.response))
    if (this.isShownStopped) this.verifyTransition('os-stop from ACTIVE', stopped)
  }

  /** Verifies that it can be started, after a stop that must be rejected. */
  async verifyStart(): Promise<void> {
    const { compute, verify } = this.fixtures
    await tryForbiddenAction(compute, this.id, { 'os-stop': null }, untilPoweredOff)
    await setLaterPair(compute, this.id, 'conformance-stopped')
    await this.#checkMembership('os-stop')
    const becomesActive = verify('servers.start.becomes-active')
    const started = await verifyLaterUpdate(compute, this.id, async () => {
      becomesActive.isSuccess(await this.#act('os-start'))
      return becomesActive.reachesStatus(this.id, 'ACTIVE', 'os-start', 'start')
    })
    verify.complete('servers.start.becomes-active')
    if (this.isShownStopped) this.verifyTransition('os-start from SHUTOFF', started)
    await this.recordAfter('os-start')
  }

  /** Shelves and unshelves it. Other tests verify these actions. */
  async shelve(): Promise<void> {
    const { compute } = this.fixtures
    await bringToActive(compute, this.id)
    await shelveAndUnshelve(compute, this.id, () => this.#checkMembership('shelve'))
    await this.recordAfter('unshelve')
  }

  /** Checks its membership after an action, and stores the response that shows it, to compare its addresses later. */
  async recordAfter(action: string): Promise<void> {
    await this.#checkMembership(action)
    if (hasAddress(this.built)) this.#shownAfterActions.set(action, await this.#showWithAddress())
  }

  /** Verifies that a deletion removes it. */
  async verifyDeletion(): Promise<void> {
    const { compute, verify } = this.fixtures
    const { key } = this.#creation
    // The oracle reports a keypair that is deleted together with the server.
    const showKey = () => key && compute.call('showKeypair', { path: { keypairName: key } })
    await showKey()
    await this.#checkDeletedPair()
    const status = restStatusOf(await this.show())
    const removes = verify('servers.delete.removes')
    removes.isSuccess(await compute.call('deleteServer', { path: { serverId: this.id } }))
    await readBothLists(compute)
    const deletion = await removes.waitFor(this.id, untilDeleted)
    verify.complete('servers.delete.removes')
    await showKey()
    if (status) this.verifyTransition(`delete from ${status}`, deletion)
  }

  /** Verifies that it had the same addresses after each action. */
  verifyAddresses(): void {
    const { verify } = this.fixtures
    const violated = isObject(this.built.at('body/server/addresses'))
      ? 'servers.addresses.per-port'
      : 'servers.addresses'
    assume(hasAddress(this.built), 'The server showed no address when it was built.', violated)
    const perPort = verify.soft('servers.addresses.per-port')
    for (const [action, shown] of this.#shownAfterActions) perPort.matches(shown, keepsAddress(action))
    assume(this.#shownAfterActions.size > 0, 'No action that could change the addresses was completed.')
    verify.complete('servers.addresses.per-port')
  }
}
