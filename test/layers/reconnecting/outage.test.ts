import { expect, it } from 'vitest'
import { Outage } from '../../../src/layers/reconnecting/outage.js'

it('an outage counts from its start', () => {
  const outage = new Outage(100)
  expect([outage.elapsed(100), outage.elapsed(350)]).toEqual([0, 250])
})

it('an outage counts anew from a loss', () => {
  const outage = new Outage(100)
  outage.restart(1_000)
  expect(outage.elapsed(1_200)).toBe(200)
})

it('an outage stands still while offline, and goes on afterwards', () => {
  const outage = new Outage(0)
  outage.offline(100)
  expect(outage.elapsed(5_000)).toBe(100)
  outage.online(10_000)
  expect([outage.elapsed(10_000), outage.elapsed(10_050)]).toEqual([100, 150])
})

it('an outage leaves out each time offline', () => {
  const outage = new Outage(0)
  for (const time of [100, 300, 500]) {
    outage.offline(time)
    outage.online(time + 100)
  }
  expect(outage.elapsed(700)).toBe(400)
})

it('an outage leaves out a time offline once, whatever is repeated', () => {
  const outage = new Outage(0)
  outage.offline(100)
  outage.offline(400)
  outage.online(500)
  outage.online(900)
  expect(outage.elapsed(1_000)).toBe(600)
})

it('an outage that begins offline counts from the time that the page is online', () => {
  const outage = new Outage(100)
  outage.offline(100)
  expect(outage.elapsed(900)).toBe(0)
  outage.online(1_000)
  expect(outage.elapsed(1_300)).toBe(300)
})

it('a loss while offline counts from the time that the page is online', () => {
  const outage = new Outage(0)
  outage.offline(100)
  outage.restart(500)
  expect(outage.elapsed(800)).toBe(0)
  outage.online(1_000)
  expect(outage.elapsed(1_050)).toBe(50)
})
