import { describe, expect, it, vi } from 'vitest'
import type { Command, Setting } from './model/command.js'
import { fakeClock, useFakeClock } from './model/fake-clock.js'
import { run } from './model/run.js'
import { wellBehaved } from './model/scripted-class.js'
import { echoed } from './model/scripted-socket.js'

const hold: Setting = { quirks: wellBehaved, unobserved: 'hold' }
const drop: Setting = { quirks: wellBehaved, unobserved: 'drop' }
const empty = new Uint8Array()

type Found = readonly [string, Setting, readonly Command[]]

/** What the model found once, shrunk; each is a case for ever. */
const found: readonly Found[] = [
  [
    'an abort in the middle of the flush at opening counts what was not sent',
    hold,
    [
      { type: 'add', data: echoed },
      { type: 'add', data: 'never sent' },
      { type: 'subscribe', at: 0, action: 'abort' },
      { type: 'open' },
    ],
  ],
  [
    'what a handler adds in the middle of the flush at opening goes after what was added before',
    hold,
    [
      { type: 'add', data: echoed },
      { type: 'add', data: 'before' },
      { type: 'subscribe', at: 0, action: 'add' },
      { type: 'open' },
    ],
  ],
  [
    'an addStream whose source has completed leaves no timer when the opening fails',
    hold,
    [
      { type: 'addStream' },
      { type: 'sourceNext', data: 'never sent' },
      { type: 'sourceComplete' },
      { type: 'fail' },
    ],
  ],
  [
    'the frame under way at a close is not kept for an iterator that did not wait for it',
    hold,
    [
      { type: 'subscribe', at: 1, action: 'close' },
      { type: 'open' },
      { type: 'iterate' },
      { type: 'message', data: empty },
      { type: 'message', data: '' },
      { type: 'tick', milliseconds: 500 },
      { type: 'unsubscribe', index: 1 },
      { type: 'iterate' },
    ],
  ],
  ...(['close', 'abort'] as const).map((action): Found => [
    `the frame under way at ${action} is not given to an iterator that asks for it afterwards`,
    hold,
    [
      { type: 'subscribe', at: 1, action },
      { type: 'iterate' },
      { type: 'open' },
      { type: 'message', data: 'a' },
      { type: 'message', data: empty },
      { type: 'pull', index: 1 },
    ],
  ]),
  [
    "what an iterator has not taken after the end is nobody else's while another has not taken it either",
    hold,
    [
      { type: 'iterate' },
      { type: 'iterate' },
      { type: 'open' },
      { type: 'message', data: 'a' },
      { type: 'message', data: empty },
      { type: 'fail' },
      { type: 'turn' },
      { type: 'return', index: 0 },
      { type: 'subscribe', at: 0, action: 'nothing' },
    ],
  ],
  [
    'a frame that came while there were subscribers is dropped when all of them leave meanwhile',
    drop,
    [
      { type: 'subscribe', at: 2, action: 'add' },
      { type: 'open' },
      { type: 'message', data: '' },
      { type: 'message', data: empty },
      { type: 'subscribe', at: 0, action: 'unsubscribeAll' },
      { type: 'message', data: empty },
      { type: 'iterate' },
    ],
  ],
]

describe('found by the model:', () => {
  useFakeClock()

  it.each(found)('%s', async (_, setting, commands) => {
    await run(setting, commands, fakeClock)
    expect(vi.getTimerCount()).toBe(0)
  })
})
