/** What stestr printed, as results by test. */

/**
 * One result per test or set-up of a class: `ok`, `FAILED` or `SKIPPED`, without the run's own numbers.
 * @returns a map of the test's id to { verdict, reason }
 * @throws Error when the run broke off
 */
export function readResults(text) {
  if (!/^Totals$/m.test(text)) throw new Error(`stestr did not finish: ${text.trim().split('\n').at(-1)}`)
  const results = new Map()
  for (const [, name, verdict, reason = ''] of text.matchAll(
    /^\{\d+\} (.+?) \.\.\. (ok|FAILED|SKIPPED)(?:: (.*))?$/gm,
  )) {
    results.set(idOf(name), { verdict, reason })
  }
  return results
}

/** `setUpClass (a.b.C)` stands for all tests of the class. Neither the time of a test nor its tags are part of its id. */
function idOf(name) {
  const [bare] = name.split(/[[ ]*\[/)
  return /^setUpClass \((.+)\)$/.exec(bare)?.[1] ?? bare
}

/** The tests that a table of the README says fail, with the reason of each: `| \`test\` | reason |`. */
export function readReasons(markdown) {
  return new Map(
    [...markdown.matchAll(/^\| `(tempest\.[\w.]+)` \| (.+?) \|$/gm)].map(([, test, reason]) => [test, reason]),
  )
}
