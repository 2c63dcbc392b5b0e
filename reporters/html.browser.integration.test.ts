import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launchBrowser } from '../test/fixtures/browser.ts'
import { temporaryFolder, writeFile } from '../test/fixtures/files.ts'
import { exampleReport as report } from './example-report.fixture.ts'
import { renderHtml } from './html.ts'
import { renderJunit } from './junit.ts'

describe.skipIf(!hasBrowser)('in a browser', () => {
  const url = pathToFileURL(writeFile(temporaryFolder(), 'report.html', renderHtml(report, { lang: 'en' }))).href
  const problems: string[] = []
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await launchBrowser()
    page = await browser.newPage()
    page.on('console', (message) => problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('request', (request) => request.url().startsWith('file:') || problems.push(request.url()))
  }, 30_000)

  afterAll(() => browser?.close())

  describe('the HTML report', () => {
    const visibleRequirements = () => page.locator('.requirement:visible').count()
    const open = async (hash = '') => {
      await page.goto('about:blank')
      await page.goto(url + hash)
    }

    test('runs its script under the content security policy without errors or requests', async () => {
      await open()
      await page.locator('.log-section > details > summary').click()
      expect(await page.locator('.log .exchange').count()).toBe(report.exchanges.length)
      await page.locator('.log .exchange summary').nth(6).click()
      expect(await page.locator('.log .exchange pre').nth(1).textContent()).toContain('<script>alert(1)</script>')
      expect(problems).toEqual([])
    })

    test('keeps the filters in the URL fragment and restores them', async () => {
      await open()
      expect(await visibleRequirements()).toBe(report.requirements.length)
      await page.locator('.chip.fail').click()
      await page.getByRole('combobox', { name: 'Level' }).selectOption('must')
      expect(await visibleRequirements()).toBe(2)
      expect(new URL(page.url()).hash).toBe('#outcome=fail&level=must')
      await open('#outcome=fail&level=must&q=255')
      expect(await visibleRequirements()).toBe(1)
      await page.getByRole('button', { name: 'Clear filters' }).click()
      await expect.poll(visibleRequirements).toBe(report.requirements.length)
      expect(new URL(page.url()).hash).toBe('')
    })

    test('opens the requirement that a link refers to', async () => {
      await open('#servers.start.only-shutoff')
      expect(await page.locator('details[id="servers.start.only-shutoff"]').getAttribute('open')).not.toBeNull()
      await page.locator('.broken a').nth(1).click()
      await expect
        .poll(() => page.locator('details[id="servers.create.name-limit"]').getAttribute('open'))
        .not.toBeNull()
    })

    test('shows a requirement that the filters hide when a link refers to it', async () => {
      await open()
      await page.getByRole('searchbox', { name: 'Search' }).fill('no such text')
      expect(await visibleRequirements()).toBe(0)
      await page.locator('.broken a').nth(1).click()
      await expect.poll(visibleRequirements).toBe(report.requirements.length)
      expect(new URL(page.url()).hash).toBe('#servers.create.name-limit')
      const inView = `document.getElementById('servers.create.name-limit').getBoundingClientRect().top < innerHeight`
      await expect.poll(() => page.evaluate(inView)).toBe(true)
    })

    test('leads from a cause to the requirement that it prevents', async () => {
      await open()
      await page.locator('.causes summary').first().click()
      await page.locator('.causes details a').nth(1).click()
      await expect.poll(() => page.locator('details[id="servers.reboot.hard"]').getAttribute('open')).not.toBeNull()
    })

    test('restores the label of a copy button that is pressed twice', async () => {
      await open('#servers.start.only-shutoff')
      const button = page.locator('details[id="servers.start.only-shutoff"] .copy').first()
      await button.click()
      await expect.poll(() => button.textContent()).toBe('Copied')
      await button.click()
      await page.waitForTimeout(1700)
      await expect.poll(() => button.locator('.en').count(), { timeout: 5000 }).toBe(1)
    })

    test('switches the language of all labels, including aria-label and placeholder', async () => {
      await open()
      await page.getByRole('button', { name: '한국어' }).click()
      expect(await page.getByRole('heading', { level: 1, name: '부적합', exact: true }).isVisible()).toBe(true)
      expect(await page.getByRole('searchbox', { name: '검색' }).getAttribute('placeholder')).toBe(
        'ID, 요구 사항, 내용',
      )
      expect(await page.getByRole('combobox', { name: '수준' }).textContent()).toContain('필수')
    })

    test('does not scroll horizontally on a narrow screen', async () => {
      await page.setViewportSize({ width: 360, height: 740 })
      await open('#servers.create.name-limit')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    })

    test('can be read without its script', async () => {
      const context = await browser.newContext({ javaScriptEnabled: false })
      const plain = await context.newPage()
      await plain.goto(url)
      expect(await plain.getByRole('heading', { level: 1, name: 'Not conformant', exact: true }).isVisible()).toBe(true)
      await plain.locator('details[id="servers.start.only-shutoff"] > summary').click()
      expect(await plain.getByText('curl -sS -i -X POST').first().isVisible()).toBe(true)
      expect(await plain.locator('.toolbar').isVisible()).toBe(false)
      await context.close()
    })
  })

  test('the JUnit report is well-formed XML', async () => {
    const parse = `(text) => {
      const parsed = new DOMParser().parseFromString(text, 'text/xml')
      return parsed.querySelector('parsererror')?.textContent ?? parsed.querySelectorAll('testcase').length
    }`
    const count = await page.evaluate(`(${parse})(${JSON.stringify(renderJunit(report, { lang: 'ko' }))})`)
    expect(count).toBe(report.requirements.length + report.causes.length + report.errors.length)
  })
})
