import { Buffer } from 'node:buffer'
import { encode, PreparedFrames } from './prepared-frames.mjs'

const DONE = encode(Buffer.from('done'), 1)
const prepared = new Map()

/** What the server does with the frames of a connection, by the path of its URL. */
export const roles = {
  /** `?kind=text&size=64&frames=1000`: each frame that comes is answered with so many. */
  '/replay'(socket, parameters) {
    const frames = framesFor(parameters)
    const count = Number(parameters.get('frames'))
    return () => frames.write(socket, count)
  },

  /** `?frames=1000`: each time that so many have come is answered with one. */
  '/count'(socket, parameters) {
    const wanted = Number(parameters.get('frames'))
    let counted = 0
    return (frames) => {
      counted += frames
      if (counted < wanted) return
      counted -= wanted
      socket.write(DONE)
    }
  },

  /** `?kind=text&size=64`: each frame is answered with one of that kind. */
  '/echo'(socket, parameters) {
    const answer = framesFor(parameters)
    return (frames) => answer.write(socket, frames)
  },

  /** Nothing is answered. */
  '/idle'() {
    return ignore
  },
}

function ignore() {
  // Frames are counted, and that is all.
}

// A frame is prepared before the first connection needs it, not while one is being measured.
function framesFor(parameters) {
  const kind = parameters.get('kind')
  const size = Number(parameters.get('size'))
  const name = `${kind} ${size}`
  if (!prepared.has(name)) prepared.set(name, new PreparedFrames({ kind, size }))
  return prepared.get(name)
}
