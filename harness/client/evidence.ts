import type { Evidence } from '#model'

/** The evidence of a test that begins. */
export const emptyEvidence = (): Evidence => ({
  assertions: [],
  observed: [],
  exchanges: [],
  steps: [],
  transitions: [],
  undocumentedProperties: [],
  properties: [],
  injectedFaults: [],
  accepted: [],
  completed: [],
  notes: [],
  errors: [],
})
