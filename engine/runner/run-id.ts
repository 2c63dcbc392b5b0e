import { randomBytes } from 'node:crypto'

/** Eight letters and digits: unlike those of other runs, short enough for a server's name. */
export const newRunId = (): string => randomBytes(6).toString('hex').slice(0, 8)
