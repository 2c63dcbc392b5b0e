/** Hears that a thing has come or changed, or with undefined that it is gone. */
export type ChangeListener<Item> = (key: string, item: Item | undefined) => void

/**
 * Things by their ids, in the order in which they came. They are changed in place, wherever in the emulator; whoever has to know
 * of every change can observe the shelf, and only then is there any cost to it.
 */
export class ObservableMap<Item extends object> extends Map<string, Item> {
  #notice: ChangeListener<Item> | undefined

  /** From now on `notice` hears of every thing that comes, changes or goes. */
  observe(notice: ChangeListener<Item>): void {
    this.#notice = notice
    for (const [id, item] of this) super.set(id, watched(id, item, notice))
  }

  override set(id: string, item: Item): this {
    if (this.#notice === undefined) return super.set(id, item)
    this.#notice(id, item)
    return super.set(id, watched(id, item, this.#notice))
  }

  override delete(id: string): boolean {
    this.#notice?.(id, undefined)
    return super.delete(id)
  }
}

/** The thing itself, but for its changes being told. What is in its fields is replaced as a whole, never changed in place. */
function watched<Item extends object>(id: string, item: Item, notice: ChangeListener<Item>): Item {
  return new Proxy(item, {
    set(target, name, value) {
      notice(id, target)
      return Reflect.set(target, name, value)
    },
  })
}
