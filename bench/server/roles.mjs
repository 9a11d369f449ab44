import { Buffer } from 'node:buffer'
import { gatherCrowd, gatherEchoing, gatherVisitors } from './crowd.mjs'
import { encode, PreparedFrames } from './prepared-frames.mjs'

const CLOSE_OPCODE = 8
const DONE = encode(Buffer.from('done'), 1)
const CLOSE = encode(Buffer.from([0x03, 0xe8]), CLOSE_OPCODE)
const prepared = new Map()

/** Reactions to the frames of a connection, by the path of its URL. */
export const roles = {
  /** `?kind=text&size=64&frames=1000`: answers each frame with 1000, and with `&close` closes after that. */
  '/replay'(socket, parameters) {
    const frames = framesFor(parameters)
    const count = Number(parameters.get('frames'))
    const onWritten = parameters.has('close') ? () => socket.write(CLOSE) : undefined
    return () => frames.write(socket, count, onWritten)
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

  /** Answers each request as JSON, with the ids 1, 2, 3, ... */
  '/answers'(socket) {
    let id = 0
    return (frames) => {
      const answers = []
      for (let count = 0; count < frames; count++) {
        answers.push(encode(Buffer.from(`{"id":${++id},"result":"done"}`), 1))
      }
      socket.write(Buffer.concat(answers))
    }
  },

  /** `?port=1234&clients=300`: connects clients to a port, and reports when each of them has received a frame. */
  '/crowd'(socket, parameters) {
    gatherCrowd(Object.fromEntries(parameters), () => socket.write(DONE))
    return ignore
  },

  /** `?port=1234&clients=100&inFlight=64&...`: connects clients to a server that echoes; each frame begins a round. */
  '/echoing'(socket, parameters) {
    return gatherEchoing(Object.fromEntries(parameters), () => socket.write(DONE))
  },

  /** `?port=1234&clients=1000&atOnce=50`: each frame begins a round, in which clients connect and close. */
  '/visitors'(socket, parameters) {
    return gatherVisitors(Object.fromEntries(parameters), () => socket.write(DONE))
  },

  /** Answers nothing. */
  '/idle'() {
    return ignore
  },
}

function ignore() {
  // The frames need no answer.
}

// A frame is prepared before the first connection needs it, not while one is being measured.
function framesFor(parameters) {
  const kind = parameters.get('kind')
  const size = Number(parameters.get('size'))
  const name = `${kind} ${size}`
  if (!prepared.has(name)) prepared.set(name, new PreparedFrames({ kind, size }))
  return prepared.get(name)
}
