import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launchBrowser } from '../test/fixtures/browser.ts'
import { temporaryFolder, writeFile } from '../test/fixtures/files.ts'
import { exampleReport } from './example-report.fixture.ts'
import { renderHtml } from './html.ts'
import { renderJunit } from './junit.ts'

describe.skipIf(!hasBrowser)('in a browser', () => {
  const problems: string[] = []
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers['x-auth-token']}`)
    response.end()
  })
  let report = exampleReport
  let url: string
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    report = JSON.parse(JSON.stringify(exampleReport).replaceAll('127.0.0.1:8774', `127.0.0.1:${port}`))
    url = pathToFileURL(writeFile(temporaryFolder(), 'report.html', renderHtml(report, { lang: 'en' }))).href
    browser = await launchBrowser()
    page = await browser.newPage({ permissions: ['clipboard-read', 'clipboard-write'] })
    page.on('console', (message) => problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('request', (request) => request.url().startsWith('file:') || problems.push(request.url()))
  }, 30_000)

  afterAll(async () => {
    await browser?.close()
    server.close()
  })

  describe('the HTML report', () => {
    const open = async (hash = '') => {
      await page.goto('about:blank')
      await page.goto(url + hash)
      await page.locator('#overview').waitFor()
    }
    const fragment = () => decodeURIComponent(new URL(page.url()).hash)
    const visibleRequirements = () => page.locator('.requirement:visible').count()
    const shownCount = () => page.locator('.toolbar output b').textContent()
    const requirement = (id: string) => page.locator(`.requirement[id="${id}"]`)
    const isOpen = (id: string) => requirement(id).getAttribute('data-open')

    test('begins with the verdict, what to fix first, counts, target and cost', async () => {
      await open()
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Not conformant')
      const repairs = page.locator('#fix-first .repairs > li')
      expect(await repairs.nth(0).textContent()).toContain('os-start is rejected in any state but SHUTOFF.')
      expect(await repairs.nth(0).textContent()).toContain('prevents 2 decisions')
      expect(await repairs.nth(1).textContent()).toContain('no complete response within 60 s')
      expect(await repairs.nth(2).textContent()).toContain('servers.create.name-limit')
      const overview = await page.locator('#overview').textContent()
      for (const fact of [report.target.url, 'toast', '2020-03', '5 servers, 212 s', '1 min 23 s', '2 resources left'])
        expect(overview).toContain(fact)
    })

    test('links from what to fix, and from what that prevents, to the requirement', async () => {
      await open()
      await page.locator('#fix-first .repairs a').first().click()
      await expect.poll(() => isOpen('servers.start.only-shutoff')).toBe('true')
      await page.locator('#fix-first summary').first().click()
      await page.locator('#fix-first .ids a').nth(1).click()
      await expect.poll(() => isOpen('servers.reboot.hard')).toBe('true')
      expect(fragment()).toBe('#open=servers.start.only-shutoff,servers.reboot.hard')
    })

    test('says under a curl line how to get its token', async () => {
      await open('#open=servers.start.only-shutoff')
      const finding = requirement('servers.start.only-shutoff').locator('.reproduce').first()
      expect(await finding.textContent()).toContain('export OS_TOKEN="$(compute-conformance token)"')
    })

    test('filters by a count, and keeps and restores the filters in the URL', async () => {
      await open()
      await page.getByRole('button', { name: '2 failed' }).click()
      expect(fragment()).toBe('#outcome=fail&level=must')
      expect(await shownCount()).toBe('2')
      await open('#outcome=fail&level=must&q=255')
      expect(await visibleRequirements()).toBe(1)
      await page.getByRole('button', { name: 'Clear filters' }).click()
      await expect.poll(shownCount).toBe(`${report.requirements.length}`)
      expect(fragment()).toBe('')
      await page.goBack()
      await expect.poll(shownCount).toBe('1')
    })

    test('opens the requirement of a link, also where the filters hide it', async () => {
      await open('#servers.start.only-shutoff')
      expect(await isOpen('servers.start.only-shutoff')).toBe('true')
      await page.getByRole('searchbox', { name: 'Search' }).first().fill('no such text')
      expect(await visibleRequirements()).toBe(0)
      await page.locator('#fix-first .repairs > li').nth(2).getByRole('link').click()
      await expect.poll(() => isOpen('servers.create.name-limit')).toBe('true')
      const top = `document.getElementById('servers.create.name-limit').getBoundingClientRect().top`
      await expect.poll(() => page.evaluate(`${top} >= 0 && ${top} < innerHeight`)).toBe(true)
    })

    test('shows a finding at its node, with its test, its exchange and a command', async () => {
      await open('#servers.start.only-shutoff')
      const finding = requirement('servers.start.only-shutoff').locator('.finding')
      expect(await finding.nth(0).locator('.diff').textContent()).toBe('actualHTTP 202expectedHTTP 409')
      expect(await finding.nth(0).textContent()).toContain('is rejected in any state but SHUTOFF')
      expect(await finding.nth(1).locator('.diff .actual code').textContent()).toMatch(/^ +"status": "SHUTOFF",?$/)
      await finding.nth(0).locator('.exchange summary').click()
      expect(await finding.nth(0).locator('.exchange pre').nth(0).textContent()).toContain('{\n  "os-start": null\n}')
    })

    test('copies a command that works when it is pasted', async () => {
      await open('#servers.start.only-shutoff')
      await page.getByRole('button', { name: 'Copy' }).first().click()
      await expect.poll(() => page.locator('.copy').first().textContent()).toBe('Copied')
      const command = String(await page.evaluate('navigator.clipboard.readText()'))
      const run = promisify(execFile)
      await run('sh', ['-c', command], { env: { PATH: process.env['PATH'] ?? '', OS_TOKEN: 'a b' } })
      const { pathname } = new URL(report.exchanges.find(({ index }) => index === 5)?.url ?? '')
      expect(requests).toEqual([`POST ${pathname} a b`])
    })

    test('draws the lifecycle with figures, and shows what a chosen transition consists of', async () => {
      await open()
      const edge = (from: string, to: string) => page.locator(`[data-transition="${from}>${to}"]`)
      expect(await edge('BUILD', 'ACTIVE').getAttribute('aria-label')).toBe('BUILD to ACTIVE: ×3 · 4.2 s 95 % 5.1 s')
      expect(await edge('BUILD', 'ACTIVE').getAttribute('class')).toContain('seen')
      expect(await edge('ACTIVE', 'HARD_REBOOT').getAttribute('class')).toContain('unseen')
      expect(await edge('ACTIVE', 'SHUTOFF').getAttribute('class')).toContain('illegal')
      await edge('BUILD', 'ACTIVE').focus()
      await page.keyboard.press('Enter')
      expect(fragment()).toBe('#transition=BUILD>ACTIVE')
      expect(await page.locator('.chosen tbody').textContent()).toBe('createobserved34.2 s5.1 s5.1 s')
      expect(await page.locator('.chosen .exchange .index').allTextContents()).toEqual(['#4'])
    })

    test('shows servers and tests over time, and what the run covered', async () => {
      await open()
      expect(await page.locator('.timeline').first().locator('li').count()).toBe(1)
      expect(await page.locator('.tests').last().locator('.label').first().textContent()).toBe(
        'is rejected in any state but SHUTOFF',
      )
      const row = page.getByRole('row').filter({ hasText: 'listFlavors' })
      expect(await row.locator('td').allTextContents()).toEqual(['0', '', '2 / 4', '0 / 1', '–', '–', '–', '–'])
    })

    test('lists the exchanges with their tests, and shows text of the target as text', async () => {
      await open()
      await page.locator('#exchanges summary').first().click()
      await expect.poll(() => page.locator('.log .exchange').count()).toBe(report.exchanges.length)
      await page.locator('#exchanges input').fill('name of 256')
      await expect.poll(() => page.locator('.log .exchange').count()).toBe(1)
      await page.locator('.log .exchange summary').click()
      expect(await page.locator('.log pre').nth(1).textContent()).toContain('<script>alert(1)</script>')
    })

    test('switches language and theme without a reload, and keeps them in the URL', async () => {
      await open()
      await page.getByRole('button', { name: '한국어' }).click()
      expect(await page.getByRole('heading', { level: 1, name: '부적합', exact: true }).isVisible()).toBe(true)
      expect(await page.getByRole('searchbox', { name: '검색' }).first().getAttribute('placeholder')).toBe(
        'ID, 요구 사항, 내용',
      )
      await page.getByRole('combobox', { name: '테마' }).selectOption('dark')
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(14, 19, 26)')
      expect(fragment()).toBe('#lang=ko&theme=dark')
      await open('#lang=ko&theme=dark')
      expect(await page.evaluate('document.documentElement.lang')).toBe('ko')
    })

    test('can be used with the keyboard', async () => {
      await open()
      await page.keyboard.press('/')
      await page.keyboard.type('255')
      expect(await visibleRequirements()).toBe(1)
      await page.evaluate('document.activeElement.blur()')
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      expect(await isOpen('servers.create.name-limit')).toBe('true')
      await page.keyboard.press('Escape')
      await expect.poll(() => isOpen('servers.create.name-limit')).toBe('false')
    })

    test.each(['light', 'dark'])('has no serious violation of accessibility rules in the %s theme', async (theme) => {
      await open(`#open=servers.start.only-shutoff,servers.reboot.hard&transition=BUILD>ACTIVE&theme=${theme}`)
      await page.locator('#exchanges summary').first().click()
      await page.evaluate(axe.source)
      const violations = await page.evaluate(
        `axe.run().then(({ violations }) => violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)].join(' ')))`,
      )
      expect(violations).toEqual([])
    })

    test('opens the failures for print', async () => {
      await open()
      await page.evaluate(`dispatchEvent(new Event('beforeprint'))`)
      await expect.poll(() => page.locator('.requirement.fail .finding').count()).toBe(4)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('.toolbar').isVisible()).toBe(false)
      await page.emulateMedia({ media: null })
    })

    test('does not scroll horizontally on a narrow screen', async () => {
      await page.setViewportSize({ width: 360, height: 740 })
      await open('#servers.create.name-limit')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
      await page.setViewportSize({ width: 1280, height: 900 })
    })

    test('sends no request and logs no error in all of this', () => {
      expect(problems).toEqual([])
    })

    test('keeps the static summary where the data is broken', async () => {
      const broken = renderHtml(report, { lang: 'ko' }).replace(/(id="data">)/, '$1AAAA')
      await page.goto(pathToFileURL(writeFile(temporaryFolder(), 'broken.html', broken)).href)
      await page.getByText('이 브라우저에서는 보고서 데이터를 읽을 수 없습니다.').waitFor()
      expect(await page.getByRole('heading', { level: 1, name: '부적합' }).isVisible()).toBe(true)
    })

    test('can be read without its script', async () => {
      const context = await browser.newContext({ javaScriptEnabled: false })
      const plain = await context.newPage()
      await plain.goto(url)
      expect(await plain.getByRole('heading', { level: 1, name: 'Not conformant', exact: true }).isVisible()).toBe(true)
      expect(await plain.getByText('curl -sS -i -X POST').first().isVisible()).toBe(true)
      await context.close()
    })
  })

  test('the JUnit report is well-formed XML', async () => {
    const parse = `(text) => {
      const parsed = new DOMParser().parseFromString(text, 'text/xml')
      return parsed.querySelector('parsererror')?.textContent ?? parsed.querySelectorAll('testcase').length
    }`
    const count = await page.evaluate(`(${parse})(${JSON.stringify(renderJunit(report, { lang: 'ko' }))})`)
    const leftovers = report.resources.leaked.length
    expect(count).toBe(report.requirements.length + report.causes.length + report.errors.length + leftovers)
  })
})
