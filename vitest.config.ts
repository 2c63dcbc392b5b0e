import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { SlowestFilesFirst } from './test/slowest-files-first.ts'

/**
 * Four projects. `unit` tests the sources inside one process, in about a minute. `integration` starts processes, browsers and whole
 * runs of the built program. `robustness` serves broken and hostile responses to the built program from real sockets. `conformance`
 * tests a target (`*.suite.ts`): the embedded emulator, or the one that CONFORMANCE_CONFIG names.
 */
const source = { ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } } }

const modules = '{model,contract,harness,suites,results,reporters,engine,cli,emulator,api}'
const integration = [`${modules}/**/*.integration.test.ts`, 'test/{integration,strangers}/**/*.test.ts']

export default defineConfig({
  test: {
    sequence: { sequencer: SlowestFilesFirst },
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          maxWorkers: '100%',
          isolate: false,
          include: [`${modules}/**/*.test.ts`],
          exclude: integration,
          globalSetup: ['test/scratch-folder.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...source,
        test: {
          name: 'integration',
          // Most tests wait for processes.
          maxWorkers: 3,
          // Each of the concurrent runs of a worker has a process, whose start takes the time of three more runs.
          maxConcurrency: 2,
          isolate: false,
          include: integration,
          globalSetup: ['test/scratch-folder.ts'],
          testTimeout: 360_000,
          hookTimeout: 360_000,
        },
      },
      {
        ...source,
        test: {
          name: 'robustness',
          include: ['test/robustness/**/*.test.ts'],
          globalSetup: ['test/scratch-folder.ts'],
          // Most tests wait for timeouts.
          maxWorkers: 3,
          isolate: false,
          testTimeout: 360_000,
          hookTimeout: 360_000,
        },
      },
      {
        ...source,
        test: {
          name: 'conformance',
          include: ['suites/{operations,lifecycle}/**/*.suite.ts'],
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
