/** How the text of an argument becomes a value; what cannot is refused with what was expected. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { isReportFormat, type ReportRequest } from './files/report-writer.ts'
import { nonEmpty } from './option-parsers.ts'

export const positiveInteger = (text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number from 1 up.')
  return value
}

export const positiveNumber = (text: string): number => {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('expected a number above 0.')
  return value
}

/** One part of the suites: 1 of 1 is all. */
export interface Shard {
  readonly index: number
  readonly count: number
}

export const shard = (text: string): Shard => {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const parsed = { index: Number(index), count: Number(count) }
  if (!(parsed.index >= 1 && parsed.index <= parsed.count))
    throw new InvalidArgumentError('expected I/N with I from 1 to N, such as 1/3.')
  return parsed
}

/** Runs are named in the names of what they create, so a name that is none must not reach a search. */
export const runId = (text: string): string => {
  if (!/^[0-9a-z]+$/.test(text)) throw new InvalidArgumentError('expected the id of a run, such as 3f9c01ab.')
  return text
}

const report = (text: string, before: readonly ReportRequest[] = []): readonly ReportRequest[] => {
  const [format = '', ...path] = text.split('=')
  if (!isReportFormat(format) || (path.length > 0 && path.join('=') === ''))
    throw new InvalidArgumentError('expected console, json, html, junit or markdown, then perhaps =PATH.')
  return [...before, path.length > 0 ? { format, path: path.join('=') } : { format }]
}

export const language = (): Option =>
  new Option('--lang <lang>', 'language of what is written').choices(['en', 'ko']).default('en')

export interface TargetFlags {
  readonly target?: string
  readonly config?: string
  readonly tenant?: string
  readonly token?: string
  readonly osCloud?: string
  readonly insecure?: boolean
  readonly timeouts?: string
  readonly timeoutScale?: number
}

/** Which target, who we are there, and how long it may take. */
export const withTarget = (command: Command): Command =>
  command
    .option(
      '--target <url>',
      "the endpoint's root, such as http://127.0.0.1:8774; /v2/{tenant} after it is understood",
      nonEmpty,
    )
    .option('--config <file>', 'YAML or JSON; the command line and the environment go before it', nonEmpty)
    .option('--tenant <id>', 'tenant (project) id', nonEmpty)
    .option('--token <token>', 'token; OS_TOKEN in the environment is safer', nonEmpty)
    .option('--os-cloud <name>', 'an entry of clouds.yaml', nonEmpty)
    .option('--insecure', 'accept any TLS certificate')
    .option('--timeouts <file>', 'timeouts per operation', nonEmpty)
    .addOption(new Option('--timeout-scale <x>', 'multiplies all timeouts').argParser(positiveNumber))

export interface ReportFlags {
  readonly report?: readonly ReportRequest[]
  readonly out: string
  readonly failOn: 'must' | 'should'
  readonly strict?: boolean
  readonly baseline?: string
  readonly waivers?: string
  readonly lang: 'en' | 'ko'
}

/** Which reports, where they go, and what makes them bad news. */
export const withReports = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--report <format[=path]>',
        'console, json, html, junit or markdown; may be repeated (default console, json, html)',
      ).argParser((text: string, before?: readonly ReportRequest[]) => report(text, before)),
    )
    .option('--out <dir>', 'where reports go', nonEmpty, 'conformance-report')
    .addOption(
      new Option('--fail-on <level>', 'which failed requirements make the exit code 1')
        .choices(['must', 'should'])
        .default('must'),
    )
    .option('--strict', 'exit 3 when the verdict is partial')
    .option('--baseline <report.json>', 'only what is worse than in this report counts', nonEmpty)
    .option('--waivers <file>', 'YAML or JSON: failures that are accepted for a time', nonEmpty)
    .addOption(language())
