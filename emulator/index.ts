/** The embedded default target: a whole Compute service in memory, as the document describes it. */
export type { Clock } from './clock.ts'
export { createEmulator, type Emulator } from './emulator.ts'
export { type Fault, faults } from './faults/index.ts'
export type { EmulatorConfig, EmulatorOptions, SeedOptions } from './options.ts'
export { type RunningEmulator, startEmulator } from './server.ts'
export type { TimingTable } from './timing.ts'
