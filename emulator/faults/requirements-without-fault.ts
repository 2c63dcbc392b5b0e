/** Requirements that can be tested but that no fault (mutant) breaks: id → reason. */
export const requirementsWithoutFault: Readonly<Record<string, string>> = {
  'servers.create.key-name-required':
    'It accepts both interpretations, so only a server error breaks it. Nearly every request of the suites omits key_name, so such a fault would break the creation of servers altogether.',
}
