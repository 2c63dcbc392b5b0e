import type { Command } from 'commander'
import { type TargetFlags, withTarget } from '../options.ts'

const example = `
Example: export OS_TOKEN="$(compute-conformance token --os-cloud mycloud)", for the curl lines of a report.
Exit codes: 0 a token; 2 wrong usage, or the credentials are rejected; 3 the identity service does not respond.`

export function addToken(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('token')
    .description('sign in and print the token that a run would use')
    .addHelpText('after', example)
  withTarget(command).action(async (flags: TargetFlags) => {
    const { token } = await import('../actions/token.ts')
    setExitCode(await token(flags))
  })
}
