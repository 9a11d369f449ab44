import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { testUnderFakeTimers } from './fake-timers.mjs'

beforeAll(() => jest.useFakeTimers())
afterAll(() => jest.useRealTimers())
testUnderFakeTimers({ test, expect, advance: (time) => jest.advanceTimersByTimeAsync(time) })
