import { describe, expect, test } from 'vitest'
import { at, bootedServer, type Driver, drive, localRequest, serverRequest, textAt } from '../../../testing/driver.ts'

async function threeServers(): Promise<{ driver: Driver; ids: string[] }> {
  const driver = drive()
  const ids: string[] = []
  for (const request of [
    serverRequest(driver, { name: 'alpha-1' }),
    localRequest(driver, { name: 'alpha-2' }),
    serverRequest(driver, { name: 'Beta', imageRef: '' }),
  ]) {
    ids.push(await bootedServer(driver, request))
    driver.wait(10_000)
  }
  return { driver, ids: ids.reverse() }
}

/** Returns the ids in a list, or the status of a rejection. */
async function listed(driver: Driver, path: string, key = 'servers'): Promise<unknown> {
  const { status, body } = await driver.send('GET', path)
  const items = at(body, key)
  return status === 200 && Array.isArray(items) ? items.map(({ id }) => id) : status
}

describe('the lists of servers', () => {
  test.each(['/servers', '/servers/detail'])('have the newest server first, and pages (%s)', async (path) => {
    const { driver, ids } = await threeServers()
    const [first, second, third] = ids
    expect(await listed(driver, path)).toEqual(ids)
    expect(await listed(driver, `${path}?limit=2`)).toEqual([first, second])
    expect(await listed(driver, `${path}?limit=2&marker=${second}`)).toEqual([third])
    expect(await listed(driver, `${path}?limit=0`)).toEqual([])
    expect(await listed(driver, `${path}?limit=5&limit=1`)).toEqual([first])
    const { body } = await driver.send('GET', `${path}?limit=1&name=alpha`)
    const next = new URL(String(at(body, 'servers_links.0.href')))
    expect(next.pathname).toMatch(new RegExp(`${path}$`))
    expect(Object.fromEntries(next.searchParams)).toEqual({ limit: '1', name: 'alpha', marker: second })
  })

  test('accept a marker that the filter excludes', async () => {
    const { driver, ids } = await threeServers()
    expect(await listed(driver, `/servers?name=alpha&marker=${ids[0]}`)).toEqual(ids.slice(1))
  })

  test('apply the filters of the query', async () => {
    const { driver, ids } = await threeServers()
    const { image, flavor, localFlavor } = driver.config.resources
    const [beta, second, first] = ids
    expect(await listed(driver, '/servers?name=^ALPHA-[12]$')).toEqual([second, first])
    expect(await listed(driver, '/servers?name=eta')).toEqual([beta])
    expect(await listed(driver, `/servers?image=${image}`)).toEqual([second, first])
    expect(await listed(driver, `/servers?flavor=${flavor}`)).toEqual([beta, first])
    expect(await listed(driver, `/servers?flavor=${localFlavor}&name=1`)).toEqual([])
    expect(await listed(driver, '/servers?status=active')).toEqual(ids)
    const address = textAt(
      (await driver.send('GET', `/servers/${second}/ips`)).body,
      'addresses.Default Network.0.addr',
    )
    expect(await listed(driver, `/servers?ip=${address}$`)).toEqual([second])
    expect(await listed(driver, '/servers?ip=192\\.168')).toEqual(ids)
    expect(await listed(driver, '/servers?ip=168')).toEqual([])
    expect(await listed(driver, '/servers?status=SHUTOFF')).toEqual([])
    expect(await listed(driver, '/servers?status=BOGUS')).toEqual([])
    expect(await listed(driver, '/servers?bogus=1')).toEqual(ids)
    expect(await listed(driver, '/servers?changes-since=2026-01-02T03:04:20Z')).toEqual([beta])
    expect(await listed(driver, '/servers?changes-since=2026-01-02T12:04:20%2B09:00')).toEqual([beta])
    expect(await listed(driver, '/servers?changes-since=2999-01-01')).toEqual([])
  })

  test('contain the servers of one create request by its reservation', async () => {
    const { driver } = await threeServers()
    const request = serverRequest(driver, { name: 'pair', min_count: 2, return_reservation_id: true })
    const reservation = textAt((await driver.send('POST', '/servers', request)).body, 'reservation_id')
    expect(await listed(driver, `/servers?reservation_id=${reservation}`)).toHaveLength(2)
    expect(await listed(driver, `/servers/detail?reservation_id=${reservation}&name=pair-1`)).toHaveLength(1)
    expect(await listed(driver, `/servers?reservation_id=${reservation}0`)).toEqual([])
  })

  test.each([
    ['limit=-1', 400],
    ['limit=abc', 400],
    ['marker=no-such', 400],
    ['changes-since=abc', 400],
    ['name=(', 400],
    ['status=DELETED', 403],
    ['all_tenants=1', 403],
  ])('reject %s with %i', async (query, status) => {
    const driver = drive()
    expect(await listed(driver, `/servers?${query}`)).toBe(status)
    expect(await listed(driver, `/servers/detail?${query}`)).toBe(status)
  })

  test('contain only the servers of the tenant', async () => {
    const { driver, ids } = await threeServers()
    const { tenant, token } = driver.config.other
    const { body } = await driver.send('GET', `/v2/${tenant}/servers`, undefined, { token })
    expect(at(body, 'servers')).toEqual([])
    expect((await driver.send('GET', `/v2/${tenant}/servers/${ids[0]}`, undefined, { token })).status).toBe(404)
  })

  test('have the same representation in show and in the detailed list', async () => {
    const { driver, ids } = await threeServers()
    const { body: detail } = await driver.send('GET', '/servers/detail')
    const { body: shown } = await driver.send('GET', `/servers/${ids[0]}`)
    expect(at(detail, 'servers.0')).toEqual(at(shown, 'server'))
  })
})

describe('the list of flavors', () => {
  test('has every flavor once, in pages of one', async () => {
    const driver = drive()
    const all = await listed(driver, '/flavors', 'flavors')
    const walked: unknown[] = []
    for (let marker = ''; ; ) {
      const page = await listed(driver, `/flavors?limit=1${marker}`, 'flavors')
      if (!Array.isArray(page) || page.length === 0) break
      walked.push(...page)
      marker = `&marker=${page[0]}`
    }
    expect(walked).toEqual(all)
    expect(new Set(walked).size).toBe(driver.state.flavors.length)
  })

  test('contains only flavors of the requested size or more', async () => {
    const driver = drive()
    const ids = (isMeant: (flavor: { ram: number; disk: number }) => boolean) =>
      driver.state.flavors.filter(isMeant).map(({ id }) => id)
    expect(await listed(driver, '/flavors?minRam=4096', 'flavors')).toEqual(ids(({ ram }) => ram >= 4096))
    expect(await listed(driver, '/flavors/detail?minDisk=20', 'flavors')).toEqual(ids(({ disk }) => disk >= 20))
    expect(await listed(driver, '/flavors?minDisk=99999', 'flavors')).toEqual([])
    expect(await listed(driver, '/flavors?minRam=-1', 'flavors')).toHaveLength(driver.state.flavors.length)
  })

  test.each(['limit=-1', 'limit=abc', 'marker=none', 'minDisk=abc', 'minRam=abc'])('rejects %s', async (query) => {
    expect(await listed(drive(), `/flavors?${query}`, 'flavors')).toBe(400)
  })
})
