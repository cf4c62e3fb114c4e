/* SPDX-License-Identifier: Apache-2.0 */

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fetches ranges of one file over several links into one file, by a thread for each link (platform or virtual) or by one selector loop, and prints seconds
 * and CPU seconds. {@code java ThreadsOrLoop.java URL BYTES LINKS ROUNDS}
 */
class ThreadsOrLoop {
    private static final int BUFFER = 256 * 1024;

    private static URI uri;
    private static long part;
    private static int links;

    public static void main(String[] args) throws Exception {
        uri = URI.create(args[0]);
        links = Integer.parseInt(args[2]);
        part = Long.parseLong(args[1]) / links;
        Path target = Files.createTempFile("threads-or-loop", null);
        boolean virtual = Runtime.version().feature() >= 21;
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.WRITE)) {
            for (int round = 0; round < Integer.parseInt(args[3]); round++) {
                measure("platform threads", () -> threads(file, false));
                if (virtual) {
                    measure("virtual threads", () -> threads(file, true));
                }
                measure("selector loop", () -> loop(file));
            }
        } finally {
            Files.delete(target);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void measure(String name, Work work) throws Exception {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        work.run();
        System.out.printf("%-16s %3d links %6.2f s %6.2f CPU-s%n", name, links,
                (System.nanoTime() - begin) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
    }

    private static SocketChannel request(int link) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
        String head = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: bytes=" + link * part + "-"
                + ((link + 1) * part - 1) + "\r\n\r\n";
        channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static void threads(FileChannel file, boolean virtual) throws Exception {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            int link = i;
            Runnable task = () -> blocking(file, link);
            Thread thread = virtual
                    ? (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task)
                    : new Thread(task);
            if (!virtual) {
                thread.start();
            }
            all.add(thread);
        }
        for (Thread thread : all) {
            thread.join();
        }
    }

    private static void blocking(FileChannel file, int link) {
        try (SocketChannel channel = request(link)) {
            channel.socket().setSoTimeout(10_000);
            InputStream in = channel.socket().getInputStream();
            byte[] buffer = new byte[BUFFER];
            long at = link * part;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                at += file.write(ByteBuffer.wrap(buffer, 0, read), at);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void loop(FileChannel file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        long[] at = new long[links];
        Arrays.setAll(at, link -> link * part);
        int open = links;
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < links; i++) {
                SocketChannel channel = request(i);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, i);
            }
            while (open > 0) {
                selector.select(10_000);
                for (SelectionKey key : selector.selectedKeys()) {
                    int link = (Integer) key.attachment();
                    int read = ((SocketChannel) key.channel()).read(buffer.clear());
                    if (read < 0) {
                        key.channel().close();
                        open--;
                    } else {
                        at[link] += file.write(buffer.flip(), at[link]);
                    }
                }
                selector.selectedKeys().clear();
            }
        }
    }
}
