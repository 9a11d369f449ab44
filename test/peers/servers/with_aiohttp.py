"""An echo server with `aiohttp`."""

import asyncio

from aiohttp import WSMsgType, web

from options import parse, reply, say

options = parse()


async def handle(request):
    socket = web.WebSocketResponse(protocols=["chat"], compress=options.deflate, max_msg_size=0)
    await socket.prepare(request)
    async for message in socket:
        if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            continue
        answer = reply(message.data, compresses=bool(socket.compress))
        if isinstance(answer, tuple):
            code, reason = answer
            await socket.close(code=code, message=reason.encode())
        elif isinstance(answer, str):
            await socket.send_str(answer)
        else:
            await socket.send_bytes(answer)
    return socket


async def main():
    application = web.Application()
    application.router.add_get("/{path:.*}", handle)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", options.port, ssl_context=options.ssl)
    await site.start()
    say(runner.addresses[0][1])
    await asyncio.Future()


asyncio.run(main())
