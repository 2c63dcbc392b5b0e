import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest test files: started last, one of them would run alone at the end. */
const slowest = [
  'target/resolve',
  'cleanup/unreliable-target',
  'strangers/composed-targets',
  'strangers/circumstances',
  'integration/cloud-variants',
  'strangers/interpretations',
  'integration/cleanup-command',
  'integration/interrupt-and-kill',
  'persistence/crash-recovery.integration',
  'integration/package',
  'integration/plain-vitest',
  'integration/monitor',
  'actions/mutation-test.integration',
  'explore/explore-target.integration',
  'strangers/kept-volumes',
  'robustness/server-limit',
  'robustness/target-crash',
  'robustness/stuck-servers',
  'robustness/wrong-types',
  'robustness/secrets',
  'robustness/large-responses',
  'robustness/network',
  'robustness/token-expiry',
  'robustness/server-leftovers',
]

/** Returns the position of a file in that list; after all of them for any other. */
function rank({ moduleId }: TestSpecification): number {
  const index = slowest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`))
  return index < 0 ? slowest.length : index
}

/** On a new machine Vitest knows no durations, and would start the largest files first. */
export class SlowestFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
