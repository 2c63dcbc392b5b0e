import type { Location, Log, ReportingDescriptor, Result, Suppression } from 'sarif'
import type { Level } from '#model'
import type { Report, RequirementResult } from '#results'
import { exemptionText } from '../group-results.ts'
import { type Lang, messages } from '../i18n/index.ts'
import { localizeFindings } from '../i18n/localize-findings.ts'
import { toJson } from '../json.ts'
import { leftoverLines } from '../leftovers.ts'
import type { RenderOptions } from '../render-options.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { verdictSentence } from '../verdict-sentence.ts'
import { findingLines } from './finding-text.ts'

const levels = { must: 'error', should: 'warning', may: 'note' } as const satisfies Record<Level, string>

const rule = ({ id, level, text, operations, source }: RequirementResult, lang: Lang): ReportingDescriptor => ({
  id,
  shortDescription: { text: text[lang] },
  ...(source && { fullDescription: { text: `${source.section}, ${messages[lang].lines(source.lines)}` } }),
  defaultConfiguration: { level: levels[level] },
  properties: { tags: [level, ...operations] },
})

/** Returns the location of the requirement in this package, and the operation with the location in its response. */
const locationOf = ({ group, operations, findings: [finding] }: RequirementResult): Location => ({
  physicalLocation: { artifactLocation: { uri: `requirements/${group}.yaml` }, region: { startLine: 1 } },
  logicalLocations: [
    { fullyQualifiedName: sanitizeLine([operations[0] ?? '', finding?.at ?? ''].join(' ').trim()), kind: 'member' },
  ],
})

const suppressions = (result: RequirementResult, lang: Lang): readonly Suppression[] =>
  result.known === undefined && result.waived === undefined
    ? []
    : [{ kind: 'external', justification: sanitizeLine(exemptionText(result, messages[lang].until)) }]

function sarifResult(report: Report, result: RequirementResult, ruleIndex: number, lang: Lang): Result {
  const accepted = suppressions(result, lang)
  return {
    ruleId: result.id,
    ruleIndex,
    level: levels[result.level],
    kind: 'fail',
    message: { text: findingLines(report, result, lang).join('\n') || result.id },
    locations: [locationOf(result)],
    partialFingerprints: { 'requirement/v1': result.id },
    ...(accepted.length > 0 && { suppressions: [...accepted] }),
  }
}

/**
 * Renders a report as SARIF 2.1.0: a rule for each requirement of the run, a result for each failure, suppressed when it is accepted. A
 * reason why requirements could not be decided is a notification of the run, not a result.
 */
export function renderSarif(original: Report, { lang }: RenderOptions): string {
  const t = messages[lang]
  const report = localizeFindings(original, lang)
  const { tool, runId, startedAt, durationMs, verdict, causes, errors, resources } = report
  const leftovers = leftoverLines(resources.leaked, t)
  const included = report.requirements.filter(({ off }) => !off)
  const notification = (level: 'error' | 'warning', text: string) => ({
    level,
    message: { text: sanitizeLine(t.sentence(text)) },
  })
  const log: Log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            ...{ name: 'compute-conformance', version: tool.version },
            rules: included.map((result) => rule(result, lang)),
          },
        },
        automationDetails: { id: `compute-conformance/${report.target.profile}/` },
        invocations: [
          {
            executionSuccessful: verdict !== 'inconclusive' && errors.length === 0 && leftovers.length === 0,
            startTimeUtc: startedAt,
            endTimeUtc: new Date(Date.parse(startedAt) + durationMs).toISOString(),
            toolExecutionNotifications: [
              ...errors.map((text) => notification('error', text)),
              ...leftovers.map(({ text }) => notification('error', text)),
              ...causes.map(({ reason, requirement, blocks }) => ({
                ...notification('warning', reason),
                properties: { ...(requirement !== undefined && { requirement }), blocks: [...blocks] },
              })),
            ],
          },
        ],
        results: included.flatMap((result, index) =>
          result.outcome === 'fail' ? [sarifResult(report, result, index, lang)] : [],
        ),
        properties: { verdict, sentence: verdictSentence(report, t), runId },
      },
    ],
  }
  return toJson(log)
}
