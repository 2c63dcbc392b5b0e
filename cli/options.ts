/** Options that several commands have. */
import { type Command, Option } from 'commander'
import { formatNames } from '#reporters/formats'
import { defaultOut } from './files/report-folder.ts'
import { defaultReports, type ReportRequest } from './files/report-formats.ts'
import { nonEmpty, nonEmptyList, positiveInteger, positiveNumber, reportRequests, shard } from './option-parsers.ts'

export type Language = 'en' | 'ko'

/** Returns the option `--lang`. */
export const languageOption = (): Option =>
  new Option('--lang <lang>', 'report language').choices(['en', 'ko']).default('en')

/** Returns the option `--history`. */
export const historyOption = (): Option =>
  new Option('--history <file>', 'keep the outcomes in this file; `history` shows what changed').argParser(nonEmpty)

/** Returns the option `--shard`. `parts`: the noun for the divided items, for its description. */
export const shardOption = (parts: string): Option =>
  new Option('--shard <i/n>', `one of N parts of the ${parts}; auto: the part that the CI system names`)
    .argParser(shard)
    .default({ index: 1, count: 1 }, '1/1')

/** Which target, with which credentials, and how long to wait. */
export interface TargetFlags {
  readonly target?: string
  readonly config?: string
  readonly tenant?: string
  readonly token?: string
  readonly osCloud?: string
  readonly insecure?: boolean
  readonly proxy?: string
  readonly timeouts?: string
  readonly timeoutScale?: number
}

/** Adds the options of `TargetFlags` to a command. */
export const withTarget = (command: Command): Command =>
  command
    .option(
      '--target <url>',
      'root URL of the endpoint, such as http://127.0.0.1:8774; may end in /v2/{tenant}',
      nonEmpty,
    )
    .option('--config <file>', 'YAML or JSON file; options and environment variables override it', nonEmpty)
    .option('--tenant <id>', 'tenant (project) id', nonEmpty)
    .option('--token <token>', 'token; OS_TOKEN in the environment is safer', nonEmpty)
    .option('--os-cloud <name>', 'entry of clouds.yaml', nonEmpty)
    .option('--insecure', 'disable TLS certificate verification')
    .option(
      '--proxy <url>',
      'HTTP proxy for every request; default: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, except for this machine',
      nonEmpty,
    )
    .option('--timeouts <file>', 'YAML or JSON file with timeouts for each operation', nonEmpty)
    .addOption(new Option('--timeout-scale <x>', 'factor for all timeouts').argParser(positiveNumber))

/** Which requirements to test, and with how many servers. */
export interface SelectionFlags {
  readonly profile?: string
  readonly edition?: string
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly readOnly?: boolean
  readonly maxServers?: number
  readonly allowCostly?: boolean
}

/** Adds the options of `SelectionFlags` to a command. */
export const withSelection = (command: Command): Command =>
  command
    .option(
      '--profile <name>',
      'requirement profile: toast (vendor document of 2020), nhn (of 2026) or nova (stock OpenStack)',
    )
    .option('--edition <edition>', 'edition of the document, 2020-03 or 2026-05, for a profile that has both')
    .option(
      '--only <pattern...>',
      'test only these requirements: ids, or operations such as listServers; * is a wildcard',
      nonEmptyList,
    )
    .option('--skip <pattern...>', 'do not test these requirements: ids or operations; * is a wildcard', nonEmptyList)
    .option('--read-only', 'run only the checks that need no writes')
    .addOption(new Option('--max-servers <n>', 'servers that exist at once (default: 4)').argParser(positiveInteger))
    .option('--allow-costly', 'send invalid requests that would cost money if the target accepted them')

/** Which reports to write, and which results fail the command. */
export interface ReportFlags {
  readonly report: readonly ReportRequest[]
  readonly out: string
  readonly failOn: 'must' | 'should'
  readonly strict?: boolean
  readonly baseline?: string
  readonly waivers?: string
  readonly lang: Language
  /** False with --no-github. */
  readonly github: boolean
  /** Only of `run` and `merge`. */
  readonly history?: string
}

/** Adds the options of `ReportFlags` to a command. */
export const withReports = (command: Command): Command =>
  command
    .addOption(
      new Option('--report <format[=path]>', `a report: ${formatNames.join(', ')}; may be repeated`)
        .default(defaultReports, 'console, json, html')
        .argParser((text: string, earlier: readonly ReportRequest[]) =>
          reportRequests(text, earlier === defaultReports ? [] : earlier),
        ),
    )
    .option('--out <dir>', 'folder for the reports', nonEmpty, defaultOut)
    .addOption(
      new Option('--fail-on <level>', 'level from which a failed requirement causes exit code 1')
        .choices(['must', 'should'])
        .default('must'),
    )
    .option('--strict', 'exit with 3 when the verdict is partial')
    .option('--baseline <report.json>', 'earlier report; fail only on regressions', nonEmpty)
    .option('--waivers <file>', 'YAML or JSON file of failures that are accepted until a date', nonEmpty)
    .option('--no-github', 'no annotations and no step summary, even if GITHUB_ACTIONS is set')
    .addOption(languageOption())
