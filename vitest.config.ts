import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Three projects. `unit` tests us (`*.test.ts`, from the sources). `hostile` serves the built command line broken and hostile
 * targets from real sockets; each run is a process, so it takes minutes. `conformance` judges a target (`*.suite.ts`): the embedded
 * emulator, or the one that CONFORMANCE_CONFIG names; the command line does the same with a report around it.
 */
const source = { ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } } }

/** Files that wait for a minute or so begin first: on a clean clone nobody knows yet how long they take. */
const longest = ['test/other-clouds.test.ts', 'test/killed.test.ts', 'test/after-a-run.test.ts']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((name) => moduleId.endsWith(name))
    const others = await super.sort(files)
    return [...others.filter(isLong), ...others.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          maxWorkers: '100%',
          include: ['{contract,harness,results,reporters,emulator,cli,suites,test,scripts}/**/*.test.ts'],
          exclude: ['test/hostile/**'],
          globalSetup: ['test/scratch-folder.ts'],
          testTimeout: 60_000,
        },
      },
      {
        ...source,
        test: {
          name: 'hostile',
          include: ['test/hostile/**/*.test.ts'],
          globalSetup: ['test/scratch-folder.ts'],
          maxWorkers: 3,
          isolate: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        ...source,
        test: {
          name: 'conformance',
          include: ['suites/{contract,lifecycle}/**/*.suite.ts'],
          globalSetup: ['test/conformance-target.ts'],
          maxWorkers: 1,
          isolate: false,
          fileParallelism: false,
          sequence: { concurrent: true },
          maxConcurrency: 1000,
          testTimeout: 0,
          hookTimeout: 0,
        },
      },
    ],
  },
})
