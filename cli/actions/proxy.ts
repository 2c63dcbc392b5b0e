import { InconclusiveRunError, UsageError } from '#engine/errors'
import { fileProblem } from '#engine/input'
import { createProxy, type RunningProxy } from '#engine/proxy'
import { applyExemptions } from '#engine/runner'
import { profileIn, resolveUpstream } from '#engine/target'
import { toolVersion } from '#engine/tool-version'
import { reportFormats } from '#reporters/formats'
import { exitCode, type Report } from '#results'
import { readExemptions } from '../files/exemptions.ts'
import { writeReadyFile } from '../files/ready-file.ts'
import { commandFolder } from '../files/report-folder.ts'
import { checkWritable, writeReports } from '../files/report-writer.ts'
import type { ReportFlags } from '../options.ts'
import { printErrorLine } from '../output.ts'

export interface ProxyFlags extends ReportFlags {
  readonly target?: string
  readonly osCloud?: string
  readonly insecure?: boolean
  readonly port: number
  readonly host: string
  readonly profile?: string
  readonly edition?: string
  readonly har?: string
  readonly readyFile?: string
  readonly failFast?: boolean
  readonly quiet?: boolean
}

/** Resolves at a signal, or at the first violation with --fail-fast. */
function stopCondition(): { readonly stopped: Promise<void>; stop(): void } {
  let stop: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, resolve)
  })
  return { stopped, stop: () => stop() }
}

async function start(
  flags: ProxyFlags,
  { onViolation, onHarError }: { onViolation(): void; onHarError(): void },
): Promise<RunningProxy> {
  const { port, host, har, lang, quiet = false, target, osCloud, insecure } = flags
  const upstream = resolveUpstream(
    { ...(target && { target }), ...(osCloud && { osCloud }), ...(insecure && { insecure }) },
    { env: process.env, cwd: process.cwd() },
  )
  const { id: profile, edition } = profileIn(flags.profile ?? 'toast', flags.edition)
  const renderHtml = await reportFormats.html.load()
  try {
    return await createProxy({
      ...{ port, host, profile, edition, target: upstream.url, connection: upstream.connection },
      ...(har === undefined ? {} : { har: { file: har, version: toolVersion } }),
      renderPage: (report: Report) => renderHtml(report, { lang, colour: false }),
      onHarError: (reason) => {
        printErrorLine(`${har}: the recording ends here: ${reason}`)
        onHarError()
      },
      onViolation: ({ requirement, finding }) => {
        if (!quiet) printErrorLine(`${requirement}: ${finding.message} ${finding.curl ?? ''}`)
        onViolation()
      },
    })
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause
    if (cause.syscall === 'open') throw new UsageError(`--har ${har}: ${fileProblem(cause, 'written')}`, { cause })
    throw new UsageError(`--host ${host} --port ${port}: cannot listen (${cause.message})`, { cause })
  }
}

/** Serves the proxy until the process gets SIGINT, SIGTERM or SIGHUP, and writes the reports. Returns the exit code. */
export async function proxy(flags: ProxyFlags): Promise<number> {
  const { report: requests, lang, failOn, github, strict = false, baseline, waivers, failFast } = flags
  const out = commandFolder('proxy', flags.out)
  const exemptions = readExemptions({ baseline, waivers })
  checkWritable(requests, out, [baseline, waivers])
  const { stopped, stop } = stopCondition()
  let isRecorded = true
  const running = await start(flags, {
    onViolation: () => {
      if (failFast) stop()
    },
    onHarError: () => {
      isRecorded = false
    },
  })
  try {
    if (flags.readyFile !== undefined) writeReadyFile(flags.readyFile, { url: running.url })
    printErrorLine(`Serving on ${running.url}. Press Ctrl-C to stop.`)
    await stopped
    const observed = running.report()
    if (observed.coverage.operations.covered === 0)
      throw new InconclusiveRunError(`no request to the Compute API was seen (${observed.requests} others)`)
    const report = applyExemptions(observed, exemptions)
    const isWritten = await writeReports(report, requests, { out, lang, failOn, github, printError: printErrorLine })
    running.endRecording()
    return exitCode(report, { failOn, strict }) || (isWritten && isRecorded ? 0 : 3)
  } finally {
    await running.close()
  }
}
