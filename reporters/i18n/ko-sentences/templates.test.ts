import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { translateSentence, translateStep, translateValue } from '../sentences-ko.ts'
import { createTranslator } from './templates.ts'

describe('createTranslator', () => {
  const translate = createTranslator([
    ['{} lists {} too many: {}.', '{1}: {3} ({2})'],
    ['Two calls.', 'zwei'],
    ['{} {}.', '{2} {1}'],
  ])

  test.each([
    ['GET /a lists 2 flavors too many: x, y.', 'GET /a: x, y (2 flavors)'],
    ['Two calls.', 'zwei'],
    ['a b c.', 'b c a'],
  ])('%s', (text, translation) => {
    expect(translate(text)).toBe(translation)
  })

  test('returns undefined where nothing fits, and needs text in every gap', () => {
    for (const text of ['', 'Two calls', ' lists 2 too many: x', ' .', '.']) expect(translate(text)).toBeUndefined()
  })

  test('takes linear time for any text', () => {
    const before = performance.now()
    translate(`${' lists x too many: '.repeat(20_000)}!`)
    expect(performance.now() - before).toBeLessThan(10_000)
  })
})

describe('translateValue', () => {
  test.each([
    ['a rejection (4xx)', '거부(4xx)'],
    ['400 or 404', '400 또는 404'],
    ['a string, at most 255 characters', '255자 이하의 문자열'],
    ['ERROR all the time', 'ERROR (계속)'],
    ['ACTIVE (powering-off) after 0.00 s, ERROR after 0.02 s', 'ACTIVE (powering-off) (0.00초 후), ERROR (0.02초 후)'],
    ['no servers', '서버 없음'],
    ['the value that exchange 7 asked for', '요청/응답 #7에서 요청한 값'],
    ['a UUID, of the form ^[0-9a-f]$', '^[0-9a-f]$ 형식의 UUID'],
    ['not in exchange 7: {"a":1}', '요청/응답 #7에 없음: {"a":1}'],
    ['no server group of this name', '이 이름의 서버 그룹 없음'],
    ['no conformance-deleted', 'conformance-deleted 없음'],
    ['has the group, does not have the group', '그룹 있음, 그룹 없음'],
    ['1 server: d6cc', '서버 1개: d6cc'],
    ['9 flavors: a, b and 7 more', '인스턴스 타입 9개: a, b 외 7개'],
    ['only a, b', 'a, b만'],
    ['SHUTOFF (exchange 690)', 'SHUTOFF (요청/응답 #690)'],
    ['{"a":1} (exchange 7)', '{"a":1} (요청/응답 #7)'],
    ['one of "AUTO", "MANUAL"', '다음 중 하나: "AUTO", "MANUAL"'],
  ])('%s', (text, translation) => {
    expect(translateValue(text)).toBe(translation)
  })

  test('leaves values as they are', () => {
    for (const text of ['"a string"', '{"an":"object"}', '["nothing"]', 'ACTIVE', '17', ''])
      expect(translateValue(text)).toBe(text)
  })
})

/** Sentences for developers and for wrong command lines, which no report shows. */
const otherSentences =
  /^(?:This test asserts |There is no profile |There are no reports |The baseline |The reports have different |Two of the reports |The validator )/

const comments = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/.source
const literals = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/.source

/** Returns all sentences in a source, with `1` in place of what they insert. */
const sentencesIn = (source: string): readonly string[] =>
  [...source.matchAll(new RegExp(`${comments}|${literals}`, 'g'))]
    .map(([, single, double, template]) => single ?? double ?? template ?? '')
    .map((text) => text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '1'))
    .filter((text) => /^[A-Z][^:]* .*\.$/s.test(text) && !otherSentences.test(text))

/** A text that a source gives as `expected` or `actual`, directly or as one of two, or as the description of a matcher. */
const expectation = new RegExp(
  `(?:\\b(?:expected|actual)(?::| =)[^'\`\\n]*|\\bhasValueMatching\\([^'\`,]+,\\s*)(?:${literals})(?:\\s*:\\s*(?:${literals}))?`,
  'g',
)

/** Returns the expected and actual values in a source, with `1` in place of what they insert. */
const expectationsIn = (source: string): readonly string[] =>
  [...source.matchAll(expectation)]
    .flatMap((groups) => groups.slice(1).filter((text) => text !== undefined))
    .map((text) => text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '1'))
    // What begins with a verb is the predicate of a sentence.
    .filter((text) => /[a-z]{2,} [a-z]{2,}/.test(text) && !text.startsWith('is '))

/** Returns the sources of modules, without their tests. */
function sourcesOf(modules: readonly string[]): readonly string[] {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  return modules
    .flatMap((module) =>
      readdirSync(join(root, module), { recursive: true, encoding: 'utf8' }).map((file) => join(module, file)),
    )
    .filter((file) => file.endsWith('.ts') && !/\.(?:test|fixture)\.ts$/.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'))
}

test('every sentence that a report can show has a translation', () => {
  const modules = ['harness', 'suites', 'results', 'engine/cleanup', 'engine/explore/checks', 'engine/explore/commands']
  const sentences = [...new Set(sourcesOf(modules).flatMap(sentencesIn))]
  expect(sentences.length).toBeGreaterThan(200)
  expect(sentences.filter((text) => translateSentence(text) === text)).toEqual([])
})

test('every name of a step of a test has a translation', () => {
  const names = sourcesOf(['suites']).flatMap((source) =>
    [...source.matchAll(/\b(?:step|attempt)\(\s*(?:'([^']+)'|`([^`]+)`)/g)].map(
      ([, plain, template]) => plain ?? template,
    ),
  )
  expect(names.length).toBeGreaterThan(30)
  expect(names.filter((name = '') => translateStep(name) === name)).toEqual([])
})

test('every expected or actual value in words has a translation', () => {
  const modules = [
    'harness',
    'suites',
    'contract',
    'engine/cleanup',
    'engine/explore/checks',
    'engine/explore/commands',
  ]
  const values = [...new Set(sourcesOf(modules).flatMap(expectationsIn))]
  expect(values.length).toBeGreaterThan(100)
  expect(values.filter((text) => /[a-z]{2,} [a-z]{2,}/.test(translateValue(text)))).toEqual([])
})
