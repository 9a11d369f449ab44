import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PacedRenders } from '../../../src/react/paced-renders.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

it('asks for the first render at once', () => {
  const render = vi.fn()
  new PacedRenders(render).request()
  expect(render).toHaveBeenCalledTimes(1)
  expect(vi.getTimerCount()).toBe(0)
})

it('asks for one more render 16 milliseconds later, however many are requested', () => {
  const render = vi.fn()
  const renders = new PacedRenders(render)
  for (let count = 0; count < 100; count += 1) renders.request()
  expect(vi.getTimerCount()).toBe(1)
  vi.advanceTimersByTime(15)
  expect(render).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(render).toHaveBeenCalledTimes(2)
  expect(vi.getTimerCount()).toBe(0)
})

it('asks at once for a render that comes 16 milliseconds after the last', () => {
  const render = vi.fn()
  const renders = new PacedRenders(render)
  renders.request()
  vi.advanceTimersByTime(16)
  renders.request()
  expect(render).toHaveBeenCalledTimes(2)
})

it.each([
  [1_015, 1],
  [1_016, 2],
])(
  'waits less than a second for a timer that is late: after %i ms it asked %i times',
  (after, times) => {
    const render = vi.fn()
    const renders = new PacedRenders(render)
    renders.request()
    renders.request()
    // As in a task that takes long, or in a hidden page, the timer does not fire.
    const now = performance.now()
    vi.spyOn(performance, 'now').mockReturnValue(now + after)
    renders.request()
    expect(render).toHaveBeenCalledTimes(times)
    expect(vi.getTimerCount()).toBe(2 - times)
  },
)

it('counts from the end of a render that takes long', () => {
  const render = vi.fn()
  const renders = new PacedRenders(render)
  renders.request()
  vi.advanceTimersByTime(30)
  renders.rendered()
  renders.request()
  vi.advanceTimersByTime(15)
  expect(render).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(render).toHaveBeenCalledTimes(2)
})

it('counts from the end of a render also for what was requested before that', () => {
  const render = vi.fn()
  const renders = new PacedRenders(render)
  renders.request()
  renders.request()
  vi.advanceTimersByTime(10)
  renders.rendered()
  vi.advanceTimersByTime(15)
  expect(render).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(render).toHaveBeenCalledTimes(2)
  expect(vi.getTimerCount()).toBe(0)
})

it('does not count a render that it did not ask for', () => {
  const render = vi.fn()
  const renders = new PacedRenders(render)
  renders.rendered()
  renders.request()
  expect(render).toHaveBeenCalledTimes(1)
  renders.rendered()
  vi.advanceTimersByTime(16)
  renders.rendered()
  renders.request()
  expect(render).toHaveBeenCalledTimes(2)
})

it('asks for nothing after it is stopped', () => {
  const render = vi.fn()
  const renders = new PacedRenders(render)
  renders.request()
  renders.request()
  renders.stop()
  vi.runAllTimers()
  expect(render).toHaveBeenCalledTimes(1)
})
