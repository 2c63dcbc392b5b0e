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
 * Returns the findings of a failure without the first one and without repetitions: each further message, and, if other tests found the same
 * in another request, rows that name the test of the first finding and the others. `count`: how many findings these are. The test is also
 * named for a wrong status alone, which does not tell what is special about the request.
 */
export function furtherFindings(
  page: ConsolePage,
  { findings: [first, ...others] }: RequirementResult,
): { readonly messages: readonly string[]; readonly rows: readonly DetailRow[]; readonly count: number } {
  const isSame = ({ message, at }: Finding) => message === first?.message && at === first.at
  const messages = new Set(others.map(({ message }) => message).filter((message) => message !== first?.message))
  const test = first && testOf(page, first)
  const titles = new Set(others.filter(isSame).flatMap((finding) => testOf(page, finding) ?? []))
  const tests = [...titles].filter((title) => title !== test)
  const labels = page.t.page
  const otherRows = tests.map((title): DetailRow => [labels.alsoIn, title])
  const rows: readonly DetailRow[] =
    test !== undefined && (tests.length > 0 || first?.at === 'status') ? [[labels.test, test], ...otherRows] : otherRows
  return { messages: [...messages], rows, count: messages.size + tests.length }
}
