/** Loads sshpk on demand, because it takes as long to load as the rest of the emulator. */
export const loadSshpk = async () => (await import('sshpk')).default
