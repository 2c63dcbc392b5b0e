/** Called with an item that was added or changed, or with undefined for a removed one. */
export type ChangeListener<Item> = (key: string, item: Item | undefined) => void

/**
 * Items by id, in insertion order. Code anywhere in the emulator changes items in place. An observed map returns proxies that
 * report these changes; a map that is not observed has no overhead.
 */
export class ObservableMap<Item extends object> extends Map<string, Item> {
  #listener: ChangeListener<Item> | undefined

  /** Calls `listener` for every item that is added, changed or removed from now on. */
  observe(listener: ChangeListener<Item>): void {
    this.#listener = listener
    for (const [id, item] of this) super.set(id, observed(id, item, listener))
  }

  override set(id: string, item: Item): this {
    if (this.#listener === undefined) return super.set(id, item)
    this.#listener(id, item)
    return super.set(id, observed(id, item, this.#listener))
  }

  override delete(id: string): boolean {
    this.#listener?.(id, undefined)
    return super.delete(id)
  }
}

/** Reports assignments to the members of an item. Values of members must be replaced as a whole: a nested change is not seen. */
function observed<Item extends object>(id: string, item: Item, listener: ChangeListener<Item>): Item {
  return new Proxy(item, {
    set(target, name, value) {
      listener(id, target)
      return Reflect.set(target, name, value)
    },
  })
}
