import { frameWeigher } from '../byte-length.js'
import type { Frame } from '../frame.js'
import type { Holding } from './decoder.js'

/** How the stream of a connection holds its frames: as they are. */
export const FRAMES: Holding<Frame, Frame> = { weigher: frameWeigher }
