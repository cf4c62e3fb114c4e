# SPDX-License-Identifier: Apache-2.0
"""Relays connections from one port to another on this host and holds every byte back for a while, as a long way would.

Usage: delay.py FROM_PORT TO_PORT MILLISECONDS
"""
import asyncio
import sys

FROM, TO, DELAY = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) / 1000
# A window of 1 MiB in each direction: the bytes that are on a way of this length.
WINDOW = 1 << 20


async def pump(reader, writer):
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue(maxsize=WINDOW // 16384)

    async def deliver():
        gone = False
        while True:
            due, data = await queue.get()
            await asyncio.sleep(max(0, due - loop.time()))
            if not data:
                writer.close()
                return
            try:
                if not gone:
                    writer.write(data)
                    await writer.drain()
            except ConnectionError:
                # Whoever it was for has closed: what still comes is taken and thrown away.
                gone = True

    delivery = asyncio.create_task(deliver())
    try:
        while data := await reader.read(16384):
            await queue.put((loop.time() + DELAY / 2, data))
    except ConnectionError:
        pass
    await queue.put((0, b""))
    await delivery


async def relay(reader, writer):
    try:
        onward_reader, onward_writer = await asyncio.open_connection("127.0.0.1", TO)
    except OSError:
        writer.close()
        return
    await asyncio.gather(pump(reader, onward_writer), pump(onward_reader, writer))


async def main():
    server = await asyncio.start_server(relay, "0.0.0.0", FROM)
    async with server:
        await server.serve_forever()


asyncio.run(main())
