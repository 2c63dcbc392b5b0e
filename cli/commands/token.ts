import type { Command } from 'commander'
import { type TargetFlags, withTarget } from '../options.ts'

const example = `
Examples, for the curl lines of a report:
  export OS_TOKEN="$(compute-conformance token --os-cloud mycloud)"
  export OTHER_TOKEN="$(compute-conformance token --other --config target.yaml)"
Exit codes: 0 a token; 2 wrong usage, or the credentials are rejected; 3 the identity service does not respond.`

/** Adds the command `token`, which signs in and prints the token. */
export function addToken(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('token')
    .description('sign in and print the token that a run would use')
    .addHelpText('after', example)
    .option('--other', 'the token of the second tenant (`other` in the config file)')
  withTarget(command).action(async (flags: TargetFlags & { readonly other?: boolean }) => {
    const { token } = await import('../actions/token.ts')
    setExitCode(await token(flags))
  })
}
