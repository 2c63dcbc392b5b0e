import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/**
 * Three projects. `unit` tests us (`*.test.ts`, from the sources). `robustness` serves the built command line broken and hostile
 * targets from real sockets; each run is a process, so it takes minutes. `conformance` judges a target (`*.suite.ts`): the embedded
 * emulator, or the one that CONFORMANCE_CONFIG names; the command line does the same with a report around it.
 */
const source = { ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } } }

export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          maxWorkers: '100%',
          include: ['{model,contract,harness,results,reporters,emulator,engine,cli,suites,test,scripts}/**/*.test.ts'],
          exclude: ['test/robustness/**'],
          globalSetup: ['test/scratch-folder.ts'],
          testTimeout: 60_000,
        },
      },
      {
        ...source,
        test: {
          name: 'robustness',
          include: ['test/robustness/**/*.test.ts'],
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
