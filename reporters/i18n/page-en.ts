import type { Phase } from '#model'

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** Labels of the HTML report only. */
export const pageEn = {
  needsScript: 'The rest of this report is shown by its program, which this browser does not run.',
  unreadable: 'This browser cannot read the data of the report. Firefox 113, Chrome 103, Safari 16.4 and later can.',

  overview: 'Overview',
  fixFirst: 'What to fix first',
  fixFirstHint: 'By the number of requirements that cannot be decided because of it, then the other failures.',
  notAttributed: 'Not held against the target: look at the environment, the configuration or the timeouts.',
  toConfigure: 'What to configure to test every mandatory requirement',
  blocks: (count: number) => `prevents ${plural(count, 'decision')}`,
  showAll: (count: number) => `Show all ${count}`,
  showMore: (count: number) => `Show ${count} more`,
  cost: 'Cost',
  costText: (servers: number, seconds: number) =>
    `${plural(servers, 'server')}, ${Math.round(seconds)} s of server time`,
  nothingLeft: 'nothing left behind',
  leftBehind: (count: number, uncertain: number) =>
    [
      ...(count > 0 ? [`${plural(count, 'resource')} left behind`] : []),
      ...(uncertain > 0 ? [`${plural(uncertain, 'resource')} that may exist`] : []),
    ].join(', '),

  theme: 'Theme',
  themes: { '': 'System', light: 'Light', dark: 'Dark' },
  sections: 'Sections',
  passed: 'Passed',
  inconclusive: 'Undecided',
  since: 'since',
  keys: '/ search · j next · k previous · Esc close',
  test: 'test',
  alsoIn: 'also in',

  lifecycle: 'Lifecycle',
  lifecycleHint:
    'The statuses of the document and the transitions that polling observed: how often, the median and the 95th percentile of the time since the request. Choose a transition to see its exchanges.',
  legends: {
    seen: 'observed',
    unseen: 'in the document, not observed',
    illegal: 'not allowed after this request',
    other: 'observed, the document does not rule it out',
  },
  otherStatuses: 'Other statuses observed',
  p95: '95 %',
  slowest: 'Slowest',
  transition: (from: string, to: string) => `${from} to ${to}`,
  violatedHere: 'Violated by these responses:',
  noTransitions: 'No transition was observed.',
  exchangesOf: (from: string, to: string) => `Responses that first showed ${to} after ${from}`,

  timeline: 'Timeline',
  timelineHint:
    'One bar a server, coloured by its status as responses showed it. Below, the tests that the end of the run waited for, and those that took longest; dark: polling.',
  lastChain: 'Until the end of the run: the tests that followed one another',
  longestTests: 'Longest tests',
  noTimeline: 'No server was observed.',

  latency: 'Latency',
  parametersUnsent: 'Query parameters not sent',
  valuesUnseen: 'Documented values not observed',
  statesUnseen: 'Server statuses not observed',
  parameterColumn: 'Parameters',
  propertyColumn: 'Properties',
  valueColumn: 'Enum values',
  stateColumn: 'States',

  reality: 'Document and target',
  realityHint:
    'Statements of the document that can be understood in more than one way, the interpretations that are accepted, and the one that the target follows.',
  statement: 'Statement',
  accepted: 'Accepted',
  follows: 'Target follows',
  notDistinguished: 'not distinguished',

  outcomeColumn: 'Outcome',
  phase: { arrange: 'arrange', act: 'act', wait: 'wait', cleanup: 'clean up' } satisfies Record<Phase, string>,
  exchangeSearch: 'Method, path, status, operation, phase or test',
}
