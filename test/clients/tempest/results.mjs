/** Reads the output of stestr and the table of known failures. */

/**
 * Parses one verdict per test, or per class whose set-up failed or was skipped.
 * @returns test id → `ok`, `FAILED` or `SKIPPED`
 * @throws Error if stestr did not finish
 */
export function parseVerdicts(text) {
  if (!/^Totals$/m.test(text)) throw new Error(`stestr did not finish: ${text.trim().split('\n').at(-1)}`)
  const matches = text.matchAll(/^\{\d+\} (.+?) \.\.\. (ok|FAILED|SKIPPED)(?:: .*)?$/gm)
  return new Map([...matches].map(([, name, verdict]) => [testId(name), verdict]))
}

/** Returns the id without duration and tags; the id of the class for `setUpClass (a.b.C)`. */
function testId(name) {
  const [bare] = name.split(/[[ ]*\[/)
  return /^setUpClass \((.+)\)$/.exec(bare)?.[1] ?? bare
}

/** Parses the known failures in a Markdown table with rows `| \`test\` | reason |`. @returns test id → reason */
export function parseKnownFailures(markdown) {
  return new Map(
    [...markdown.matchAll(/^\| `(tempest\.[\w.]+)` \| (.+?) \|$/gm)].map(([, test, reason]) => [test, reason]),
  )
}
