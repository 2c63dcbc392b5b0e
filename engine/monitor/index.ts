/** The parts of `monitor`: schedule, metrics for Prometheus, HTTP pages, and the command to run when an outcome changes. */
export { type ChangeCommand, runChangeCommand } from './change-command.ts'
export { MonitorMetrics, type MonitorOutcome } from './metrics.ts'
export { lockMonitorFolder } from './monitor-lock.ts'
export { type PageServer, type ServedPages, servePages } from './page-server.ts'
export { runOnSchedule } from './schedule.ts'
