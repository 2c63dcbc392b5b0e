import { type Command, Option } from 'commander'
import type { ProxyFlags } from '../actions/proxy.ts'
import { nonEmpty, portNumber } from '../option-parsers.ts'
import { withReports } from '../options.ts'

const explanation = `
Clients connect to the proxy instead of the target: with --os-cloud, to its identity service (OS_AUTH_URL=http://127.0.0.1:8775/v3).
The proxy forwards every request unchanged and sends none of its own. /-/report is the current report, /-/report.html its page.
Exit codes: 0 no violations; 1 a violation; 2 wrong usage; 3 no requests to the API were observed,
or a report or the HAR file could not be written.`

/** Adds the command `proxy`, which compares the traffic of other clients with the document. */
export function addProxy(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('proxy')
    .description('forward requests of any client to a target, and compare the responses with the document')
    .option('--target <url>', 'root URL of the endpoint', nonEmpty)
    .option('--os-cloud <name>', 'entry of clouds.yaml', nonEmpty)
    .option('--insecure', 'disable TLS certificate verification of the target')
    .addOption(new Option('--port <n>', 'port; 0 for a free one').argParser(portNumber).default(8775))
    .option('--host <address>', 'listen address', nonEmpty, '127.0.0.1')
    .option('--profile <name>', 'requirement profile: toast, nhn or nova (default: toast)', nonEmpty)
    .option('--edition <edition>', 'edition of the document, 2020-03 or 2026-05, for a profile that has both', nonEmpty)
    .option('--har <file>', 'record the traffic in this HAR file, without secrets', nonEmpty)
    .option('--ready-file <file>', 'write {"url": …} to this file once requests are accepted', nonEmpty)
    .option('--fail-fast', 'stop at the first violation')
    .option('--quiet', 'print no violations while they occur')
    .addHelpText('after', explanation)
  withReports(command).action(async (flags: ProxyFlags) => {
    const { proxy } = await import('../actions/proxy.ts')
    setExitCode(await proxy(flags))
  })
}
