/** Requirements that a client can judge and that no fault breaks: id → why. */
export const requirementsWithoutFault: Readonly<Record<string, string>> = {
  'servers.create.key-name-required':
    'It accepts both readings, so only a server error breaks it; and since nearly every request of the suites leaves key_name out, that defect would be one of creating servers at all.',
}
