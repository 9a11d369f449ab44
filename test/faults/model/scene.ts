import { expect } from 'vitest'
import { BrowserWebSocketChannel } from '../../../src/browser.js'
import type { ConnectOptions } from '../../../src/core/arguments/options.js'
import { brokenInvariants, watch, type Watch } from '../adversary/watch.js'
import { within } from '../adversary/within.js'
import { scriptedClass, type ScriptedClass } from './scripted-class.js'
import type { Quirks, ScriptedSocket } from './scripted-socket.js'

/** A channel over a scripted socket. */
export interface Scene {
  readonly channel: BrowserWebSocketChannel
  readonly socket: ScriptedSocket
  readonly seen: Watch
}

/** Connects over a socket that misbehaves in some ways. */
export function connect(quirks: Partial<Quirks> = {}, options: ConnectOptions = {}): Scene {
  return connectBy(scriptedClass(quirks), options)
}

/** Connects over a socket of a class. */
export function connectBy(
  { WebSocket, only }: Pick<ScriptedClass, 'WebSocket' | 'only'>,
  options: ConnectOptions = {},
): Scene {
  const channel = BrowserWebSocketChannel.connect('ws://scripted.test/', { ...options, WebSocket })
  return { channel, socket: only(), seen: watch(channel) }
}

/** Waits for the end, and fails unless nothing of the channel is left. */
export async function end({ channel, seen, socket }: Scene): Promise<void> {
  await within(2_000, 'the end', seen.ended)
  expect(brokenInvariants(channel, seen)).toEqual([])
  expect(socket.listenerCount).toBe(0)
}

/** How a connection ends that breaks. */
export const lost = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }
