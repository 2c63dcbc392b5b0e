import type { Basis, Level } from '#model'
import type { Verdict } from '#results'
import type { DisplayStatus } from '../group-results.ts'
import { pageEn } from './page-en.ts'

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

export const en = {
  title: 'Compute API conformance',
  verdict: {
    conformant: 'Conformant',
    partial: 'Partially verified',
    nonconformant: 'Not conformant',
    inconclusive: 'Inconclusive',
  } satisfies Record<Verdict, string>,
  meaning: {
    conformant: 'Every mandatory requirement in scope passes.',
    partial: 'No mandatory requirement fails, but some could not be tested.',
    nonconformant: 'At least one mandatory requirement fails.',
    inconclusive: 'There is no verdict, because mandatory requirements are undecided.',
  } satisfies Record<Verdict, string>,
  limitedTo: (options: string, included: number, all: number) =>
    `Limited by ${options}${included < all ? `: ${included} of ${all} requirements` : ''}.`,
  outcome: {
    pass: 'passed',
    fail: 'failed',
    skipped: 'skipped',
    unobserved: 'unobserved',
    inconclusive: 'inconclusive',
    error: 'error',
    unstable: 'unstable',
    waived: 'waived',
    known: 'in baseline',
    off: 'excluded',
  } satisfies Record<DisplayStatus, string>,
  outcomeCount: (count: number, outcome: string) => `${count} ${outcome}`,
  level: { must: 'must', should: 'should', may: 'may' } satisfies Record<Level, string>,

  /** A reason, note or error that the suite wrote, in this language as far as it is known. Does not sanitize. */
  sentence: (text: string) => text,
  /** Translates the expected or actual value of a finding, as far as the suite worded it. Does not sanitize. */
  value: (text: string) => text,
  /** The name of a step of a test, in this language as far as it is known. Does not sanitize. */
  step: (name: string) => name,
  /** The title of a test, in this language as far as it is known. Does not sanitize. */
  testTitle: (title: string) => title,

  requiredBy: 'required by',
  source: 'source',
  lines: (numbers: string) => `${/^\d+$/.test(numbers) ? 'line' : 'lines'} ${numbers}`,
  at: 'at',
  expected: 'expected',
  actual: 'actual',
  while: 'while',
  exchange: 'exchange',
  reproduce: 'reproduce',
  repeat: 'test again',
  tokenHint: (options: string | undefined) =>
    options === undefined
      ? 'For the curl lines: export OS_TOKEN="$(compute-conformance token)", with the options that name the target.'
      : `For the curl lines: export OS_TOKEN="$(compute-conformance token ${options})"`,
  otherTokenHint: (options: string | undefined) =>
    `For those with the second tenant's token: export OTHER_TOKEN="$(compute-conformance token --other ${options ?? '--config …'})"`,
  more: (count: number) => `${count} more`,

  target: 'Target',
  profile: 'Profile',
  edition: 'Edition',
  versions: 'API versions',
  run: 'Run ID',
  started: 'Started',
  duration: 'Duration',
  criticalPath: (duration: string) => `status changes of one server: up to ${duration}`,
  requests: 'Requests',
  requestCount: (count: number) => plural(count, 'request'),
  tool: 'Tool version',

  requirement: 'Requirement',
  requirements: 'Requirements',
  levelColumn: 'Level',
  finding: 'Finding',
  reason: 'reason',
  preventedBy: 'prevented by',
  basis: 'basis',
  bases: {
    documented: 'stated in the document',
    example: 'shown in an example of the document',
    convention: 'OpenStack convention, not in the document',
  } satisfies Record<Basis, string>,
  operations: 'operations',
  interpretations: 'interpretations',
  followed: 'target follows',

  causes: 'Causes of undecided requirements',
  blocked: (count: number) => plural(count, 'requirement'),
  blockedBy: (count: number, id: string) =>
    `${plural(count, 'requirement')} ${count === 1 ? 'waits' : 'wait'} for ${id}`,
  failedMusts: 'Failed requirements',
  failedShoulds: 'Failed recommendations',
  unsettled: 'Unstable, or ended by an error of the suite',
  waived: 'Failures accepted by a waiver',
  known: 'Failures accepted by the baseline',
  until: (day: string) => `until ${day}`,
  accepted: (count: number) => `Not counted: ${plural(count, 'accepted failure')}.`,
  skipped: 'Skipped',
  off: 'Excluded',
  unobserved: 'Unobserved',
  contested: 'Contested statements: the interpretation that the target follows',
  notes: 'Notes',
  errors: 'Errors',

  resources: 'Resources',
  created: 'Created',
  /** A kind of resources as reports have it, in the singular or plural. */
  kindName: (kind: string): string => kind,
  createdAndDeleted: 'Created and deleted',
  nothing: 'nothing',
  peak: 'Peak servers',
  serverTime: 'Server time (s)',
  leaked: 'Leftover resources',
  mayExist: 'Resources that may exist: no response named them',
  deleteWith: 'Delete with',
  kind: 'Kind',
  name: 'Name',

  coverage: 'Coverage',
  operation: 'Operation',
  calls: 'Calls',
  responses: 'Responses',
  parameters: 'Query parameters sent',
  properties: 'Documented properties observed',
  unseen: 'Documented properties not observed',
  states: 'Server statuses observed',
  undocumentedProperties: 'Undocumented properties',

  transitions: 'Server status transitions',
  from: 'From',
  to: 'To',
  after: 'Action',
  count: 'Count',
  median: 'Median',
  longest: 'Longest',

  group: 'Group',
  all: 'All',
  search: 'Search',
  searchHint: 'ID, text or finding',
  filters: 'Filters',
  clear: 'Clear filters',
  shown: 'shown',
  noMatch: 'No requirement matches the filters.',
  copy: 'Copy',
  copied: 'Copied',
  language: 'Language',
  skipLink: 'Skip to the requirements',
  exchanges: 'Exchanges',
  request: 'Request',
  response: 'Response',
  truncated: 'body truncated',

  page: pageEn,

  matrix: {
    title: 'Compute API conformance of several targets',
    alike: 'Equal everywhere, but not passed',
    allPass: (count: number) => `Passed by every target: ${count}.`,
  },

  comparison: {
    title: 'Compute API conformance comparison',
    before: 'before',
    after: 'after',
    run: 'run',
    regressed: 'Regressed',
    fixed: 'Fixed',
    changed: 'Changed',
    new: 'New',
    gone: 'Gone',
    differing: 'Different outcomes',
    accepted: (count: number) => `${count} accepted`,
    unchanged: (count: number) => `Unchanged: ${count}.`,
    regressions: (count: number) => (count === 0 ? 'No regressions.' : `${plural(count, 'requirement')} regressed.`),
    interpretation: 'interpretation',
    unknown: 'unknown',
  },

  history: {
    title: 'History of conformance runs',
    runs: (shown: number, all: number) => `${plural(all, 'run')}${shown < all ? `, the last ${shown} shown` : ''}`,
    latest: 'Latest run',
    failing: 'Failing',
    nothingFailing: 'No requirement fails.',
    since: (run: string) => `since run ${run}`,
    firstRun: 'the first one that tested it',
    changes: (runs: number) => `Regressed and fixed in the last ${plural(runs, 'run')}`,
    change: 'Change',
    regressed: 'regressed',
    fixed: 'fixed',
    flaky: 'Flaky',
    share: (changes: number, runs: number) => `changed in ${changes} of ${plural(runs, 'run')}`,
    outcomes: 'Outcomes',
    medians: 'Median of each run',
    others: 'Also in the file',
  },
}

/** The labels of all reports in one language. Findings and texts from the target are not translated. */
export type Messages = typeof en
