import { describe, expect, test } from 'vitest'
import { Inconclusive } from './outcome.ts'
import { type PooledServer, ServerPool, type Supplier, type Wish } from './pool.ts'

/** A supplier whose servers come and go at once, and which counts them. */
class Counting implements Supplier {
  alive = 0
  peak = 0
  made = 0
  fails = false

  async create(kind: PooledServer['kind']): Promise<PooledServer> {
    await Promise.resolve()
    if (this.fails) throw new Inconclusive('no server today')
    this.made++
    this.alive++
    this.peak = Math.max(this.peak, this.alive)
    return { id: `s-${this.made}`, name: `n-${this.made}`, kind, state: 'ACTIVE', isOriginal: true }
  }

  async remove(): Promise<void> {
    await Promise.resolve()
    this.alive--
  }
}

const wish = (change: Partial<Wish> = {}): Wish => ({
  kind: 'ordinary',
  exclusive: false,
  original: false,
  prefer: 'ACTIVE',
  ...change,
})

describe('the pool', () => {
  test('lends one server to all who only look at it', async () => {
    const supplier = new Counting()
    const pool = new ServerPool(4)
    const first = await pool.lease(wish(), supplier)
    const others = await Promise.all([pool.lease(wish(), supplier), pool.lease(wish(), supplier)])
    expect(others.map(({ id }) => id)).toEqual([first.id, first.id])
    expect(supplier.made).toBe(1)
  })

  test('lends an exclusive server to one at a time, and the same one to the next', async () => {
    const supplier = new Counting()
    const pool = new ServerPool(1)
    const first = await pool.lease(wish({ exclusive: true }), supplier)
    const next = pool.lease(wish({ exclusive: true }), supplier)
    expect(await Promise.race([next, Promise.resolve('waiting')])).toBe('waiting')
    await pool.giveBack(first, true, supplier)
    expect((await next).id).toBe(first.id)
  })

  test('never has more alive than the limit, however many ask for however different servers', async () => {
    const supplier = new Counting()
    const pool = new ServerPool(3)
    const use = async (index: number) => {
      const server = await pool.lease(
        wish({ kind: index % 2 ? 'local' : 'ordinary', exclusive: index % 3 > 0 }),
        supplier,
      )
      await Promise.resolve()
      await pool.giveBack(server, index % 5 > 0, supplier)
    }
    const makeOwn = async () => {
      await pool.room(2, supplier)
      supplier.alive += 2
      supplier.peak = Math.max(supplier.peak, supplier.alive)
      await Promise.resolve()
      supplier.alive -= 2
      pool.leave(2)
    }
    await Promise.all([...Array.from({ length: 40 }, (_, index) => use(index)), makeOwn(), makeOwn()])
    expect(supplier.peak).toBeLessThanOrEqual(3)
  })

  test('replaces a server that is no longer fit', async () => {
    const supplier = new Counting()
    const pool = new ServerPool(1)
    const first = await pool.lease(wish({ exclusive: true }), supplier)
    await pool.giveBack(first, false, supplier)
    const second = await pool.lease(wish({ exclusive: true }), supplier)
    expect(second.id).not.toBe(first.id)
    expect(supplier.alive).toBe(1)
  })

  test('keeps a server that somebody waits for, and lets one that nobody waits for make room', async () => {
    const supplier = new Counting()
    const pool = new ServerPool(2)
    const ordinary = await pool.lease(wish({ exclusive: true }), supplier)
    const local = await pool.lease(wish({ kind: 'local' }), supplier)
    const room = pool.room(1, supplier)
    const next = pool.lease(wish({ exclusive: true }), supplier)
    await pool.giveBack(ordinary, true, supplier)
    expect((await next).id).toBe(ordinary.id)
    await pool.giveBack(local, true, supplier)
    await room
    expect(supplier.made).toBe(2)
    expect(supplier.alive).toBe(1)
  })

  test('lends a resized server to those who do not mind, and no other', async () => {
    const supplier = new Counting()
    const pool = new ServerPool(1)
    const resized = await pool.lease(wish({ exclusive: true }), supplier)
    resized.isOriginal = false
    await pool.giveBack(resized, true, supplier)
    const another = pool.lease(wish({ exclusive: true, original: true }), supplier)
    expect((await another).id).not.toBe(resized.id)
    expect(supplier.peak).toBe(1)
  })

  test('makes no third ordinary server while tests wait that make their own', async () => {
    const supplier = new Counting()
    const pool = new ServerPool(4)
    const asked = [1, 2, 3].map(() => pool.lease(wish({ exclusive: true }), supplier))
    await Promise.all([asked[0], asked[1], pool.room(2, supplier)])
    expect(supplier.made).toBe(2)
  })

  test('stops asking after two failures in a row: those who wait, and those who come later, hear of it at once', async () => {
    const supplier = new Counting()
    supplier.fails = true
    const pool = new ServerPool(1)
    const asked = [1, 2, 3, 4].map(() => pool.lease(wish({ exclusive: true }), supplier))
    const results = await Promise.allSettled(asked)
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
    await expect(pool.lease(wish(), supplier)).rejects.toThrow('no server today')
  })

  test('refuses room for more servers than may ever be alive', () => {
    expect(() => new ServerPool(2).room(3, new Counting())).toThrow(Inconclusive)
  })
})
