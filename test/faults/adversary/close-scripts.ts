import { setTimeout as wait } from 'node:timers/promises'
import type { CloseInfo } from '../../../src/core/channel.js'
import type { Script } from './adversary.js'
import type { Peer } from './peer.js'

/** Opens, closes with these bytes, and hangs up once the answer is there. */
export function closingWith(bytes: Uint8Array): Script {
  return async (peer) => {
    await peer.accept()
    peer.write(bytes)
    await peer.until(hasCloseFrame)
    peer.end('fin')
  }
}

/** Opens, waits for a close frame, and answers it after so many milliseconds. */
export function answering(answer: Uint8Array, delay = 0): Script {
  return async (peer) => {
    await peer.accept()
    await peer.until(hasCloseFrame)
    await wait(delay)
    peer.write(answer)
    peer.end('fin')
  }
}

/** Whether the client has said that it closes, or is gone. */
export function hasCloseFrame(peer: Peer): boolean {
  return peer.ended !== undefined || peer.frames.some((frame) => frame.opcode === 8)
}

/** What `closed` resolves with after a connection that was lost. */
export const lost = { code: 1006, reason: '', wasClean: false, initiator: 'failure' } as const

/** What `closed` resolves with after a connection that this side dropped. */
export const cut = { ...lost, initiator: 'local' } as const

/** What `closed` resolves with after a closing handshake. */
export function clean(
  code: number,
  reason = '',
  initiator: CloseInfo['initiator'] = 'remote',
): CloseInfo {
  return { code, reason, wasClean: true, initiator }
}
