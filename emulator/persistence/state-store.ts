import type { SeedManifest } from '../config.ts'
import { snapshotVersion } from '../snapshot/schema.ts'
import { serializeFaultRule } from '../snapshot/serialize.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { collectionNames, visitCollections } from './collections.ts'
import { SqliteStore, type StoredRecord } from './sqlite-store.ts'

/** The kind of the two records, `fixed` and `mutable`, with the members of a snapshot that are not collections. */
const rootKind = 'root'

interface Change {
  readonly kind: string
  readonly key: string
  /** Called at commit; undefined for a removed item. */
  readonly serialize: (() => object) | undefined
}

/** Persists the state of an emulator: changed records are written before the response to the request that changed them. */
export class StateStore {
  readonly #sqlite: SqliteStore
  #cloud: CloudState | undefined
  /** The changes since the last commit, by kind and key. */
  #changes = new Map<string, Change>()
  #lastMutableState = ''
  #scheduledCommit: Promise<void> | undefined

  private constructor(sqlite: SqliteStore) {
    this.#sqlite = sqlite
  }

  /** Opens the store in a state file. @throws StateFileError */
  static async open(file: string): Promise<StateStore> {
    return new StateStore(await SqliteStore.open(file))
  }

  /**
   * Returns the content of the file in the form of a snapshot, not validated; undefined for a new file. @throws StateFileError, SyntaxError
   */
  load(): unknown {
    const records = this.#sqlite.records()
    if (records.length === 0) return undefined
    const collections = new Map<string, unknown[]>(collectionNames.map((name) => [name, []]))
    const roots: object[] = []
    for (const { kind, value = '' } of records) {
      const item: unknown = JSON.parse(value)
      if (kind === rootKind) roots.push(Object(item))
      else collections.get(kind)?.push(item)
    }
    return Object.assign({}, ...roots, Object.fromEntries(collections))
  }

  /** Writes the whole state, and tracks its changes from now on. @throws StateFileError */
  attach(cloud: CloudState, manifest: SeedManifest): void {
    this.#cloud = cloud
    this.#lastMutableState = mutableState(cloud)
    const records: StoredRecord[] = [
      { kind: rootKind, key: 'fixed', value: fixedState(cloud, manifest) },
      { kind: rootKind, key: 'mutable', value: this.#lastMutableState },
    ]
    visitCollections(cloud, (kind, collection, serialize = (item) => item) => {
      for (const [key, item] of collection.entries())
        records.push({ kind, key, value: JSON.stringify(serialize(item)) })
      collection.observe((key, item) => {
        this.#changes.set(`${kind} ${key}`, { kind, key, serialize: item && (() => serialize(item)) })
      })
    })
    this.#changes.clear()
    this.#sqlite.replaceAll(records)
  }

  /**
   * Resolves when every change so far is written; returns undefined when there is none. Requests handled in the same turn of
   * the event loop share one transaction, which costs more than its rows. @throws StateFileError
   */
  flush(): Promise<void> | undefined {
    if (this.#scheduledCommit === undefined && !this.#hasChanged()) return undefined
    this.#scheduledCommit ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#scheduledCommit = undefined
        try {
          resolve(this.#commit())
        } catch (error) {
          reject(error)
        }
      })
    })
    return this.#scheduledCommit
  }

  /**
   * Writes the last changes and closes the file.
   * @throws StateFileError when the last changes cannot be written; the file is closed all the same.
   */
  close(): void {
    try {
      this.#commit()
    } finally {
      this.#sqlite.close()
    }
  }

  #hasChanged(): boolean {
    return this.#changes.size > 0 || (this.#cloud !== undefined && mutableState(this.#cloud) !== this.#lastMutableState)
  }

  /** Changes that cannot be written stay pending for the next commit. */
  #commit(): void {
    if (this.#cloud === undefined || !this.#hasChanged()) return
    const state = mutableState(this.#cloud)
    const records: StoredRecord[] = [{ kind: rootKind, key: 'mutable', value: state }]
    for (const { kind, key, serialize } of this.#changes.values()) {
      records.push({ kind, key, value: serialize && JSON.stringify(serialize()) })
    }
    this.#sqlite.write(records)
    this.#changes.clear()
    this.#lastMutableState = state
  }
}

/** Returns the members that never change while a state is attached. */
function fixedState({ accounts, zones, flavors }: CloudState, manifest: SeedManifest): string {
  const users = { conformance: accounts.conformance, other: accounts.other }
  return JSON.stringify({ format: snapshotVersion, users, tokenLifetime: accounts.lifetime, manifest, zones, flavors })
}

/** Returns the small members that change. They do not report changes: their text is compared. */
function mutableState({ clock, random, timing, faults, faultRules, keypairs }: CloudState): string {
  return JSON.stringify({
    clock: clock.setting,
    random: random.state,
    timing,
    faults: faults.enabledNames,
    faultRules: faultRules.entries().map(serializeFaultRule),
    lastKeypairId: keypairs.lastId,
  })
}
