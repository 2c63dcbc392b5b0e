/** What a monitor needs: a schedule, metrics for Prometheus, pages over HTTP, and a command that is told of changes. */
export { type ChangeCommand, runChangeCommand } from './change-command.ts'
export { MonitorMetrics, type MonitorOutcome } from './metrics.ts'
export { type PageServer, type ServedPages, servePages } from './page-server.ts'
export { runOnSchedule } from './schedule.ts'
