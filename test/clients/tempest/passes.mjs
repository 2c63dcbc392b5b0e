/**
 * The passes of a run: settings of the emulator and selection of tests. The first pass uses the emulator unchanged, and the tests
 * in the table of README.md fail. Each other pass disables a rule of the document that stops Tempest early, and no test may fail.
 */
import { join } from 'node:path'

export const passes = [
  {
    name: 'dialect',
    hasKnownFailures: true,
    resize: 'automatic',
    flavorPrefix: 'u2.',
    selection: ['--include-list', join(import.meta.dirname, 'include.txt')],
  },
  {
    // A u2 server cannot be resized, and any other server requires a block device, which Tempest does not send.
    name: 'resize',
    faults: ['create-block-device-optional'],
    resize: 'confirm',
    flavorPrefix: 'm2.',
    selection: [String.raw`api\.compute\.servers\..*resize`],
  },
  {
    // In the document, the response to createImage has a body with the image id; Tempest expects no body.
    name: 'images',
    removesImageId: true,
    resize: 'automatic',
    flavorPrefix: 'u2.',
    selection: [String.raw`api\.compute\.images\.`],
  },
]
