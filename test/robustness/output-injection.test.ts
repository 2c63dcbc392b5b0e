/** A target that writes what acts in browsers, terminals, CI systems and documents into every field: all reports are inert. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { poison, poisonAll } from './payloads.ts'
import { type CliRun, expectBounded, runCli } from './run-cli.ts'
import { startProxy, type Tamper, type TamperingProxy } from './tampering-proxy.ts'

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** Everything is asked of the first; the second leads nowhere, so that most of a run would be waiting. */
const spoils: readonly (readonly [string, Tamper, readonly string[] | undefined])[] = [
  ['every field but those that lead the suites', poison(2), undefined],
  ['every field', poisonAll(2), ['keypairs.*', 'flavors.*', 'zones.*', 'versions.*', 'servers.list.*', 'errors.*']],
]

/** What no report may hold: control characters but line breaks, halves of characters, what changes direction. */
const acting = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u
const withoutBreaks = (text: string): string => text.replaceAll('\n', '')

/** Commands as the runners of GitHub, Azure and TeamCity find them. */
const commands = /^\s*::\S|##\[|##vso\[|##teamcity\[/im

describe.each(spoils)('a target that writes it into %s', (_, spoil, only) => {
  let target: TamperingProxy
  let run: CliRun
  const file = (name: string): string => run.files[name] ?? ''

  beforeAll(async () => {
    target = await startProxy(spoil)
    run = await runCli(target.config, { patience: 170, ...(only ? { only } : {}) })
  })
  afterAll(() => target.close())

  test('the payload came through to every report, and the run ended in time', () => {
    expect(run.code).toBe(1)
    expect(
      run.report?.requirements.filter(({ outcome }) => outcome === 'error').map(({ id, reason }) => `${id}: ${reason}`),
    ).toEqual([])
    expect(run.report?.totals.fail).toBeGreaterThan(only ? 10 : 25)
    for (const name of ['report.json', 'report.html', 'report.md', 'junit.xml']) expect(file(name)).toContain('PWNED')
    expect(run.stdout).toContain('PWNED')
    expectBounded(run, 150)
  })

  describe('inert is', () => {
    test('the terminal: no control character, no command to a CI system', () => {
      for (const text of [run.stdout, run.stderr]) {
        expect(withoutBreaks(text)).not.toMatch(acting)
        expect(text).not.toMatch(commands)
      }
    })

    test('report.json: it holds the same text, escaped', () => {
      expect(acting.exec(withoutBreaks(file('report.json')))).toBeNull()
      expect(file('report.json')).not.toMatch(commands)
      expect(JSON.stringify(run.report)).toContain('::error file=PWNED::PWNED')
    })

    test('the Markdown: nothing of the target is outside code but as character references', () => {
      const text = file('report.md')
      expect(withoutBreaks(text)).not.toMatch(acting)
      expect(text).not.toMatch(commands)
      const prose = text
        .replace(/^(`{3,})sh\n[\s\S]*?\n\1$/gm, '')
        .replace(/(?<!`)(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '')
        .replace(/<\/?(details|summary|code)>/g, '')
      if (!only) expect(prose).toContain('PWNED')
      expect(prose).not.toMatch(/[<>]|\]\(|!\[|(?<!&)#PWNED|@(PWNED|everyone)|^[=+]/m)
      expect(prose.split('\n').filter((line) => /^#+ /.test(line) && line.includes('PWNED'))).toEqual([])
    })

    test('the JUnit file: no markup of the target, no character that XML cannot hold', () => {
      const text = file('junit.xml')
      expect(withoutBreaks(text)).not.toMatch(acting)
      expect(text).not.toMatch(commands)
      const tags = [...text.matchAll(/<\/?([^\s>/]*)/g)].map(([, name]) => name)
      expect([...new Set(tags)].sort()).toEqual(
        ['?xml', 'error', 'failure', 'skipped', 'testcase', 'testsuite', 'testsuites'].filter((name) =>
          tags.includes(name),
        ),
      )
      expect(text).not.toMatch(/&(?!(amp|lt|gt|quot|apos);)/)
    })

    test.skipIf(!existsSync(executablePath))('the page in a browser, even without its policy', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'hostile-page-'))
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
      try {
        writeFileSync(join(folder, 'report.html'), file('report.html'))
        for (const bypassCSP of [false, true]) {
          const context = await browser.newContext({ bypassCSP })
          const page = await context.newPage()
          const happened: string[] = []
          page.on('dialog', (dialog) => {
            happened.push(`dialog ${dialog.message()}`)
            void dialog.dismiss()
          })
          page.on(
            'request',
            (request) => request.url().startsWith('file:') || happened.push(`request ${request.url()}`),
          )
          page.on('pageerror', (error) => happened.push(`error ${error.message}`))
          await page.goto(pathToFileURL(join(folder, 'report.html')).href)
          await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
          await page.locator('.log .exchange').first().waitFor()
          await page.evaluate('for (const each of document.querySelectorAll(".log details")) each.open = true')
          await page.getByRole('button', { name: '한국어' }).click()
          await page.locator('input[name=q]').fill('<script>PWNED')
          await page.mouse.move(300, 300)
          expect(await page.evaluate('typeof window.PWNED')).toBe('undefined')
          const strangers =
            'document.querySelectorAll("img, iframe, object, embed, a[href^=javascript], [onerror], [onload], [onmouseover]").length'
          expect(await page.evaluate(strangers)).toBe(0)
          expect(await page.evaluate('document.scripts.length')).toBe(2)
          expect(await page.evaluate('document.body.innerText')).toContain('PWNED')
          expect(happened).toEqual([])
          const parse = `new DOMParser().parseFromString(${JSON.stringify(file('junit.xml'))}, 'text/xml').querySelector('parsererror')?.textContent`
          expect(await page.evaluate(parse)).toBeUndefined()
          await context.close()
        }
      } finally {
        await browser.close()
        rmSync(folder, { recursive: true })
      }
    })
  })
})
