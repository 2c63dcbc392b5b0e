import type { SeedManifest } from '../options.ts'
import { snapshotVersion } from '../snapshot/schema.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { kinds, visitCollections } from './collections.ts'
import { type Row, SqliteStore } from './sqlite-store.ts'

/** The kind of the two rows that hold what is no list: what stays as it is, and what is looked at with every commit. */
const rest = 'rest'

/** Keeps a world in a file: of what changes, only that, before anybody is told of it. */
export class StateStore {
  readonly #ledger: SqliteStore
  #world: CloudState | undefined
  /** By kind and key, how to write the thing down as it then is; undefined for one that is gone. */
  #pending = new Map<string, Row & { readonly record: (() => object) | undefined }>()
  #standing = ''
  #saving: Promise<void> | undefined

  private constructor(sqlite: SqliteStore) {
    this.#ledger = sqlite
  }

  /** @throws StateFileError */
  static async open(file: string): Promise<StateStore> {
    return new StateStore(await SqliteStore.open(file))
  }

  /** What the file holds, in the form of an archive; undefined when it is new. @throws StateFileError, SyntaxError */
  archive(): unknown {
    const rows = this.#ledger.rows()
    if (rows.length === 0) return undefined
    const lists = new Map<string, unknown[]>(kinds.map((kind) => [kind, []]))
    const parts: object[] = []
    for (const { kind, value = '' } of rows) {
      const thing: unknown = JSON.parse(value)
      if (kind === rest) parts.push(Object(thing))
      else lists.get(kind)?.push(thing)
    }
    return Object.assign({}, ...parts, Object.fromEntries(lists))
  }

  /** Writes the whole of a world down, and keeps it from now on. @throws StateFileError */
  attach(cloud: CloudState, manifest: SeedManifest): void {
    this.#world = cloud
    this.#standing = mutableState(cloud)
    const rows: Row[] = [
      { kind: rest, key: 'lasting', value: fixedState(cloud, manifest) },
      { kind: rest, key: 'standing', value: this.#standing },
    ]
    visitCollections(cloud, (kind, things, record = (item) => item) => {
      for (const [key, item] of things.entries()) rows.push({ kind, key, value: JSON.stringify(record(item)) })
      things.observe((key, item) => {
        this.#pending.set(`${kind} ${key}`, { kind, key, value: undefined, record: item && (() => record(item)) })
      })
    })
    this.#pending.clear()
    this.#ledger.write(rows, true)
  }

  /**
   * Resolves when all that has changed by now is written down; at once where nothing has. Requests whose work is done in the same
   * turn share one transaction, which costs more than the rows in it. @throws StateFileError
   */
  flush(): Promise<void> | undefined {
    if (this.#saving === undefined && !this.#hasChanged()) return undefined
    this.#saving ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#saving = undefined
        try {
          resolve(this.commit())
        } catch (error) {
          reject(error)
        }
      })
    })
    return this.#saving
  }

  #hasChanged(): boolean {
    return this.#pending.size > 0 || (this.#world !== undefined && mutableState(this.#world) !== this.#standing)
  }

  /** Writes down what has changed since. What cannot be written is written with the next commit. @throws StateFileError */
  commit(): void {
    if (this.#world === undefined || !this.#hasChanged()) return
    const standing = mutableState(this.#world)
    const rows: Row[] = [{ kind: rest, key: 'standing', value: standing }]
    for (const { kind, key, record } of this.#pending.values()) {
      rows.push({ kind, key, value: record && JSON.stringify(record()) })
    }
    this.#ledger.write(rows)
    this.#pending.clear()
    this.#standing = standing
  }

  /** @throws StateFileError when the last changes cannot be written; the file is closed all the same. */
  close(): void {
    try {
      this.commit()
    } finally {
      this.#ledger.close()
    }
  }
}

function fixedState({ accounts, zones, flavors }: CloudState, manifest: SeedManifest): string {
  const users = { conformance: accounts.conformance, other: accounts.other }
  return JSON.stringify({ format: snapshotVersion, users, tokenLifetime: accounts.lifetime, manifest, zones, flavors })
}

/** Small, and compared as a text: no part of it has to tell when it changes. */
function mutableState({ clock, random, timing, faults, injections, keypairs }: CloudState): string {
  return JSON.stringify({
    clock: clock.setting,
    random: random.state,
    timing,
    faults: faults.enabledNames,
    injections: injections.entries(),
    lastKeypair: keypairs.lastId,
  })
}
