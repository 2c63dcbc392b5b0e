/** A target that injects text that is active in browsers, terminals, CI systems or documents: it is inert in every report. */
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { hasBrowser, launchBrowser } from '../fixtures/browser.ts'
import { temporaryFolder, writeFile } from '../fixtures/files.ts'
import { type CliRun, expectWithinLimits, runCli } from '../fixtures/run-cli.ts'
import { startProxy, type Tamper } from '../fixtures/tampering-proxy.ts'
import { injectingAllFields, injectingMostFields } from './payloads.ts'

interface Injection {
  readonly tamper: Tamper
  /** When most tests cannot continue, the run would mostly wait for timeouts. */
  readonly only?: readonly string[]
  /** The report has more failed requirements than this. */
  readonly minFailed: number
}

const injections: readonly (readonly [string, Injection])[] = [
  ['all fields but ids and names', { tamper: injectingMostFields, minFailed: 25 }],
  [
    'all fields',
    {
      tamper: injectingAllFields,
      only: ['keypairs.*', 'flavors.*', 'zones.*', 'versions.*', 'servers.list.*', 'errors.*'],
      minFailed: 10,
    },
  ],
]

/** Control characters, lone surrogates, and characters that change the direction of text or are invisible. */
const forbiddenCharacter = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u
const withoutLineBreaks = (text: string): string => text.replaceAll('\n', '')

/** Commands as GitHub, Azure and TeamCity recognize them in a log. */
const ciCommand = /^\s*::\S|##\[|##vso\[|##teamcity\[/im

/** Returns the Markdown without code blocks, code spans and our own tags. */
const proseOf = (markdown: string): string =>
  markdown
    .replace(/^(`{3,})sh\n[\s\S]*?\n\1$/gm, '')
    .replace(/(?<!`)(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '')
    .replace(/<\/?(details|summary|code)>/g, '')

describe.each(injections)('a run against a target that injects active text into %s', (_, injection) => {
  let run: CliRun
  const file = (name: string): string => run.files[name] ?? ''

  beforeAll(async () => {
    const { tamper, only } = injection
    const proxy = await startProxy(tamper)
    try {
      run = await runCli(proxy.config, { ownProcess: true, ...(only ? { only } : {}) })
    } finally {
      await proxy.close()
    }
  })

  test('ends in time with the text in every report', () => {
    expect(run.code).toBe(1)
    expect(run.resultsWith('error').map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
    expect(run.report?.totals.fail).toBeGreaterThan(injection.minFailed)
    for (const name of ['report.json', 'report.html.json', 'report.md', 'junit.xml'])
      expect(file(name)).toContain('PWNED')
    expect(run.stdout).toContain('PWNED')
    expectWithinLimits(run)
  })

  test('prints neither control characters nor CI commands', () => {
    for (const text of [run.stdout, run.stderr]) {
      expect(withoutLineBreaks(text)).not.toMatch(forbiddenCharacter)
      expect(text).not.toMatch(ciCommand)
    }
  })

  test('escapes the text in report.json', () => {
    expect(forbiddenCharacter.exec(withoutLineBreaks(file('report.json')))).toBeNull()
    expect(file('report.json')).not.toMatch(ciCommand)
    expect(JSON.stringify(run.report)).toContain('::error file=PWNED::PWNED')
  })

  test('writes Markdown in which the text is code or escaped', () => {
    const text = file('report.md')
    expect(withoutLineBreaks(text)).not.toMatch(forbiddenCharacter)
    expect(text).not.toMatch(ciCommand)
    const prose = proseOf(text)
    if (injection.only === undefined) expect(prose).toContain('PWNED')
    expect(prose).not.toMatch(/[<>]|\]\(|!\[|(?<!&)#PWNED|@(PWNED|everyone)|^[=+]/m)
    expect(prose.split('\n').filter((line) => /^#+ /.test(line) && line.includes('PWNED'))).toEqual([])
  })

  test('writes a JUnit file without markup from the text and without characters that XML forbids', () => {
    const text = file('junit.xml')
    expect(withoutLineBreaks(text)).not.toMatch(forbiddenCharacter)
    expect(text).not.toMatch(ciCommand)
    const tags = new Set([...text.matchAll(/<\/?([^\s>/]*)/g)].map(([, name]) => name))
    const known = new Set(['?xml', 'error', 'failure', 'skipped', 'system-out', 'testcase', 'testsuite', 'testsuites'])
    expect([...tags].filter((tag) => !known.has(tag ?? ''))).toEqual([])
    expect(text).not.toMatch(/&(?!(amp|lt|gt|quot|apos);)/)
  })

  // The policy alone would stop scripts; the page must not depend on it.
  test.skipIf(!hasBrowser)('writes a page that is inert even without its content security policy', async () => {
    const path = writeFile(temporaryFolder(), 'report.html', file('report.html'))
    const browser = await launchBrowser()
    onTestFinished(() => browser.close())
    for (const bypassCSP of [false, true]) {
      const page = await browser.newPage({ bypassCSP })
      await expectInertPage(page, path)
      expect(await page.evaluate(parseErrorOf(file('junit.xml')))).toBeUndefined()
      await page.close()
    }
  })
})

const activeElements = 'img, iframe, object, embed, a[href^=javascript], [onerror], [onload], [onmouseover]'

const parseErrorOf = (xml: string): string =>
  `new DOMParser().parseFromString(${JSON.stringify(xml)}, 'text/xml').querySelector('parsererror')?.textContent`

/** Uses the page as a reader does, and asserts that nothing of the target acts. */
async function expectInertPage(page: Page, path: string): Promise<void> {
  const events = recordEvents(page)
  await page.goto(pathToFileURL(path).href)
  await page.locator('#exchanges summary').first().click()
  await page.locator('.log .exchange').first().waitFor()
  await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
  await page.locator('.requirement').first().waitFor()
  await page.evaluate(
    `location.hash = 'open=' + [...document.querySelectorAll('.requirement')].map(({ id }) => id).join(',')`,
  )
  await page.locator('.finding').first().waitFor()
  await page.evaluate('for (const each of document.querySelectorAll(".log details")) each.open = true')
  await page.getByRole('button', { name: '한국어' }).click()
  await page.locator('#search').fill('<script>PWNED')
  await page.mouse.move(300, 300)
  expect(await page.evaluate('typeof window.PWNED')).toBe('undefined')
  expect(await page.evaluate(`document.querySelectorAll("${activeElements}").length`)).toBe(0)
  expect(await page.evaluate('document.scripts.length')).toBe(2)
  expect(await page.evaluate('document.body.innerText')).toContain('PWNED')
  expect(events).toEqual([])
}

/** Records the dialogs, requests and errors of a page, which an inert page does not cause. */
function recordEvents(page: Page): readonly string[] {
  const events: string[] = []
  page.on('dialog', (dialog) => {
    events.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => request.url().startsWith('file:') || events.push(`request ${request.url()}`))
  page.on('pageerror', (error) => events.push(`error ${error.message}`))
  return events
}
