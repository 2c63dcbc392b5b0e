/**
 * The passes of a run: what the emulator is told, and which tests there are. The first is the emulator as it is; there
 * the tests of README.md's table fail. In the others a rule of the document that stops Tempest is taken away, so that it
 * sees what lies behind, and nothing may fail.
 */
import { join } from 'node:path'

export const passes = [
  {
    name: 'dialect',
    hasKnownFailures: true,
    resize: 'automatic',
    flavors: 'u2.',
    select: ['--include-list', join(import.meta.dirname, 'include.txt')],
  },
  {
    // A u2 server cannot be resized, and any other needs a block device, which Tempest does not send.
    name: 'resize',
    faults: ['create-block-device-optional'],
    resize: 'confirm',
    flavors: 'm2.',
    select: [String.raw`api\.compute\.servers\..*resize`],
  },
  {
    // The document puts the id of a new image into the body of createImage; Tempest wants no body there.
    name: 'images',
    hidesImageId: true,
    resize: 'automatic',
    flavors: 'u2.',
    select: [String.raw`api\.compute\.images\.`],
  },
]
