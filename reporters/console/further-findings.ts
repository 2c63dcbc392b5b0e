import type { Finding } from '#model'
import type { RequirementResult } from '#results'
import type { DetailRow } from '../finding-details.ts'
import type { ConsolePage } from './page.ts'

/** Returns the title of the test that made the exchange of a finding. */
function testOf({ report, t }: ConsolePage, { exchange }: Finding): string | undefined {
  const test = report.tests?.find(({ exchanges }) => exchange !== undefined && exchanges.includes(exchange))
  return test && t.testTitle(test.title)
}

/**
 * Returns the findings of a failure without the first one and without repetitions: each further message, and, where other tests found the same in
 * another request, their titles, with the row that names the test of the first.
 */
export function furtherFindings(
  page: ConsolePage,
  { findings: [first, ...others] }: RequirementResult,
): { readonly messages: readonly string[]; readonly tests: readonly string[]; readonly rows: readonly DetailRow[] } {
  const isSame = ({ message, at }: Finding) => message === first?.message && at === first.at
  const messages = new Set(others.map(({ message }) => message).filter((message) => message !== first?.message))
  const test = first && testOf(page, first)
  const titles = new Set(others.filter(isSame).flatMap((finding) => testOf(page, finding) ?? []))
  const tests = [...titles].filter((title) => title !== test)
  const rows = test !== undefined && tests.length > 0 ? [[page.t.page.test, test] as const] : []
  return { messages: [...messages], tests, rows }
}
