import { configuration } from './ko-sentences/configuration.ts'
import { contradictions } from './ko-sentences/contradictions.ts'
import { contradictionsAfterActions } from './ko-sentences/contradictions-after-actions.ts'
import { contradictionsOfGroups } from './ko-sentences/contradictions-of-groups.ts'
import { translateCounted } from './ko-sentences/counted-elements.ts'
import { expectations } from './ko-sentences/expectations.ts'
import { expectationsOfTests } from './ko-sentences/expectations-of-tests.ts'
import { explorations } from './ko-sentences/explorations.ts'
import { findings } from './ko-sentences/findings.ts'
import { mismatches } from './ko-sentences/mismatches.ts'
import { notes } from './ko-sentences/notes.ts'
import { preconditions } from './ko-sentences/preconditions.ts'
import { preconditionsOfServers } from './ko-sentences/preconditions-of-servers.ts'
import { skipReasons } from './ko-sentences/skip-reasons.ts'
import { steps } from './ko-sentences/steps.ts'
import { createTranslator } from './ko-sentences/templates.ts'
import { testTitlesOfEffects } from './ko-sentences/test-titles-effects.ts'
import { testTitlesOfRejections } from './ko-sentences/test-titles-rejections.ts'
import { testTitlesOfReads } from './ko-sentences/test-titles-shown.ts'
import { withParticles } from './particles.ts'

/**
 * Sentences about the run that the suite itself writes into reports, with their translation. Texts of the target stay as they are.
 */
const sentences: readonly (readonly [pattern: RegExp, translation: string])[] = [
  [/^not selected by --only$/, '--only로 선택하지 않음'],
  [/^left out by --skip$/, '--skip으로 제외함'],
  [/^the run is read-only$/, '읽기 전용 실행'],
  [/^not reached: another requirement failed$/, '다른 요구 사항이 실패하여 검사하지 못함'],
  [/^not reached: (\S+) failed$/, '$1 실패로 검사하지 못함'],
  [/^failed in (\d+) of (\d+) repeats, passed in (\d+)$/, '$2회 반복 중 $1회 실패, $3회 통과'],
  [/^The run ended early: (.+)\.$/, '실행이 일찍 끝남: $1.'],
  [/^needs (\w+)$/, '$1 필요'],
  [/^The server was not (.+) within ([\d.]+) s after (\S+)\.$/, '서버가 $3 후 $2초 안에 $1 상태가 되지 않음.'],
  [
    /^The server was not (.+) within ([\d.]+) s after (\S+), although it reached (.+)\.$/,
    '서버가 $3 후 $2초 안에 $4 상태가 되었지만 $1 상태는 되지 않음.',
  ],
  [
    /^The server stayed (\S+) with no task in progress for (\d+) s after (\S+?)(?:,.+)?\.?$/,
    '서버가 $3 후 진행 중인 작업 없이 $2초 동안 $1 상태에 머무름.',
  ],
  [/^The server went to ERROR after (\S+)\.$/, '서버가 $1 후 ERROR 상태가 됨.'],
  [/^The server was not found \(404\) after (\S+)\.$/, '$1 후 서버를 조회할 수 없음(404).'],
  [/^([A-Z]+ \S+) failed: no complete response within ([\d.]+) s\.$/, '$1 실패: $2초 안에 응답이 끝나지 않음.'],
  [
    /^The target does not accept a valid request \((\S+)\), so the rejection of an invalid one proves nothing\.$/,
    '대상이 올바른 요청을 수락하지 않으므로($1) 잘못된 요청의 거부로는 판정할 수 없음.',
  ],
  [
    /^The target accepted no valid (.+) request, so the rejection of an invalid one proves nothing\.$/,
    '대상이 올바른 $1 요청을 한 번도 수락하지 않았으므로 잘못된 요청의 거부로는 판정할 수 없음.',
  ],
  [/^The run was interrupted before all tests had finished\.$/, '모든 검사가 끝나기 전에 실행이 중단되었음.'],
  [/^The run was interrupted before this was tested\.$/, '검사하기 전에 실행이 중단되었음.'],
  [/^The report of shard (\d+\/\d+) is missing\.$/, '샤드 $1의 보고서가 없음.'],
  [
    /^The shards that were merged do not verify it; (\d+) of (\d+) are missing\.$/,
    '병합한 샤드에서는 확인되지 않음. 전체 $2개 중 $1개의 샤드가 없음.',
  ],
  [
    /^A create with (.+) was accepted after the usual request was rejected with (\d+); the servers of the run are requested in this form\.$/,
    '기본 생성 요청은 $2(으)로 거부되고 $1을(를) 지정한 요청은 수락되어, 이 실행의 서버는 모두 그렇게 요청했음.',
  ],
  [
    /^task_state stays (".*") on servers that have reached their status; the run uses only the status\.$/,
    '목표 상태에 도달한 서버의 task_state가 계속 $1이므로 status만으로 판단했음.',
  ],
  [
    /^Failed in the baseline and passes now: (.+)\. Create a new baseline to detect regressions\.$/,
    '기준 보고서에서 실패했지만 이제 통과함: $1. 회귀를 찾으려면 기준 보고서를 새로 만들어야 함.',
  ],
  [/^Waiver for (\S+) (\(.*\)): there is no such requirement\.$/, '$1에 대한 예외 승인 $2: 해당하는 요구 사항이 없음.'],
  [
    /^Waiver for (\S+) (\(.*\)): expired on ([\d-]+) and is ignored\.$/,
    '$1에 대한 예외 승인 $2: $3에 만료되어 무시함.',
  ],
  [
    /^Waiver for (\S+) (\(.*\)): no longer needed, every requirement it covers passes\.$/,
    '$1에 대한 예외 승인 $2: 대상 요구 사항이 모두 통과하여 더 이상 필요하지 않음.',
  ],
]

const translateFinding = createTranslator([
  ...contradictions,
  ...contradictionsAfterActions,
  ...contradictionsOfGroups,
  ...explorations,
  ...findings,
  ...mismatches,
])
const translatePrecondition = createTranslator([
  ...notes,
  ...configuration,
  ...skipReasons,
  ...preconditionsOfServers,
  ...preconditions,
])
const translateExpectation = createTranslator([...expectations, ...expectationsOfTests])
const translateStepName = createTranslator(steps)
const translateTitle = createTranslator([...testTitlesOfEffects, ...testTitlesOfRejections, ...testTitlesOfReads])

/** Tells whether a text is JSON, which the target sent or received. */
const isJson = (text: string): boolean => /^["[{]/.test(text)

/** Names exchanges as Korean reports do. */
const nameExchanges = (text: string): string => text.replaceAll(/\bexchange (\d+)/g, '요청/응답 #$1')

/** Translates `no NAME` and `no image of this name`, in Korean; undefined for any other text. */
function translateAbsence(text: string): string | undefined {
  const [, noun] = /^no (.+) of this name$/.exec(text) ?? []
  if (noun !== undefined) return `이 이름의 ${translateCounted(noun) ?? noun} 없음`
  const [, name] = /^no (\S+)$/.exec(text) ?? []
  return name === undefined ? undefined : `${name} 없음`
}

/**
 * Translates an expected or actual value of a finding, as far as the suite worded it. Values, such as JSON, are
 * returned unchanged. Does not sanitize.
 */
export function translateValue(text: string): string {
  const [, seen, index] = /^(.+) \(exchange (\d+)\)$/s.exec(text) ?? []
  if (seen !== undefined) return `${translateValue(seen)} (요청/응답 #${index})`
  if (isJson(text)) return text
  if (/^\d{3}( or \d{3})+$/.test(text)) return text.replaceAll(' or ', ' 또는 ')
  if (/^\S+ all the time$/.test(text)) return text.replace(' all the time', ' (계속)')
  // The statuses of a server in order, each with the time since the request.
  if (/^\S.* after \d+\.\d+ s$/.test(text)) return text.replaceAll(/ after (\d+\.\d+) s(?=,|$)/g, ' ($1초 후)')
  const portGroups = /^(?:has|does not have) the group(?:, (?:has|does not have) the group)*$/
  if (portGroups.test(text))
    return text.replaceAll('does not have the group', '그룹 없음').replaceAll('has the group', '그룹 있음')
  const [, place, exchange, rest = ''] = /^(in|not in) exchange (\d+)(: .+)?$/s.exec(text) ?? []
  if (place !== undefined) return `요청/응답 #${exchange}에 ${place === 'in' ? '있음' : '없음'}${rest}`
  const translation = translateCounted(text) ?? translateExpectation(text) ?? translateAbsence(text)
  return translation === undefined ? text : withParticles(nameExchanges(translation))
}

/** Translates a sentence of a finding that a later read has confirmed. */
function translateConfirmed(text: string): string | undefined {
  const [, sentence, seconds] = /^(.+), still after ([\d.]+) s\.$/s.exec(text) ?? []
  if (sentence === undefined) return undefined
  const translation = translate(`${sentence}.`)
  return translation === undefined ? undefined : `${translation} ${seconds}초 뒤에도 같음.`
}

/** Translates a precondition that could not be arranged, and the response or the wait that shows it. */
function translateFailure(text: string): string | undefined {
  const [, failure, cause = ''] =
    /^(.+ for the test could not be created|.+ could not be brought to \w+): (.+)$/s.exec(text) ?? []
  const translation = failure === undefined ? undefined : translatePrecondition(failure)
  if (translation === undefined) return undefined
  const [, sentence = cause, statuses] = /^(.+\.) (\S.* after [\d.]+ s|\S+ all the time)$/s.exec(cause) ?? []
  return `${translation}: ${translateSentence(sentence)}${statuses === undefined ? '' : ` ${translateValue(statuses)}`}`
}

function translate(text: string): string | undefined {
  const needs = text.split(/; (?=needs \w)/)
  if (needs.length > 1) return needs.map(translateSentence).join('; ')
  const [, capability, advice] = /^needs (\w+): (.+)$/s.exec(text) ?? []
  if (capability !== undefined && advice !== undefined) return `${capability} 필요: ${translateSentence(advice)}`
  const sentence = sentences.find(([pattern]) => pattern.test(text))
  if (sentence) return text.replace(...sentence)
  return (
    translateConfirmed(text) ??
    translateFailure(text) ??
    translatePrecondition(text) ??
    translateFinding(text, translateValue)
  )
}

/** Translates a reason, finding, note or error that the suite wrote, and returns any other text unchanged. Does not sanitize. */
export function translateSentence(text: string): string {
  const translation = translate(text)
  return translation === undefined ? text : withParticles(nameExchanges(translation))
}

const translated = (text: string, translation: string | undefined): string =>
  translation === undefined ? text : withParticles(translation)

/** Translates the name of a step of a test. */
export const translateStep = (name: string): string => translated(name, translateStepName(name))

/** Translates the title of a test. */
export const translateTestTitle = (title: string): string => translated(title, translateTitle(title))
